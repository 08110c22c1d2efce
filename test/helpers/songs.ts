import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDatabase } from '../../src/database/database.ts';
import { createCache } from '../../src/database/keyv.ts';
import { createHttp } from '../../src/http.ts';
import { createLedger } from '../../src/ledger/ledger.ts';
import { createLog } from '../../src/log.ts';
import { createRegistry } from '../../src/providers/index.ts';
import type {
  LookAnswer,
  Provider,
  SubmitAnswer,
  TaskReference,
  TrackReport,
  Work,
} from '../../src/providers/provider.ts';
import { createAdvance } from '../../src/songs/advance.ts';
import { createAsking } from '../../src/songs/asking.ts';
import { createCallbacks } from '../../src/songs/callbacks.ts';
import { createServiceHealth } from '../../src/songs/health.ts';
import { createMedia } from '../../src/songs/media.ts';
import { createRequests } from '../../src/songs/requests.ts';
import { createSongs } from '../../src/songs/room.ts';
import { createDurations } from '../../src/songs/schedule.ts';
import type { Delivery, OperatorNotice, Place, Shown, SongView } from '../../src/songs/song.ts';
import type { SongRequest, Words } from '../../src/songs/songs.ts';
import { createSteps } from '../../src/songs/steps.ts';
import { createWorker } from '../../src/songs/worker.ts';
import { createTestClock } from './clock.ts';

/** A service whose every answer the test decides; counts what reached it. */
export interface ScriptedProvider extends Provider {
  submissions: Work[];
  looks: number;
  onSubmit: (work: Work) => Promise<SubmitAnswer> | SubmitAnswer;
  onLook: (task: TaskReference) => Promise<LookAnswer> | LookAnswer;
}

export function createScripted(id = 'sketch', more: Partial<Provider> = {}): ScriptedProvider {
  const limits = { idea: 400, title: 80, style: 200, lyrics: 3000, avoid: 200 };
  const provider: ScriptedProvider = {
    id,
    name: `The ${id}`,
    models: [{ id: 'one', name: `One of ${id}`, limits }],
    defaultModel: 'one',
    honours: { avoid: true, vocals: true, instrumental: true },
    extends: true,
    extensionIsTail: true,
    lookEveryMs: 1_000,
    batch: 1,
    quota: { requests: 1000, perMs: 1000 },
    usualMs: 60_000,
    closingMs: 60_000,
    callbacks: 'none',
    ...more,
    submissions: [],
    looks: 0,
    onSubmit: (work) => ({ kind: 'accepted', task: { id: `task-${provider.submissions.indexOf(work)}` } }),
    onLook: () => ({ kind: 'seen', stage: 'music', tracks: [] }),
    submit: async (work) => {
      provider.submissions.push(work);
      return provider.onSubmit(work);
    },
    look: async (tasks) => {
      provider.looks += tasks.length;
      return Promise.all(tasks.map(async (task) => provider.onLook(task)));
    },
  };
  return provider;
}

/** A Discord of one function: remembers each card that was shown, and answers as the test says. */
export interface FakeDelivery extends Delivery {
  cards: { song: SongView; place: Place }[];
  notices: OperatorNotice[];
  next: (() => Shown)[];
}

export function createFakeDelivery(): FakeDelivery {
  const delivery: FakeDelivery = {
    cards: [],
    notices: [],
    next: [],
    show: async (song, place) => {
      const scripted = delivery.next.shift();
      if (scripted !== undefined) return scripted();
      const digest = JSON.stringify([
        song.state,
        song.money,
        song.ending,
        song.stage,
        song.cancelledByUserId,
        song.tracks,
      ]);
      if (digest === place.shown) return { kind: 'same' };
      delivery.cards.push({ song, place });
      return {
        kind: 'shown',
        placed: place.placed,
        messageChannelId: place.messageChannelId ?? song.channelId,
        messageId: place.messageId ?? '900000000000000001',
        attachments: [],
        digest,
      };
    },
    tellOperators: async (notice) => void delivery.notices.push(notice),
  };
  return delivery;
}

const wide = { bot: 1_000_000, guild: 1_000_000, memberAtOnce: 1_000, guildAtOnce: 1_000 };
let asked = 0;

/** What a member sends; every call is another interaction. */
export function requestOf(words: Partial<Words> = {}, more: Partial<SongRequest> = {}): SongRequest {
  asked += 1;
  return {
    cause: `interaction:${asked}`,
    guildId: '100000000000000001',
    channelId: '200000000000000001',
    userId: '300000000000000001',
    roles: [],
    locale: 'en-US',
    guildLocale: 'en-US',
    words: { form: 'song', idea: 'a lighthouse that hums', instrumental: false, ...words } as Words,
    model: null,
    reply: { applicationId: '400000000000000001', token: 'token', tokenExpiresAt: 0, attachmentLimit: 10_000_000 },
    missing: [],
    threadClosed: false,
    ...more,
  };
}

