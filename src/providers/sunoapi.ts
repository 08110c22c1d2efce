/**
 * sunoapi.org. Its business errors come with HTTP status 200 and a code of their own in the body, where 429 means that
 * the credits there are used up. It must be given an address to call back even when nobody can reach us, and extends a
 * track by its audio id and the very model that made it.
 */
import { parseJson } from '../http-body.ts';
import type { LookAnswer, Model, Provider, ServiceOptions, Stage, TaskReference, Work } from './provider.ts';
import { type Fields, fieldsOf, firstOf, idOf, numberOf, textOf } from './reading.ts';
import type { Standing } from './reading-status.ts';
import { type Listed, type TaskRecord, taskRecordOf } from './reading-takes.ts';
import { blipOf, createService, creditsAnswer, extendAnswer, type ServiceRules, submitAnswer } from './service.ts';
import { type Job, lookAnswer, type Take } from './service-look.ts';
import { largeLimits, modelsOf, smallLimits } from './service-models.ts';
import { continuationOf, type Extension, heritageOf, nameIn, titleOf } from './service-work.ts';

const known: readonly Model[] = [
  { id: 'V4_5', name: 'Suno V4.5', limits: largeLimits },
  { id: 'V3_5', name: 'Suno V3.5', limits: smallLimits },
  { id: 'V4', name: 'Suno V4', limits: smallLimits },
  { id: 'V4_5PLUS', name: 'Suno V4.5 Plus', limits: largeLimits },
  { id: 'V4_5ALL', name: 'Suno V4.5 All', limits: largeLimits },
  { id: 'V5', name: 'Suno V5', limits: largeLimits },
];

const rules: ServiceRules = { codes: { 405: 'busy', 429: 'credits' }, retiredAt404: false };
/** Nobody listens there, and nobody has to. */
const placeholder = 'https://example.com/callback';

export const createSunoapi = (options: ServiceOptions): Provider => {
  const service = createService(options, rules);
  const { models, defaultModel } = modelsOf(known, 'V4_5', options.model);
  const isOurs = (model: string) => models.some(({ id }) => id === model);

  const lookAt = async (task: TaskReference, signal: AbortSignal): Promise<LookAnswer> => {
    const taskId = encodeURIComponent(nameIn(task, 'taskId'));
    const heard = await service.get(`/api/v1/generate/record-info?taskId=${taskId}`, signal);
    if (heard.kind !== 'told') return blipOf(heard, rules);
    const record = taskRecordOf(heard.body);
    if (record.isEmpty) return { kind: 'blip', detail: service.forLog(`no task in it: ${heard.words}`) };
    return lookAnswer(jobOf(record, isOurs), service.forLog);
  };

  return {
    id: 'sunoapi',
    name: 'sunoapi.org',
    models,
    defaultModel,
    honours: { avoid: true, vocals: true, instrumental: true },
    extends: true,
    extensionIsTail: false,
    lookEveryMs: 10_000,
    batch: 1,
    quota: { requests: 20, perMs: 10_000 },
    usualMs: 150_000,
    closingMs: 60_000,
    callbacks: 'names_task',
    submit: async (work, { model, callbackUrl, signal }) => {
      const callBackUrl = callbackUrl ?? (options.settings.CALLBACK_PLACEHOLDER || placeholder);
      if (work.kind !== 'extend') {
        const body = { ...requestOf(work, model), callBackUrl };
        return submitAnswer(await service.post('/api/v1/generate', body, signal), service, taskIn);
      }
      if (nameIn(work.parent, 'audioId') === '') {
        return { kind: 'refused', reason: 'track_gone', detail: 'its audio id was never told' };
      }
      const body = { ...extensionOf(work, model), callBackUrl };
      return extendAnswer(await service.post('/api/v1/generate/extend', body, signal), service, taskIn);
    },
    look: (tasks, signal) => Promise.all(tasks.map((task) => lookAt(task, signal))),
    taskIn: (body) => (Array.isArray(body) ? null : taskIn(body)),
    credits: async (signal) => {
      const heard = await service.get('/api/v1/generate/credit', signal);
      return creditsAnswer(heard, service, (body) => numberOf(fieldsOf(body).data));
    },
  };
};

/** The same for an answer and for a callback, so that both name the same task. */
function taskIn(body: unknown): TaskReference | null {
  const top = fieldsOf(body);
  const data = fieldsOf(top.data);
  const taskId = firstOf(idOf(data.taskId), idOf(data.task_id), idOf(top.taskId), idOf(top.task_id));
  return taskId === '' ? null : { taskId };
}

