import { uuidOf } from '../../sandbox/services/tasks.ts';
import { extensionOf, idea } from './cases.ts';
import { type Asked, contract, instrumental, song } from './contract.ts';
import { rows } from './rows.ts';

/** Both generations ask the same; only the paths differ. */
const asked = (custom: string, extend: string, prefix: string): Record<string, Asked> => ({
  'an idea': {
    work: idea,
    path: `${prefix}/generate`,
    body: { prompt: 'a lantern on the water', make_instrumental: false, wait_audio: false },
  },
  'an idea without vocals, by the model that the operator prefers': {
    work: { kind: 'idea', idea: 'rain', instrumental: true },
    model: 'chirp-v3-0',
    path: `${prefix}/generate`,
    body: { prompt: 'rain', make_instrumental: true, wait_audio: false, model: 'chirp-v3-0' },
  },
  'a song': {
    work: song,
    path: prefix + custom,
    body: {
      prompt: '[Verse]\nOn the water',
      tags: 'folk',
      title: 'Lantern',
      make_instrumental: false,
      wait_audio: false,
    },
  },
  'an instrumental': {
    work: instrumental,
    path: prefix + custom,
    body: { prompt: '[Instrumental]', tags: 'folk', title: 'Lantern', make_instrumental: true, wait_audio: false },
  },
  'an extension, by clip, from a second that is text': {
    work: (subject) => extensionOf(subject),
    path: prefix + extend,
    body: {
      audio_id: uuidOf(1, 1),
      prompt: '[Verse]\nFurther down',
      continue_at: '1.5',
      title: 'Lantern II',
      tags: 'folk',
    },
  },
});

contract(rows.aimlapi, asked('/generate/custom-mode', '/extend', ''));
contract(rows.aimlapiLegacy, asked('/custom_generate', '/extend_audio', ''));
contract(
  { ...rows.aimlapi, name: 'aimlapi, behind its prefix', settings: { PREFIX: '/v1' } },
  asked('/generate/custom-mode', '/extend', '/v1'),
);
