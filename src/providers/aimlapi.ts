/**
 * aimlapi.com, on its newer and on its older paths. It knows no tasks, only clips: a submission answers them, and one look
 * asks for the clips of several songs at once. Its pages call all of this retired, so a 404 is an answer to be expected.
 */
import type { LookAnswer, Model, Provider, ServiceOptions, Stage, TaskReference, Work } from './provider.ts';
import { type Fields, fieldsOf, firstOf, idOf, numberOf, textOf } from './reading.ts';
import { type Listed, listedOf, takeFields } from './reading-takes.ts';
import {
  blipOf,
  createService,
  creditsAnswer,
  extendAnswer,
  type Service,
  type ServiceRules,
  submitAnswer,
} from './service.ts';
import { type Job, lookAnswer, type Take } from './service-look.ts';
import { modelsOf, smallLimits } from './service-models.ts';
import { continuationOf, type Extension, heritageOf, nameIn, titleOf, unsung } from './service-work.ts';

const known: readonly Model[] = [{ id: 'chirp-v3-5', name: 'Suno V3.5', limits: smallLimits }];
const rules: ServiceRules = { codes: {}, retiredAt404: true };

interface Paths {
  idea: string;
  lyrics: string;
  extend: string;
  clips: string;
}

export const createAimlapi = (options: ServiceOptions): Provider => {
  const prefix = options.settings.PREFIX ?? '';
  return create(options, 'aimlapi', 'aimlapi.com', {
    idea: `${prefix}/generate`,
    lyrics: `${prefix}/generate/custom-mode`,
    extend: `${prefix}/extend`,
    clips: prefix || '/',
  });
};

export const createAimlapiLegacy = (options: ServiceOptions): Provider =>
  create(options, 'aimlapi-legacy', 'aimlapi.com (older paths)', {
    idea: '/generate',
    lyrics: '/custom_generate',
    extend: '/extend_audio',
    clips: '/',
  });

function create(options: ServiceOptions, id: string, name: string, paths: Paths): Provider {
  const service = createService(options, rules);
  // Only where the operator named one: a service that checks its fields may refuse one that it does not know.
  const modelField = (model: string) => (options.model === null ? {} : { model });

  const look = async (tasks: readonly TaskReference[], signal: AbortSignal): Promise<LookAnswer[]> => {
    const wanted = tasks.map(clipsOf);
    const asked = [...new Set(wanted.flat())];
    const query = asked.map((clip, index) => `ids[${index}]=${encodeURIComponent(clip)}`).join('&');
    const heard = await service.get(`${paths.clips}?${query}`, signal);
    if (heard.kind !== 'told') return tasks.map(() => blipOf(heard, rules));
    const clips = sortedOut(heard.body, asked);
    if (clips.size === 0) {
      const detail = service.forLog(`no clip in it: ${heard.words}`);
      return tasks.map(() => ({ kind: 'blip', detail }));
    }
    return wanted.map((own) => lookAnswer(jobOf(own, clips), service.forLog));
  };

  return {
    id,
    name,
    ...modelsOf(known, 'chirp-v3-5', options.model),
    honours: { avoid: false, vocals: false, instrumental: true },
    extends: true,
    extensionIsTail: true,
    lookEveryMs: 5_000,
    // Six clips were the most that a later interface of the same house gave at once.
    batch: 3,
    quota: { requests: 20, perMs: 10_000 },
    usualMs: 150_000,
    closingMs: 60_000,
    callbacks: 'none',
    submit: async (work, { model, signal }) => {
      if (work.kind === 'extend') return extend(service, paths.extend, work, signal);
      const path = work.kind === 'idea' ? paths.idea : paths.lyrics;
      const body = { ...requestOf(work), wait_audio: false, ...modelField(model) };
      return submitAnswer(await service.post(path, body, signal), service, taskOf);
    },
    look,
    credits: async (signal) =>
      creditsAnswer(await service.get('/v2/billing', signal), service, (body) =>
        numberOf(fieldsOf(body).current_balance),
      ),
  };
}

/** All fields are required there, so what is empty is sent as such. */
function requestOf(work: Exclude<Work, Extension>): Record<string, unknown> {
  if (work.kind === 'idea') return { prompt: work.idea, make_instrumental: work.instrumental };
  const isInstrumental = work.vocals === 'none';
  return {
    prompt: isInstrumental ? unsung : work.lyrics,
    tags: work.style,
    title: titleOf(work),
    make_instrumental: isInstrumental,
  };
}