function requestOf(work: Exclude<Work, Extension>, model: string): Record<string, unknown> {
  if (work.kind === 'idea') {
    return { customMode: false, instrumental: work.instrumental, model, prompt: work.idea };
  }
  const instrumental = work.vocals === 'none';
  return {
    customMode: true,
    instrumental,
    model,
    style: work.style,
    title: titleOf(work),
    ...(instrumental ? {} : { prompt: work.lyrics }),
    ...(work.avoid === '' ? {} : { negativeTags: work.avoid }),
    ...(work.vocals === 'female' ? { vocalGender: 'f' } : work.vocals === 'male' ? { vocalGender: 'm' } : {}),
  };
}

function extensionOf(work: Extension, chosen: string): Record<string, unknown> {
  const { isPlain, from, lastSecond, title, style, lyricsOrMark } = continuationOf(work);
  const audioId = nameIn(work.parent, 'audioId');
  const model = nameIn(work.parent, 'model') || chosen;
  // Inheriting everything means inheriting where it goes on, too: a second that was asked for needs the rest beside it.
  if (isPlain && (from === null || title === '' || style === '')) return { defaultParamFlag: false, audioId, model };
  const continueAt = from ?? lastSecond;
  return {
    defaultParamFlag: true,
    audioId,
    model,
    prompt: lyricsOrMark,
    style,
    title,
    // It wants a second within the track. Where nobody knows the length none is better than a wrong one.
    ...(continueAt === null ? {} : { continueAt }),
  };
}

function jobOf(record: TaskRecord, isOurs: (model: string) => boolean): Job {
  const { data, standing } = record;
  // The request as the service took it, given back as text.
  const asked = fieldsOf(typeof data.param === 'string' ? parseJson(data.param) : data.param);
  const isOver = standing === 'complete';
  const takes = record.takes.map((listed) =>
    takeOf(listed, isOver, modelOf(listed, data, asked, isOurs), asked.instrumental === true),
  );
  const hasFile = takes.some((take) => take.state === 'ready');
  return {
    takes,
    // It could not reach us. That says nothing of the music, unless there is some.
    ending: isOver ? 'yes' : standing === 'failed' ? 'failed' : standing === 'uncalled' && hasFile ? 'perhaps' : 'no',
    kind: kindOf(data, asked),
    stage: stageOf(standing, takes.length > 0),
    words: [textOf(data.status), textOf(data.errorMessage)].filter((text) => text !== '').join(': '),
  };
}

function takeOf(listed: Listed, isOver: boolean, model: string, isInstrumental: boolean): Take {
  const heritage = heritageOf(listed, isInstrumental);
  const own = listed.audio.kind === 'file' ? listed.audio.url : null;
  // The service keeps a copy of each file; the original may be closed to us, so the copy is waited for.
  const file = own ?? (isOver ? listed.source : null);
  const isDead = listed.audio.kind === 'dead' && (isOver || listed.standing === 'complete');
  const isFailed = listed.error !== '' || listed.standing === 'failed' || (isDead && file === null);
  return {
    listed,
    state: isFailed ? 'failed' : file === null ? 'working' : 'ready',
    audio: file ?? listed.stream ?? listed.source,
    reference: listed.id === '' ? {} : { audioId: listed.id, ...(model === '' ? {} : { model }), ...heritage },
  };
}

/** The model in the words that the service takes: its records often call it otherwise. */
function modelOf(listed: Listed, data: Fields, asked: Fields, isOurs: (model: string) => boolean): string {
  if (isOurs(listed.model)) return listed.model;
  const echoed = textOf(asked.model);
  if (echoed !== '') return echoed;
  return [listed.model, textOf(data.type)].map(translated).find(isOurs) ?? '';
}

/** `chirp-v3-5` is its V3_5. */
const translated = (model: string): string =>
  model
    .toUpperCase()
    .replace(/^CHIRP-/, '')
    .replace(/^(V\d+)-(\d)-?/, '$1_$2');

function kindOf(data: Fields, asked: Fields): Job['kind'] {
  const operation = textOf(data.operationType).toLowerCase();
  if (operation.includes('extend') || textOf(asked.audioId) !== '') return 'extension';
  return operation === 'generate' || 'customMode' in asked ? 'song' : null;
}

function stageOf(standing: Standing, isListed: boolean): Stage {
  if (isListed || standing === 'written' || standing === 'partial' || standing === 'complete') return 'music';
  return standing === 'queued' ? 'queued' : 'words';
}
