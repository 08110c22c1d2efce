import { extensionOf, idea } from './cases.ts';
import { contract, instrumental, song } from './contract.ts';
import { rows } from './rows.ts';

contract(rows.aimusicapi, {
  'an idea': {
    work: idea,
    path: '/api/submit',
    body: { gpt_description_prompt: 'a lantern on the water', make_instrumental: false, model: 'chirp-v3-5' },
  },
  'a song, with its style in its tags': {
    work: song,
    path: '/api/submit',
    body: {
      prompt: '[Verse]\nOn the water',
      title: 'Lantern',
      tags: 'folk',
      make_instrumental: false,
      model: 'chirp-v3-5',
    },
  },
  'an instrumental, which must have a prompt': {
    work: instrumental,
    path: '/api/submit',
    body: { prompt: '[Instrumental]', title: 'Lantern', tags: 'folk', make_instrumental: true, model: 'chirp-v3-5' },
  },
});

contract(rows.aimusicapiSecond, {
  'an idea, by the model that the operator prefers': {
    work: { kind: 'idea', idea: 'rain', instrumental: true },
    model: 'chirp-v6',
    path: '/api/v2/generate',
    body: { gpt_description_prompt: 'rain', make_instrumental: true, model: 'chirp-v6' },
  },
  'a song, with what to avoid in its tags': {
    work: song,
    path: '/api/v2/generate',
    body: {
      prompt: '[Verse]\nOn the water',
      style: 'folk',
      title: 'Lantern',
      tags: 'drums',
      gender: 'female',
      make_instrumental: false,
      model: 'chirp-v3-5',
    },
  },
  'an extension, by task and position': {
    work: (subject) => extensionOf(subject),
    path: '/api/v2/extend',
    body: {
      origin_task_id: 'gen2000000000001ksv',
      extend_audio_index: 1,
      custom_mode: true,
      prompt: '[Verse]\nFurther down',
      style: 'folk',
      title: 'Lantern II',
      extensionStartTime: 1.5,
    },
  },
});
