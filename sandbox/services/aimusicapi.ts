/**
 * The dialect of aimusicapi.org, in its two generations. The first has `tags` for the style, no callbacks, no extensions,
 * and tracks without id or length. The second has `style`, and `tags` for what to avoid.
 */
import { type Act, type Answer, type Asked, type Dialect, isText, type Word } from './dialect.ts';
import type { Complaint } from './script.ts';
import { type MusicService, type ServiceOptions, startService } from './service.ts';
import { type Fields, stageOf, type Task, type Tasks, type Told, takesOf } from './tasks.ts';
import {
  calledTracks,
  complaintWords,
  feedAnswer,
  feedOf,
  type Manner,
  tracksInFeed,
  typeOf,
  workId,
  wrongExtension,
  wrongSong,
} from './tracks.ts';

const say = (code: number, message: string): Answer => ({ status: code, body: { code, message } });

const words: Record<Complaint | 'limited', [number, string]> = {
  'error-500': [500, 'Internal server error'],
  'refuse-text': [400, complaintWords.guidelines],
  'too-long': [400, complaintWords.topic],
  credits: [402, 'Not enough credits'],
  busy: [429, 'Too many requests'],
  frequency: [429, 'Rate limit exceeded. Please try again later.'],
  limited: [429, 'Rate limit exceeded. Please try again later.'],
  maintenance: [503, 'The service is under maintenance'],
  key: [401, 'Invalid API key'],
  retired: [404, 'Not found'],
  gone: [410, 'This endpoint is no longer available'],
  invalid: [400, 'Invalid request'],
  'track-gone': [400, complaintWords.origin],
};

const wrong = (sentence: string | null): Answer | null => (sentence === null ? null : say(400, sentence));

const faultOf = (body: Fields, isFirst: boolean): Answer | null => {
  if (!isText(body.model)) return wrong('model is required');
  const { gender } = body;
  if (gender !== undefined && gender !== 'male' && gender !== 'female') return wrong('gender must be male or female');
  return wrong(wrongSong(body, isFirst ? ['prompt', 'title', 'tags'] : ['prompt']));
};

const submission = (body: Fields, kind: 'gen' | 'gen2' | 'ext2'): Act => ({
  kind: 'submit',
  callbackUrl: kind !== 'gen' && isText(body.callback_url) ? body.callback_url : null,
  model: isText(body.model) ? body.model : 'chirp-v3-5',
  fault: (tasks, told) => (kind === 'ext2' ? wrong(wrongExtension(body, tasks, told)) : faultOf(body, kind === 'gen')),
  taskId: (n) => workId(kind, n),
  accepted: ({ id }) => {
    const ok = { code: 200, message: 'success', workId: id };
    return { status: 200, body: kind === 'gen' ? ok : { ...ok, data: { task_id: id } } };
  },
  nameless: () => say(200, 'success'),
});

/** The last word for a finished track is `first`; that all is made stands in a message. */
const second: Manner = { final: 'first', style: 'style', none: null };

/** The first generation: tracks are `pending` or `complete`, and nothing plays before. */
const firstRecord = (task: Task, told: Told, word?: Word): Answer => {
  const isBegun = stageOf(task, told.script) > 0;
  const type = word === undefined && !isOver(task, told) ? 'IN_PROGRESS' : typeOf(task, told, word);
  const tracks = takesOf(task, told, 'tags').map((take) => ({
    audio_url: take.state === 'made' ? take.audioUrl : '',
    image_url: take.coverUrl,
    image_large_url: take.coverUrl,
    video_url: '',
    created_at: new Date(task.begunAt).toISOString(),
    status: word === 'unknown-word' ? 'remastering' : statuses[take.state],
    title: take.title,
    prompt: take.lyrics,
    tags: take.style,
    ...(take.failure === null ? {} : { fail_message: failures[take.failure] }),
  }));
  // Before the first stage there is no list at all.
  return feedAnswer(task, type, isBegun && word !== 'no-tracks' ? tracks : undefined);
};

const statuses = { waiting: 'pending', streaming: 'pending', made: 'complete', failed: 'error' } as const;
const failures = { words: complaintWords.policy, audio: 'Audio generation failed' } as const;
const isOver = (task: Task, { script }: Told): boolean => stageOf(task, script) === 3;
const isOfFirst = (task: Task): boolean => task.path === '/api/submit';

const look = (id: string): Act => {
  const record = (tasks: Tasks, told: Told, word?: Word): Answer => {
    const task = tasks.find(id);
    if (task === undefined) return unknownTask;
    return isOfFirst(task) ? firstRecord(task, told, word) : feedOf(task, told, second, word);
  };
  return { kind: 'look', ids: [id], record };
};

const understand = ({ method, path, query, body }: Asked): Act | null => {
  switch (`${method} ${path}`) {
    case 'POST /api/submit':
      return submission(body, 'gen');
    case 'POST /api/v2/generate':
      return submission(body, 'gen2');
    case 'POST /api/v2/extend':
      return submission(body, 'ext2');
    case 'GET /api/query':
    case 'GET /api/feed':
    case 'GET /api/v2/feed':
      return look(query.get('workId') ?? '');
    case 'GET /api/v2/credits':
      return {
        kind: 'credits',
        left: (credits) => ({
          status: 200,
          body: { code: 200, message: 'success', data: { credits, used_credits: 5 } },
        }),
      };
    default:
      return null;
  }
};

const unknownTask = say(404, 'Task not found');

const aimusicapi: Dialect = {
  id: 'aimusicapi',
  name: 'aimusicapi.org',
  key: 'aimusicapi-test-key',
  variables: { key: 'AIMUSICAPI', address: 'AIMUSICAPI' },
  basePath: '/api',
  understand,
  complain: (about) => say(...words[about]),
  unknownTask,
  tracksIn: tracksInFeed,
  callback: (task, stage, told) => calledTracks(task, stage, told, second),
};

export const startAimusicapi = (options?: ServiceOptions): Promise<MusicService> => startService(aimusicapi, options);
