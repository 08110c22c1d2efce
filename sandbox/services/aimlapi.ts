/**
 * The dialect of api.aimlapi.com, by its newer and its older paths, each also behind `/v1`. There are no tasks: a
 * submission is answered with a list of clips, and any number of clips is asked after at once.
 */
import { type Act, type Answer, type Asked, type Dialect, isText, type Word } from './dialect.ts';
import type { Complaint } from './script.ts';
import { type MusicService, type ServiceOptions, startService } from './service.ts';
import { type Fields, finishedTake, stageOf, type Take, type Task, type Tasks, type Told, takesOf } from './tasks.ts';

/** The number is written as text now and then. */
const problem = (status: number, message: string, path: string, isTextual = false): Answer => ({
  status,
  body: {
    message,
    path,
    requestId: '5a7e0000-0000-4000-8000-000000000000',
    statusCode: isTextual ? String(status) : status,
    timestamp: new Date().toISOString(),
  },
});

const words: Record<Complaint | 'limited', [number, string]> = {
  'error-500': [500, "Something wrong with the server. We'll fix it soon."],
  'refuse-text': [400, 'Song Description contained artist name: metallica'],
  'too-long': [413, 'Payload too large'],
  credits: [403, "You've run out of credits. Please top up your balance to continue."],
  busy: [429, 'Too Many Requests'],
  frequency: [429, "Free-tier limit: You've reached your free limit for the hour."],
  limited: [429, 'Too Many Requests'],
  maintenance: [500, 'The model is under maintenance. Please try again later.'],
  key: [401, 'This request requires a valid API key.'],
  retired: [404, 'Not Found'],
  gone: [410, 'Gone'],
  invalid: [400, 'Body validation error'],
  'track-gone': [400, 'audio_id: clip not found'],
};

const needs = (body: Fields, texts: readonly string[], flags: readonly string[], more: readonly string[]): boolean =>
  texts.every((field) => typeof body[field] === 'string') &&
  flags.every((field) => typeof body[field] === 'boolean') &&
  Object.keys(body).every((field) => [...texts, ...flags, ...more].includes(field));

const flags = ['make_instrumental', 'wait_audio'];
const isIdea = (body: Fields): boolean => needs(body, ['prompt'], flags, ['model']) && isText(body.prompt);
const isSong = (body: Fields): boolean => needs(body, ['prompt', 'tags', 'title'], flags, ['model']);

const faultOfExtension = (body: Fields, tasks: Tasks, told: Told, path: string): Answer | null => {
  const invalid = problem(...words.invalid, path);
  if (!needs(body, ['audio_id', 'prompt', 'continue_at', 'title', 'tags'], [], [])) return invalid;
  const source = tasks.findTake(String(body.audio_id));
  const take = source === undefined ? null : finishedTake(source.task, source.index, told);
  if (take === null) return problem(...words['track-gone'], path);
  const second = /^\d+(?:\.\d+)?$/.test(String(body.continue_at)) ? Number(body.continue_at) : 0;
  return second > 0 && second < take.seconds ? null : invalid;
};

const clipOf = (task: Task, take: Take, told: Told, word?: Word) => {
  const stage = stageOf(task, told.script);
  // The second one is queued while the first one can be heard.
  const waits = take.state === 'waiting' || (stage === 1 && take.index > 0);
  const status = { waiting: 'submitted', streaming: waits ? 'queued' : 'streaming', made: 'complete', failed: 'error' };
  const isEarly = word === 'early-success' && take.state !== 'failed';
  const audioUrl = {
    waiting: '',
    streaming: waits ? '' : take.streamUrl,
    made: take.audioUrl,
    failed: 'https://cdn1.suno.ai/None.mp3',
  };
  const isShown = word !== 'no-tracks';
  return {
    id: take.uuid,
    title: waits ? '' : take.title,
    image_url: waits ? null : take.coverUrl,
    lyric: waits ? '' : take.lyrics,
    audio_url: isShown ? audioUrl[take.state] : '',
    video_url: take.state === 'made' ? `${told.url}/files/${task.id}-${take.index}.mp4` : '',
    created_at: new Date(task.begunAt).toISOString(),
    model_name: task.model,
    status: word === 'unknown-word' ? 'remastering' : isEarly ? 'complete' : status[take.state],
    gpt_description_prompt: isText(task.body.tags) ? null : task.body.prompt,
    prompt: waits ? '' : take.lyrics,
    type: 'gen',
    tags: waits ? null : take.style,
    duration: take.state === 'made' ? take.seconds : null,
    error_message: take.failure === null ? null : failures[take.failure],
  };
};

