/**
 * What aimusicapi.org and apiin.one have in common: they are one family, whose tasks are read from a feed. There
 * `type: SUCCESS` stands as soon as the words are written, so each track decides for itself whether it is final.
 */
import type { LookAnswer, Provider, ServiceOptions, Stage, TaskReference, Work } from './provider.ts';
import { fieldsOf, firstOf, idOf, numberOf, textOf } from './reading.ts';
import { type Listed, type TaskRecord, taskRecordOf } from './reading-takes.ts';
import { blipOf, createService, creditsAnswer, extendAnswer, type ServiceRules, submitAnswer } from './service.ts';
import { type Job, lookAnswer, type Take } from './service-look.ts';
import { continuationOf, type Extension, heritageOf, type Lyrics, nameIn } from './service-work.ts';

/** In what the members of the family differ. */
export interface FeedService
  extends Pick<Provider, 'id' | 'name' | 'models' | 'defaultModel' | 'honours' | 'extends' | 'callbacks'> {
  paths: {
    submit: string;
    /** Not asked where the service extends nothing. */
    extend: string;
    /** `taskId` is fit for an address. */
    feed(taskId: string): string;
    /** Absent where the service does not say what is left. */
    credits?: string;
  };
  /** The part of a request that holds the words of its author, in the service's own fields. */
  wordsOf(work: Lyrics): Readonly<Record<string, unknown>>;
  rules: ServiceRules;
}

export function createFeedService(options: ServiceOptions, shape: FeedService): Provider {
  const { paths, rules, wordsOf, ...own } = shape;
  const service = createService(options, rules);

  const lookAt = async (task: TaskReference, signal: AbortSignal): Promise<LookAnswer> => {
    const taskId = nameIn(task, 'taskId');
    const heard = await service.get(paths.feed(encodeURIComponent(taskId)), signal);
    if (heard.kind !== 'told') return blipOf(heard, rules);
    const record = taskRecordOf(heard.body);
    if (record.isEmpty) return { kind: 'blip', detail: service.forLog(`no task in it: ${heard.words}`) };
    return lookAnswer(jobOf(record, taskId), service.forLog);
  };

  const requestOf = (work: Exclude<Work, Extension>, model: string) =>
    work.kind === 'idea'
      ? { gpt_description_prompt: work.idea, make_instrumental: work.instrumental, model }
      : { ...wordsOf(work), make_instrumental: work.vocals === 'none', model };

  const creditsPath = paths.credits;
  return {
    ...own,
    extensionIsTail: false,
    lookEveryMs: 5_000,
    batch: 1,
    quota: { requests: 20, perMs: 10_000 },
    usualMs: 150_000,
    closingMs: 300_000,
    submit: async (work, { model, callbackUrl, signal }) => {
      const callback = callbackUrl === undefined || own.callbacks === 'none' ? {} : { callback_url: callbackUrl };
      if (work.kind !== 'extend') {
        const body = { ...requestOf(work, model), ...callback };
        return submitAnswer(await service.post(paths.submit, body, signal), service, taskOf);
      }
      if (!own.extends) return { kind: 'refused', reason: 'invalid', detail: 'it extends nothing' };
      if (nameIn(work.parent, 'taskId') === '') {
        return { kind: 'refused', reason: 'track_gone', detail: 'its task is not known' };
      }
      const body = { ...extensionOf(work), ...callback };
      return extendAnswer(await service.post(paths.extend, body, signal), service, taskOf);
    },
    look: (tasks, signal) => Promise.all(tasks.map((task) => lookAt(task, signal))),
    ...(own.callbacks === 'none' ? {} : { taskIn }),
    ...(creditsPath === undefined
      ? {}
      : {
          credits: async (signal: AbortSignal) =>
            creditsAnswer(await service.get(creditsPath, signal), service, (body) =>
              numberOf(fieldsOf(fieldsOf(body).data).credits),
            ),
        }),
  };
}

