import { extensionOf, idea } from './cases.ts';
import { contract, instrumental, song, untitled } from './contract.ts';
import { rows } from './rows.ts';

const path = '/api/v1/audio/music';
const origin_task_id = 'gen000000000001ksv';

contract(rows.apiin, {
  'an idea': {
    work: idea,
    path,
    body: { gpt_description_prompt: 'a lantern on the water', make_instrumental: false, model: 'suno-v3-5' },
  },
  'an idea without vocals, by the model that the operator prefers': {
    work: { kind: 'idea', idea: 'rain', instrumental: true },
    model: 'chirp-v5-5',
    path,
    body: { gpt_description_prompt: 'rain', make_instrumental: true, model: 'chirp-v5-5' },
  },
  'a song, with what to avoid in its tags': {
    work: song,
    path,
    body: {
      prompt: '[Verse]\nOn the water',
      style: 'folk',
      title: 'Lantern',
      tags: 'drums',
      make_instrumental: false,
      model: 'suno-v3-5',
    },
  },
  'a song without a title': {
    work: untitled,
    path,
    body: {
      prompt: '[Verse]\nOn the water',
      style: 'folk',
      title: 'On the water',
      make_instrumental: false,
      model: 'suno-v3-5',
    },
  },
  'an instrumental, which needs a prompt to be no idea': {
    work: instrumental,
    path,
    body: {
      prompt: '[Instrumental]',
      style: 'folk',
      title: 'Lantern',
      make_instrumental: true,
      model: 'suno-v3-5',
    },
  },
  'an extension, by task and position': {
    work: (subject) => extensionOf(subject),
    path: `${path}/extend`,
    body: {
      origin_task_id,
      extend_audio_index: 1,
      custom_mode: true,
      prompt: '[Verse]\nFurther down',
      style: 'folk',
      title: 'Lantern II',
      extensionStartTime: 1.5,
    },
  },
  'an extension that inherits everything': {
    work: (subject) => extensionOf(subject, { title: '', style: '', lyrics: '' }),
    path: `${path}/extend`,
    body: { origin_task_id, extend_audio_index: 1, custom_mode: false, extensionStartTime: 1.5 },
  },
});