const failures = {
  words: 'Song Description contained artist name: metallica',
  audio: 'Audio generation failed',
} as const;

/** There is no failure before any clip: the clips are all there is. */
const clipsOf = (task: Task, told: Told, word?: Word) => {
  const { script } = told;
  const ending = script.outcome === 'create-failed' ? { outcome: 'audio-failed' as const } : {};
  return takesOf(task, { ...told, script: { ...script, ...ending } }, 'tags').map((take) =>
    clipOf(task, take, told, word),
  );
};

/** All the clips, begun just now. */
const begunClips = (task: Task, told: Told) =>
  clipsOf({ ...task, stage: 0 }, { ...told, script: { ...told.script, completion: 'manual' } });

const look = (ids: readonly string[]): Act => {
  const record = (tasks: Tasks, told: Told, word?: Word): Answer => {
    const clips = ids.flatMap((id) => {
      const found = tasks.findTake(id);
      return found === undefined ? [] : clipsOf(found.task, told, word).filter((clip) => clip.id === id);
    });
    return { status: 200, body: word === 'reversed' ? clips.toReversed() : clips };
  };
  return { kind: 'look', ids, record };
};

/** `ids[0]=…&ids[1]=…`, or `ids=…`. */
const idsIn = (query: URLSearchParams): string[] =>
  [...query].flatMap(([name, value]) => (/^ids(?:\[\d*\])?$/.test(name) && value !== '' ? [value] : []));

const understand = ({ method, path, query, body }: Asked): Act | null => {
  const bare = path.replace(/^\/v1(?=\/|$)/, '').replace(/\/$/, '');
  const submission = (fault: (tasks: Tasks, told: Told) => Answer | null): Act => ({
    kind: 'submit',
    callbackUrl: null,
    model: isText(body.model) ? body.model : 'chirp-v3-5',
    fault,
    taskId: (n) => `task-${n}`,
    accepted: (task, told) => ({ status: 201, body: begunClips(task, told) }),
    nameless: () => ({ status: 201, body: [] }),
  });
  const unless = (isRight: boolean) => () => (isRight ? null : problem(...words.invalid, path));
  switch (`${method} ${bare}`) {
    case 'POST /generate':
      return submission(unless(isIdea(body)));
    case 'POST /generate/custom-mode':
    case 'POST /custom_generate':
      return submission(unless(isSong(body)));
    case 'POST /extend':
    case 'POST /extend_audio':
      return submission((tasks, told) => faultOfExtension(body, tasks, told, path));
    case 'GET ':
      return look(idsIn(query));
    case 'GET /v2/billing':
      return {
        kind: 'credits',
        left: (credits) => ({ status: 200, body: { current_balance: credits, currency: 'USD' } }),
      };
    case 'GET /billing/balance':
      return { kind: 'credits', left: (credits) => ({ status: 200, body: { balance: credits, lowBalance: false } }) };
    default:
      return null;
  }
};

const aimlapi: Dialect = {
  id: 'aimlapi',
  name: 'api.aimlapi.com',
  key: 'aimlapi-test-key',
  variables: { key: 'AIMLAPI', address: 'AIMLAPI' },
  basePath: '',
  understand,
  complain: (about, path) => problem(...words[about], path, about === 'busy'),
  unknownTask: { status: 200, body: [] },
  tracksIn: (body) => (Array.isArray(body) ? body : null),
  callback: () => null,
};

export const startAimlapi = (options?: ServiceOptions): Promise<MusicService> => startService(aimlapi, options);

/** The same server by its older paths; one key for both. */
const legacy: Dialect = {
  ...aimlapi,
  id: 'aimlapi-legacy',
  name: 'api.aimlapi.com, older paths',
  variables: { key: 'AIMLAPI', address: 'AIMLAPI_LEGACY' },
};

export const startAimlapiLegacy = (options?: ServiceOptions): Promise<MusicService> => startService(legacy, options);