function taskOf(body: unknown): TaskReference | null {
  const top = fieldsOf(body);
  const data = fieldsOf(top.data);
  // A bare `id` may be a track's; only where no list is in sight it is a task's.
  const loose = Array.isArray(body) ? '' : firstOf(looseId(data.id), looseId(top.id));
  const taskId = firstOf(namedIn(body), loose);
  return taskId === '' ? null : { taskId };
}

const looseId = (id: unknown): string => (typeof id === 'string' ? idOf(id) : '');

/** Callbacks are bare lists of tracks and name no task. Should an object come that does, it is understood. */
const taskIn = (body: unknown): TaskReference | null => {
  const taskId = Array.isArray(body) ? '' : namedIn(body);
  return taskId === '' ? null : { taskId };
};

function namedIn(body: unknown): string {
  const top = fieldsOf(body);
  const data = fieldsOf(top.data);
  return firstOf(
    idOf(data.taskId),
    idOf(data.task_id),
    idOf(top.workId),
    idOf(data.workId),
    idOf(top.task_id),
    idOf(top.taskId),
  );
}

function extensionOf(work: Extension): Record<string, unknown> {
  const { isPlain, from, title, style, lyricsOrMark } = continuationOf(work);
  return {
    origin_task_id: nameIn(work.parent, 'taskId'),
    extend_audio_index: numberOf(work.parent.index) ?? 0,
    custom_mode: !isPlain,
    ...(isPlain
      ? {}
      : {
          prompt: lyricsOrMark,
          ...(style === '' ? {} : { style }),
          ...(title === '' ? {} : { title }),
        }),
    // The only field that is not written as the others are.
    ...(from === null ? {} : { extensionStartTime: from }),
  };
}

function jobOf(record: TaskRecord, taskId: string): Job {
  const { top, data, standing } = record;
  const asked = fieldsOf(data.request_body);
  const takes = record.takes.map((listed, index) => takeOf(listed, taskId, index, asked.make_instrumental === true));
  const allPlay = takes.length > 0 && takes.every((take) => take.state !== 'working' || take.audio !== null);
  const isExtension = textOf(asked.origin_task_id) !== '' || taskId.startsWith('ext');
  return {
    takes,
    ending: standing === 'failed' ? 'failed' : standing === 'complete' && allPlay ? 'yes' : 'no',
    kind: isExtension ? 'extension' : Object.keys(asked).length > 0 || taskId.startsWith('gen') ? 'song' : null,
    stage: stageOf(record),
    words: [
      firstOf(textOf(data.status), textOf(data.type)),
      firstOf(textOf(data.fail_message), textOf(data.error_message), textOf(data.error), textOf(top.message)),
    ].join(': '),
  };
}

function takeOf(told: Listed, taskId: string, index: number, isInstrumental: boolean): Take {
  const url = 'url' in told.audio ? told.audio.url : told.source;
  const isCalledDone = told.standing === 'complete' || /all generated successfully/i.test(told.note);
  const isMissing = isCalledDone && url === null && told.stream === null && told.error === '';
  const listed = isMissing ? { ...told, error: whyMissing[told.audio.kind === 'dead' ? 'dead' : 'none'] } : told;
  const isFailed = listed.error !== '' || listed.standing === 'failed';
  const isPlainFile = listed.audio.kind === 'file' && /\.mp3$/i.test(new URL(listed.audio.url).pathname);
  // The last word of a finished track may still be `first`.
  const isFinal = isCalledDone || (listed.standing === 'partial' && isPlainFile && listed.seconds !== null);
  const audio = url ?? listed.stream;
  return {
    listed,
    state: isFailed ? 'failed' : isFinal && audio !== null ? 'ready' : 'working',
    audio,
    reference: { taskId, index, ...heritageOf(listed, isInstrumental) },
  };
}

/** A track without an address was made and then withheld. One that leads nowhere is the service's own failure. */
const whyMissing = { none: 'complete without audio (moderation)', dead: 'its audio leads nowhere' } as const;

function stageOf({ takes, standing }: TaskRecord): Stage {
  if (takes.length === 0) return 'queued';
  if (takes.some((take) => take.standing !== 'queued')) return 'music';
  return standing === 'queued' ? 'queued' : 'words';
}
