/**
 * An adapter for the dialect of sunoapi.org: business errors in the body with HTTP status 200, where 429 means that the
 * service's credits are used up; `callBackUrl` that must be there even when nobody can reach us; extensions addressed by
 * audio id and the model of the source.
 */
import { z } from 'zod';
import { type Http, type HttpAnswer, retryAfterMs } from '../../src/http.ts';
import type {
  LookAnswer,
  Model,
  Provider,
  RefusalReason,
  SubmitAnswer,
  SubmitContext,
  TaskReference,
  TrackReport,
  Work,
} from '../../src/providers/provider.ts';

const envelopeSchema = z.looseObject({
  code: z.coerce.number().optional().catch(undefined),
  msg: z.string().nullish().catch(null),
  data: z.unknown(),
});
const submittedSchema = z.looseObject({ taskId: z.string().min(1) });
const text = z.string().nullish().catch(null);
const trackSchema = z.looseObject({
  id: z.string().min(1),
  audioUrl: text,
  imageUrl: text,
  videoUrl: text,
  title: text,
  tags: text,
  prompt: text,
  duration: z.number().positive().nullish().catch(null),
});
const recordSchema = z.looseObject({
  status: z.string(),
  errorMessage: text,
  response: z.looseObject({ sunoData: z.array(trackSchema).nullish() }).nullish(),
});

const submitMs = 30_000;
const lookMs = 10_000;
const mostBytes = 256 * 1024;
const placeholder = 'https://example.com/callback';

const models: readonly Model[] = [
  { id: 'V4_5', name: 'Dialect 4.5', limits: { idea: 400, title: 80, style: 1000, lyrics: 5000, avoid: 200 } },
  { id: 'V4', name: 'Dialect 4', limits: { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 } },
];

export function createDialectProvider(deps: {
  http: Http;
  /** Without a slash at its end. */
  baseUrl: string;
  apiKey: string;
  id?: string;
  lookEveryMs?: number;
  submitTimeoutMs?: number;
}): Provider {
  const headers = { authorization: `Bearer ${deps.apiKey}` };

  const submit = async (work: Work, context: SubmitContext): Promise<SubmitAnswer> => {
    const path = work.kind === 'extend' ? '/api/v1/generate/extend' : '/api/v1/generate';
    const answer = await deps.http.json({
      method: 'POST',
      url: deps.baseUrl + path,
      headers,
      body: { ...requestOf(work, context.model), callBackUrl: context.callbackUrl ?? placeholder },
      timeoutMs: deps.submitTimeoutMs ?? submitMs,
      maxBytes: mostBytes,
      signal: context.signal,
    });
    return readSubmit(answer, work);
  };

  const lookAt = async (task: TaskReference, signal: AbortSignal): Promise<LookAnswer> => {
    const answer = await deps.http.json({
      method: 'GET',
      url: `${deps.baseUrl}/api/v1/generate/record-info?taskId=${encodeURIComponent(String(task.taskId))}`,
      headers,
      timeoutMs: lookMs,
      maxBytes: mostBytes,
      signal,
    });
    return readLook(answer, String(task.model ?? ''));
  };

  return {
    id: deps.id ?? 'dialect',
    name: 'Dialect (test)',
    models,
    defaultModel: 'V4_5',
    honours: { avoid: true, vocals: true, instrumental: true },
    extends: true,
    extensionIsTail: false,
    lookEveryMs: deps.lookEveryMs ?? 10_000,
    batch: 1,
    quota: { requests: 1000, perMs: 1000 },
    usualMs: 120_000,
    closingMs: 60_000,
    callbacks: 'none',
    submit: async (work, context) => {
      const answer = await submit(work, context);
      if (answer.kind !== 'accepted') return answer;
      return { kind: 'accepted', task: { ...answer.task, model: modelOf(work, context.model) } };
    },
    look: (tasks, signal) => Promise.all(tasks.map((task) => lookAt(task, signal))),
  };
}

/** An extension is made by the model that made its source, whatever is preferred today. */
function modelOf(work: Work, model: string): string {
  return work.kind === 'extend' ? String(work.parent.model ?? model) : model;
}

function requestOf(work: Work, chosen: string): Record<string, unknown> {
  const model = modelOf(work, chosen);
  if (work.kind === 'idea') {
    return { customMode: false, instrumental: work.instrumental, model, prompt: work.idea };
  }
  if (work.kind === 'extend') {
    const audioId = work.parent.audioId;
    const isPlain = work.title === '' && work.style === '' && work.lyrics === '';
    const own = { continueAt: work.fromSecond, prompt: work.lyrics, style: work.style, title: work.title };
    return { defaultParamFlag: !isPlain, audioId, model, ...(isPlain ? {} : own) };
  }
  const instrumental = work.vocals === 'none';
  return {
    customMode: true,
    instrumental,
    model,
    style: work.style,
    title: work.title || titleOf(work.lyrics) || titleOf(work.style),
    ...(instrumental ? {} : { prompt: work.lyrics }),
    ...(work.avoid === '' ? {} : { negativeTags: work.avoid }),
    ...(work.vocals === 'female' ? { vocalGender: 'f' } : work.vocals === 'male' ? { vocalGender: 'm' } : {}),
  };
}

