/**
 * The dialect of sunoapi.org: business errors come with HTTP status 200 and a code of their own, where 429 means that
 * credits are used up; `callBackUrl` must be there; an extension names the audio and the model of its source.
 */
import {
  type Act,
  type Answer,
  type Asked,
  type CallStage,
  type Dialect,
  isText,
  lengthOf,
  type Word,
} from './dialect.ts';
import type { Complaint, Script } from './script.ts';
import { type MusicService, type ServiceOptions, startService } from './service.ts';
import { type Fields, finishedTake, stageOf, type Take, type Task, type Tasks, type Told, takesOf } from './tasks.ts';

/** HTTP knows two answers there, 200 and 500. */
const envelope = (code: number, msg: string, data: unknown = null): Answer => ({
  status: code === 500 ? 500 : 200,
  body: { code, msg, data },
});

const words: Record<Complaint, [number, string]> = {
  'error-500': [500, 'Internal Error, Please try again later.'],
  'refuse-text': [400, 'Your prompt was rejected by content moderation.'],
  'too-long': [413, 'The theme or prompt is too long'],
  credits: [429, 'The current credits are insufficient. Please top up.'],
  busy: [405, 'Rate limit exceeded'],
  frequency: [430, 'Your call frequency is too high. Please try again later.'],
  maintenance: [455, 'The website is currently under maintenance.'],
  key: [401, 'You do not have access permissions'],
  retired: [404, 'Not Found'],
  gone: [410, 'Gone'],
  invalid: [400, 'model cannot be null'],
  'track-gone': [400, 'The audio does not exist or has expired.'],
};

const models = ['V3_5', 'V4', 'V4_5', 'V4_5PLUS', 'V4_5ALL', 'V5', 'V5_5'];
const limitsOf = (model: unknown) =>
  model === 'V3_5' || model === 'V4' ? { prompt: 3000, style: 200 } : { prompt: 5000, style: 1000 };

const faultOf = (body: Fields): Answer | null => {
  const lacks = (field: string) => !isText(body[field]);
  if (lacks('callBackUrl')) return envelope(400, 'Please enter callBackUrl.');
  if (!models.includes(String(body.model))) return envelope(400, 'model cannot be null');
  if (typeof body.customMode !== 'boolean') return envelope(400, 'customMode cannot be null');
  if (typeof body.instrumental !== 'boolean') return envelope(400, 'instrumental cannot be null');
  const needed = body.customMode ? ['style', 'title', ...(body.instrumental ? [] : ['prompt'])] : ['prompt'];
  const missing = needed.find(lacks);
  if (missing !== undefined) return envelope(400, `${missing} cannot be null`);
  if (body.vocalGender !== undefined && body.vocalGender !== 'm' && body.vocalGender !== 'f') {
    return envelope(400, 'vocalGender must be m or f');
  }
  const strange = body.customMode ? undefined : ['style', 'title'].find((field) => body[field] !== undefined);
  return strange === undefined ? tooLong(body, body.customMode) : envelope(400, `${strange} should be left empty`);
};

const tooLong = (body: Fields, isCustom: boolean): Answer | null => {
  const { prompt, style } = limitsOf(body.model);
  if (lengthOf(body.prompt) > (isCustom ? prompt : 400)) return envelope(413, 'The theme or prompt is too long');
  if (lengthOf(body.style) > style) return envelope(400, `music style cannot exceed ${style} characters`);
  return lengthOf(body.title) > 80 ? envelope(400, 'title cannot exceed 80 characters') : null;
};

const faultOfExtension = (body: Fields, tasks: Tasks, told: Told): Answer | null => {
  if (!isText(body.callBackUrl)) return envelope(400, 'Please enter callBackUrl.');
  if (typeof body.defaultParamFlag !== 'boolean') return envelope(400, 'defaultParamFlag cannot be null');
  if (!isText(body.audioId)) return envelope(400, 'audioId cannot be null');
  const source = tasks.findTake(body.audioId);
  const take = source === undefined ? null : finishedTake(source.task, source.index, told);
  if (take === null) return envelope(...words['track-gone']);
  if (body.model !== source?.task.model) return envelope(400, 'model must be consistent with the source audio');
  if (!body.defaultParamFlag) return null;
  const { continueAt } = body;
  const isWithin = typeof continueAt === 'number' && continueAt > 0 && continueAt < take.seconds;
  if (!isWithin) return envelope(400, 'continueAt must be greater than 0 and less than the duration of the audio');
  const missing = ['prompt', 'style', 'title'].find((field) => !isText(body[field]));
  return missing === undefined ? tooLong(body, true) : envelope(400, `${missing} cannot be null`);
};

const endings: Record<Script['outcome'], [string, string | null]> = {
  success: ['SUCCESS', null],
  sensitive: ['SENSITIVE_WORD_ERROR', 'Contains sensitive words'],
  'create-failed': ['CREATE_TASK_FAILED', 'Failed to create task'],
  'audio-failed': ['GENERATE_AUDIO_FAILED', 'Failed to generate audio'],
  'callback-exception': ['CALLBACK_EXCEPTION', 'Callback could not be delivered'],
};