export const guild = '100000000000000001';
export const memberId = '300000000000000001';
export const answered = { channelId: '200000000000000001', messageId: '500000000000000001' };

/** The songs room over a real database in a folder of its own, with a scripted service, a fake Discord and our own time. */
export async function openRoom(
  options: {
    providers?: ScriptedProvider[];
    caps?: Partial<typeof wide>;
    starterCredits?: number;
    prices?: [string, number][];
    dir?: string;
    /** Where services reach us. */
    publicUrl?: string;
  } = {},
) {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'songcircle-')));
  const clock = createTestClock();
  const log = createLog({ level: 'silent' });
  const providers = options.providers ?? [createScripted()];
  const database = await openDatabase({ url: `file:${join(dir, 'songcircle.db')}`, clock });
  const http = createHttp({ allowPrivate: true, userAgent: 'test' });
  const media = await createMedia({ dir: join(dir, 'media'), maxBytes: 1e9, http, clock });
  const prices = new Map(options.prices ?? providers.map((provider) => [provider.id, 10] as [string, number]));
  const registry = createRegistry({ providers, order: providers.map((provider) => provider.id), prices });
  const steps = createSteps(database);
  const durations = createDurations(steps);
  const delivery = createFakeDelivery();
  const caps = { ...wide, ...options.caps };
  const starterCredits = options.starterCredits ?? 100;
  const requests = createRequests(database, { caps, starterCredits, deadlineMs: 900_000 });
  const ledger = createLedger(database, { caps, starterCredits, clock });
  const store = createCache<unknown>(database, 'services');
  const { tellOperators } = delivery;
  const health = createServiceHealth({ providers, store, clock, log, tellOperators });
  await health.recall();
  const callbacks = createCallbacks({ steps, registry, clock, publicUrl: options.publicUrl ?? null, wake: () => {} });
  const submissions = new Set<string>();
  const advance = createAdvance({
    steps,
    registry,
    media,
    delivery,
    durations,
    asking: createAsking({ clock, log }),
    callbacks,
    health,
    clock,
    log,
    random: () => 0.5,
    submissions,
    courtesy: async () => {},
    stopping: new AbortController().signal,
  });
  const worker = createWorker({ steps, advance, clock, log, atOnce: 8, chores: async () => {} });
  const songs = createSongs({ requests, steps, registry, media, durations, clock, wake: (id) => worker.wake(id) });
  const owner = 'test';

  /** Does what is due now, once, without the loop: each test decides when time passes. Answers how many songs moved. */
  const turn = async (): Promise<number> => {
    const leases = await steps.claim(owner, clock.now(), 60_000, 100, []);
    for (const lease of leases) await advance(lease);
    return leases.length;
  };
  /** Lets time pass in steps of `stepMs`, doing what falls due. */
  const pass = async (ms: number, stepMs = 1_000) => {
    for (let gone = 0; gone < ms; gone += stepMs) {
      clock.advance(stepMs);
      await turn();
    }
  };
  const close = async () => {
    await http.close();
    await database.close();
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
  };
  return {
    dir,
    clock,
    database,
    media,
    registry,
    steps,
    delivery,
    ledger,
    songs,
    worker,
    advance,
    callbacks,
    health,
    providers,
    turn,
    pass,
    close,
  };
}

export type OpenRoom = Awaited<ReturnType<typeof openRoom>>;

/** Rooms of one test file, closed together. */
export function createRooms() {
  const rooms: OpenRoom[] = [];
  return {
    open: async (options?: Parameters<typeof openRoom>[0]) => {
      const room = await openRoom(options);
      rooms.push(room);
      return room;
    },
    close: async () => {
      for (const room of rooms.splice(0)) await room.close();
    },
  };
}

/** One silent frame of an MP3 at 128 kbit/s, several times: enough to be known for what it is. */
export async function mp3(room: OpenRoom, name: string): Promise<string> {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  const path = join(room.dir, name);
  await mkdir(room.dir, { recursive: true });
  await writeFile(path, Buffer.concat(Array.from({ length: 8 }, () => frame)));
  return path;
}

export const working = (index: number): TrackReport => ({ index, state: 'working', reference: { take: index } });
export const ready = (index: number, path: string): TrackReport => ({
  index,
  state: 'ready',
  reference: { take: index },
  audio: { kind: 'file', path },
  title: 'Hum',
  durationSeconds: 30,
});
export const failed = (index: number): TrackReport => ({ index, state: 'failed', reference: { take: index } });
export const seen = (...tracks: TrackReport[]): LookAnswer => ({ kind: 'seen', stage: 'music', tracks });

export async function ask(room: OpenRoom, request = requestOf()) {
  const outcome = await room.songs.request(request);
  if (outcome.kind !== 'accepted') throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  await room.songs.answered(outcome.song.id, answered);
  return outcome.song;
}

export const balance = async (room: OpenRoom) => {
  const { available, held } = await room.ledger.balance(guild);
  return { available, held };
};

export const soundBooks = async (room: OpenRoom) => expect((await room.ledger.audit()).faults).toEqual([]);