async function extend(service: Service, path: string, work: Extension, signal: AbortSignal) {
  const clip = nameIn(work.parent, 'clipId');
  if (clip === '') return { kind: 'refused', reason: 'track_gone', detail: 'its clip is not known' } as const;
  const { from, lastSecond, title, style, lyrics } = continuationOf(work);
  const body = {
    audio_id: clip,
    prompt: lyrics,
    // Required, and text. Where nobody knows the end it stays empty: a refusal costs nothing, a wrong second a song.
    continue_at: String(from ?? lastSecond ?? ''),
    title,
    tags: style,
  };
  return extendAnswer(await service.post(path, body, signal), service, taskOf);
}

/** A submission makes two. */
const mostClips = 8;

/** The clips of a new task: `clip0`, `clip1`, … */
function taskOf(body: unknown): TaskReference | null {
  const top = fieldsOf(body);
  const named = Array.isArray(top.clip_ids) ? top.clip_ids.slice(0, mostClips).map(idOf) : [];
  const listed = clipsIn(body, mostClips).map(clipIdOf);
  const ids = [...new Set([...listed, ...named].filter((clip) => clip !== ''))].slice(0, mostClips);
  return ids.length === 0 ? null : Object.fromEntries(ids.map((clip, index) => [`clip${index}`, clip]));
}

function clipsOf(task: TaskReference): string[] {
  const clips = Array.from({ length: mostClips }, (_, index) => nameIn(task, `clip${index}`));
  return clips.filter((clip) => clip !== '');
}

/** A list is promised; a single clip and a list inside of an object are understood too. */
function clipsIn(body: unknown, most: number): Fields[] {
  const top = fieldsOf(body);
  return takeFields(Array.isArray(body) ? [body] : [top.clips, top.data, top], most);
}

/** Its id, or what stands for it in the address of its audio. */
function clipIdOf(clip: Fields): string {
  const address = firstOf(textOf(clip.audio_url), textOf(clip.audioUrl));
  const inQuery = URL.parse(address)?.searchParams.get('item_id') ?? '';
  const inAddress = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i.exec(address)?.[0] ?? '';
  return firstOf(idOf(clip.id), idOf(inQuery), inAddress);
}

/** An answer for several songs at once, by clip. Clips without any name stand in the order in which they were asked for. */
function sortedOut(body: unknown, asked: readonly string[]): Map<string, Listed> {
  const clips = clipsIn(body, asked.length);
  const isNameless =
    Array.isArray(body) && clips.length === asked.length && clips.every((clip) => clipIdOf(clip) === '');
  const found = new Map<string, Listed>();
  for (const [index, clip] of clips.entries()) {
    const id = isNameless ? (asked[index] ?? '') : clipIdOf(clip);
    if (id !== '') found.set(id, listedOf(clip));
  }
  return found;
}

const unlisted = listedOf({});

function jobOf(own: readonly string[], clips: ReadonlyMap<string, Listed>): Job {
  // One that is missing from the answer is still working.
  const takes = own.map((clip) => takeOf(clip, clips.get(clip) ?? unlisted));
  const isOver = takes.every(({ listed, state }) => state !== 'working' || listed.standing === 'complete');
  return { takes, ending: isOver ? 'yes' : 'no', kind: null, stage: stageOf(takes), words: '' };
}

function takeOf(clipId: string, listed: Listed): Take {
  const file = listed.audio.kind === 'file' ? listed.audio.url : listed.source;
  const isComplete = listed.standing === 'complete';
  const isDead = isComplete && file === null && listed.audio.kind === 'dead';
  const isFailed = listed.error !== '' || listed.standing === 'failed' || isDead;
  return {
    listed,
    state: isFailed ? 'failed' : isComplete && file !== null ? 'ready' : 'working',
    audio: file ?? listed.stream,
    reference: { clipId, ...heritageOf(listed, false) },
  };
}

function stageOf(takes: readonly Take[]): Stage {
  const isQueued = ({ listed }: Take) => listed === unlisted || listed.standing === 'queued';
  return takes.every(isQueued) ? 'queued' : 'music';
}