/** One track, in the fields of a look. */
const trackOf = (task: Task, take: Take) => ({
  id: take.uuid,
  // Not yet: empty. Failed: an address that leads nowhere.
  audioUrl: take.state === 'failed' ? 'https://cdn1.suno.ai/None.mp3' : take.audioUrl,
  sourceAudioUrl: take.state === 'made' ? take.audioUrl : '',
  streamAudioUrl: take.streamUrl,
  sourceStreamAudioUrl: take.streamUrl,
  imageUrl: take.coverUrl,
  sourceImageUrl: take.coverUrl,
  prompt: take.lyrics,
  modelName: 'chirp-v4-5',
  title: take.title,
  tags: take.style,
  createTime: task.begunAt,
  duration: take.state === 'made' ? take.seconds : null,
});

/** The same, in the fields of a callback. */
const calledTrackOf = (task: Task, take: Take) => ({
  id: take.uuid,
  audio_url: take.audioUrl,
  source_audio_url: take.audioUrl,
  stream_audio_url: take.streamUrl,
  image_url: take.coverUrl,
  prompt: take.lyrics,
  model_name: 'chirp-v4-5',
  title: take.title,
  tags: take.style,
  createTime: task.begunAt,
  ...(take.state === 'made' ? { duration: take.seconds } : {}),
});

const isFailure = ({ outcome }: Script) => outcome !== 'success' && outcome !== 'callback-exception';

/** What it says of a task whatever is true. */
const said: Partial<Record<Word, string>> = {
  'unknown-word': 'REMASTERING',
  uncalled: 'CALLBACK_EXCEPTION',
  'early-success': 'SUCCESS',
};

const recordOf = (task: Task, told: Told, word: Word | undefined) => {
  const stage = stageOf(task, told.script);
  const isOver = stage === 3;
  const [ending, errorMessage] = isOver ? endings[told.script.outcome] : [null, null];
  const isBare = word === 'no-tracks' || word === 'unknown-word';
  const hasTracks = stage > 0 && !isBare && !(isOver && isFailure(told.script));
  const tracks = takesOf(task, told, 'style').map((take) => trackOf(task, take));
  const status = ending ?? ['PENDING', 'TEXT_SUCCESS', 'FIRST_SUCCESS'][stage];
  return {
    taskId: task.id,
    parentMusicId: isText(task.body.audioId) ? task.body.audioId : '',
    // The service gives back its request as text.
    param: JSON.stringify(task.body),
    response: hasTracks ? { taskId: task.id, sunoData: tracks } : null,
    status: (word === undefined ? undefined : said[word]) ?? status,
    type: 'chirp-v4-5',
    operationType: task.path.endsWith('/extend') ? 'extend' : 'generate',
    errorCode: errorMessage === null ? null : 400,
    errorMessage,
    createTime: task.begunAt,
  };
};

const calls = {
  text: 'Text generated successfully.',
  first: 'First audio generated successfully.',
  complete: 'All generated successfully.',
} as const;

const callback = (task: Task, stage: CallStage, told: Told) => {
  if (stage === 'complete' && isFailure(told.script)) {
    const data = { callbackType: 'error', task_id: task.id, data: null };
    return { code: 400, msg: 'Music generation failed', data };
  }
  const tracks = takesOf(task, told, 'style').map((take) => calledTrackOf(task, take));
  const data = { callbackType: stage, task_id: task.id, data: stage === 'text' ? [] : tracks };
  return { code: 200, msg: calls[stage], data };
};

const submission = (body: Fields, isExtension: boolean): Act => ({
  kind: 'submit',
  callbackUrl: isText(body.callBackUrl) ? body.callBackUrl : null,
  model: String(body.model),
  fault: (tasks, told) => (isExtension ? faultOfExtension(body, tasks, told) : faultOf(body)),
  taskId: (n) => `task-${n}`,
  accepted: (task) => envelope(200, 'success', { taskId: task.id }),
  nameless: () => envelope(200, 'success', {}),
});

const understand = ({ method, path, query, body }: Asked): Act | null => {
  switch (`${method} ${path}`) {
    case 'POST /api/v1/generate':
      return submission(body, false);
    case 'POST /api/v1/generate/extend':
      return submission(body, true);
    case 'GET /api/v1/generate/record-info': {
      const id = query.get('taskId') ?? '';
      const record = (task: Task | undefined, told: Told, word?: Word) =>
        task === undefined ? unknownTask : envelope(200, 'success', recordOf(task, told, word));
      return { kind: 'look', ids: [id], record: (tasks, told, word) => record(tasks.find(id), told, word) };
    }
    case 'GET /api/v1/generate/credit':
      return { kind: 'credits', left: (credits) => envelope(200, 'success', credits) };
    default:
      return null;
  }
};

const unknownTask = envelope(422, 'recordInfo is null');

const sunoapi: Dialect = {
  id: 'sunoapi',
  name: 'sunoapi.org',
  key: 'sunoapi-test-key',
  variables: { key: 'SUNOAPI', address: 'SUNOAPI' },
  basePath: '',
  understand,
  complain: (about) =>
    about === 'limited' ? { ...envelope(429, 'Too many requests'), status: 429 } : envelope(...words[about]),
  unknownTask,
  tracksIn: (body) =>
    (body as { data?: { response?: { sunoData?: unknown[] } | null } | null }).data?.response?.sunoData ?? null,
  callback,
};

export const startSunoapi = (options?: ServiceOptions): Promise<MusicService> => startService(sunoapi, options);
