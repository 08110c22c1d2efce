import { uuidOf } from '../../sandbox/services/tasks.ts';
import { extensionOf, idea } from './cases.ts';
import { contract, instrumental, song, untitled } from './contract.ts';
import { rows } from './rows.ts';

const callBackUrl = 'https://example.com/callback';

contract(rows.sunoapi, {
  'an idea': {
    work: idea,
    path: '/api/v1/generate',
    body: { customMode: false, instrumental: false, model: 'V4_5', prompt: 'a lantern on the water', callBackUrl },
  },
  'an idea without vocals, by the model that the operator prefers': {
    work: { kind: 'idea', idea: 'rain', instrumental: true },
    model: 'V5_5',
    path: '/api/v1/generate',
    body: { customMode: false, instrumental: true, model: 'V5_5', prompt: 'rain', callBackUrl },
  },
  'a song with all that was asked': {
    work: song,
    path: '/api/v1/generate',
    body: {
      customMode: true,
      instrumental: false,
      model: 'V4_5',
      style: 'folk',
      title: 'Lantern',
      prompt: '[Verse]\nOn the water',
      negativeTags: 'drums',
      vocalGender: 'f',
      callBackUrl,
    },
  },
  'a song without a title, which the service must have': {
    work: untitled,
    path: '/api/v1/generate',
    body: {
      customMode: true,
      instrumental: false,
      model: 'V4_5',
      style: 'folk',
      title: 'On the water',
      prompt: '[Verse]\nOn the water',
      callBackUrl,
    },
  },
  'an instrumental': {
    work: instrumental,
    path: '/api/v1/generate',
    body: { customMode: true, instrumental: true, model: 'V4_5', style: 'folk', title: 'Lantern', callBackUrl },
  },
  'an extension, by audio and the model of its source': {
    work: async (subject) => {
      const answer = await subject.submit(idea, { model: 'V4' });
      subject.service.finish();
      const looked = answer.kind === 'accepted' ? await subject.look(answer.task) : null;
      const parent = looked?.kind === 'seen' ? (looked.tracks[1]?.reference ?? {}) : {};
      return { kind: 'extend', parent, fromSecond: 1.5, title: 'Lantern II', style: 'folk', lyrics: 'more' };
    },
    path: '/api/v1/generate/extend',
    body: {
      defaultParamFlag: true,
      audioId: uuidOf(1, 1),
      model: 'V4',
      continueAt: 1.5,
      prompt: 'more',
      style: 'folk',
      title: 'Lantern II',
      callBackUrl,
    },
  },
  'an extension that inherits everything': {
    work: (subject) => extensionOf(subject, { title: '', style: '', lyrics: '', fromSecond: 2.56 }),
    path: '/api/v1/generate/extend',
    body: { defaultParamFlag: false, audioId: uuidOf(1, 1), model: 'V4_5', callBackUrl },
  },
  'an extension that inherits everything but the second': {
    work: (subject) => extensionOf(subject, { title: '', style: '', lyrics: '' }),
    path: '/api/v1/generate/extend',
    body: {
      defaultParamFlag: true,
      audioId: uuidOf(1, 1),
      model: 'V4_5',
      continueAt: 1.5,
      prompt: '[Verse]',
      style: 'indie folk, warm',
      title: 'Lantern',
      callBackUrl,
    },
  },
});