/** The first line that is sung. */
function titleOf(lyrics: string): string {
  const line = lyrics.split('\n').find((one) => one.trim() !== '' && !one.trim().startsWith('[')) ?? '';
  return Array.from(line.trim()).slice(0, 80).join('');
}

function readSubmit(answer: HttpAnswer, work: Work): SubmitAnswer {
  if (answer.kind === 'not_sent') return { kind: 'refused', reason: 'maintenance', detail: answer.detail };
  if (answer.kind === 'unknown') return { kind: 'unknown', detail: answer.detail };
  const envelope = answer.kind === 'answer' ? envelopeSchema.safeParse(answer.body).data : undefined;
  const code = envelope?.code ?? answer.status;
  const message = envelope?.msg ?? (answer.kind === 'malformed' ? answer.text : '');
  const detail = `${answer.status}/${code}: ${message}`;
  if (code >= 200 && code < 300) {
    const submitted = submittedSchema.safeParse(envelope?.data);
    return submitted.success
      ? { kind: 'accepted', task: { taskId: submitted.data.taskId } }
      : { kind: 'unknown', detail: `no task in it: ${detail}` };
  }
  const reason = reasonOf(code, message, work.kind === 'extend');
  return reason === null ? { kind: 'unknown', detail } : { kind: 'refused', reason, detail };
}

/** The words go before the number, since the same number means other things elsewhere. Null: it may have been accepted. */
function reasonOf(code: number, message: string, isExtension: boolean): RefusalReason | null {
  if (/insufficient|top ?up/i.test(message)) return 'credits';
  if (/frequency|rate ?limit|too many requests/i.test(message)) return 'busy';
  if (/sensitive|copyright|moderation|prohibited|artist name/i.test(message)) return 'text';
  if (isExtension && /audio.*(?:not exist|not found|expired)/i.test(message)) return 'track_gone';
  if (code === 455) return 'maintenance';
  return code >= 500 || code < 400 ? null : (reasons[code] ?? 'invalid');
}

const reasons: Readonly<Record<number, RefusalReason>> = {
  401: 'key',
  402: 'credits',
  403: 'key',
  404: 'retired',
  405: 'busy',
  410: 'retired',
  413: 'text',
  429: 'credits',
  430: 'busy',
};

function readLook(answer: HttpAnswer, model: string): LookAnswer {
  if (answer.kind === 'not_sent' || answer.kind === 'unknown') return { kind: 'blip', detail: answer.detail };
  const wait = { retryAfterMs: retryAfterMs(answer.headers, Date.now()) };
  if (answer.kind === 'malformed') return { kind: 'blip', detail: `${answer.status}: ${answer.text}`, ...wait };
  const envelope = envelopeSchema.safeParse(answer.body).data;
  const record = recordSchema.safeParse(envelope?.data);
  if (envelope?.code !== 200 || !record.success) {
    return { kind: 'blip', detail: `${answer.status}/${envelope?.code}: ${envelope?.msg ?? ''}`, ...wait };
  }
  return readRecord(record.data, model);
}

/** Nothing but an explicit failure fails a song; a status that nobody knows is one that is still working. */
function readRecord(record: z.infer<typeof recordSchema>, model: string): LookAnswer {
  const tracks = (record.response?.sunoData ?? []).map((track, index) => readTrack(track, index, model));
  const hasAudio = tracks.some((track) => track.state === 'ready');
  const status = record.status.toUpperCase();
  if (/^(?:SENSITIVE_WORD_ERROR|CREATE_TASK_FAILED|GENERATE_AUDIO_FAILED|FAILED)$/.test(status) && !hasAudio) {
    const detail = `${status}: ${record.errorMessage ?? ''}`;
    return { kind: 'failed', reason: status === 'SENSITIVE_WORD_ERROR' ? 'text' : 'service', detail };
  }
  const isOver = status === 'SUCCESS' || status.endsWith('FAILED') || status === 'CALLBACK_EXCEPTION';
  const isListed = isOver && tracks.length > 0;
  const isWorking = tracks.some((track) => track.state === 'working');
  // A track that is not listed yet still works: without it the listed ones would pass for all.
  const missing: TrackReport = { index: tracks.length, state: 'working', reference: {} };
  const stage = status === 'PENDING' ? 'queued' : tracks.length === 0 ? 'words' : 'music';
  return { kind: 'seen', stage, tracks: isListed || isWorking ? tracks : [...tracks, missing] };
}

function readTrack(track: z.infer<typeof trackSchema>, index: number, model: string): TrackReport {
  const address = track.audioUrl ?? '';
  const isDead = /\/None\.mp3$|\/api\/forbidden$/.test(address);
  const isReady = address !== '' && !isDead;
  return {
    index,
    state: isDead ? 'failed' : isReady ? 'ready' : 'working',
    reference: { audioId: track.id, model },
    ...(isReady ? { audio: { kind: 'url', url: address } } : {}),
    ...(track.imageUrl ? { cover: { kind: 'url', url: track.imageUrl } } : {}),
    ...(track.videoUrl ? { videoUrl: track.videoUrl } : {}),
    ...(track.title ? { title: track.title } : {}),
    ...(track.tags ? { style: track.tags } : {}),
    ...(track.prompt ? { lyrics: track.prompt } : {}),
    ...(track.duration ? { durationSeconds: track.duration } : {}),
  };
}
