/** The tasks of a music service on this machine, and how far each of their takes is; a dialect puts it into words. */
import type { Script } from './script.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface Task {
  /** What the service calls it. */
  id: string;
  /** 1 for the first one. */
  n: number;
  path: string;
  /** As submitted. */
  body: Fields;
  model: string;
  begunAt: number;
  /** 0 waiting, 1 the words are there, 2 the first take is there, 3 the end: how far it was told to be. */
  stage: number;
}

export interface Take {
  index: number;
  /** As services name tracks, yet the same in every run. */
  uuid: string;
  state: 'waiting' | 'streaming' | 'made' | 'failed';
  /** Where the finished file lies, or what the script puts there. Empty until it is made. */
  audioUrl: string;
  /** Plays before it is finished; nothing that may be kept. */
  streamUrl: string;
  coverUrl: string;
  title: string;
  style: string;
  lyrics: string;
  /** Of the file that is served. */
  seconds: number;
  /** Why it failed. */
  failure: 'words' | 'audio' | null;
}

/** All that a dialect must know to tell of a task. */
export interface Told {
  script: Script;
  /** Where this service listens, `http://127.0.0.1:<port>`. */
  url: string;
}

export const stageOf = (task: Task, { completion }: Script): number => {
  if (completion === 'manual') return task.stage;
  const part = completion === 0 ? 1 : (Date.now() - task.begunAt) / completion;
  return Math.max(task.stage, Math.min(3, Math.floor(part * 3)));
};

/** The same id for the same track in every run, in the shape that services use. */
export const uuidOf = (n: number, index: number): string =>
  `${n.toString(16).padStart(8, '0')}-5a7e-4000-8000-${index.toString(16).padStart(12, '0')}`;

/** The two files that are served, in turn. */
const seconds = [2.59, 2.56];
const words = '[Verse]\nA lantern on the water\n[Chorus]\nCarry it on';

const stateOf = (index: number, stage: number, { outcome, oneTrackFails, takes }: Script): Take['state'] => {
  if (stage === 0) return 'waiting';
  if (stage === 1) return 'streaming';
  if (stage === 2) return index === 0 ? 'made' : 'streaming';
  const isGood = outcome === 'success' || outcome === 'callback-exception';
  return isGood && !(oneTrackFails && index === takes - 1) ? 'made' : 'failed';
};

const addressOf = (task: Task, index: number, { script, url }: Told): string =>
  ({
    file: `${url}/files/${task.id}-${index}.mp3`,
    stream: streamOf(task, index),
    empty: '',
    'none-mp3': 'https://cdn1.suno.ai/None.mp3',
    forbidden: 'https://studio-api.prod.suno.com/api/forbidden',
    script: 'javascript:void(0)',
  })[script.audio];

/** The live stream of the company behind these services: never a finished file. */
const streamOf = (task: Task, index: number): string => `https://audiopipe.suno.ai/?item_id=${uuidOf(task.n, index)}`;

const textOf = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;

/** Every dialect calls what it was asked for by other names: `style` is where this one has it. */
export const takesOf = (task: Task, told: Told, style: string): Take[] => {
  const { script, url } = told;
  const stage = stageOf(task, script);
  if (stage === 3 && script.outcome === 'create-failed') return [];
  const isInstrumental = task.body.make_instrumental === true || task.body.instrumental === true;
  return Array.from({ length: script.takes }, (_, index) => {
    const state = stateOf(index, stage, script);
    return {
      index,
      uuid: uuidOf(task.n, index),
      state,
      audioUrl: state === 'made' ? addressOf(task, index, told) : '',
      streamUrl: streamOf(task, index),
      coverUrl: `${url}/files/${task.id}-${index}.png`,
      title: textOf(task.body.title, 'Lantern'),
      style: textOf(task.body[style], 'indie folk, warm'),
      lyrics: isInstrumental ? '' : words,
      seconds: seconds[index % 2] ?? 0,
      failure: state !== 'failed' ? null : script.outcome === 'sensitive' ? 'words' : 'audio',
    };
  });
};

export interface Tasks {
  begin(task: Pick<Task, 'path' | 'body' | 'model'>, id: (n: number) => string): Task;
  find(id: string): Task | undefined;
  /** The take with this id, and the task it is of. */
  findTake(uuid: string): { task: Task; index: number } | undefined;
  all(): Task[];
}

export const createTasks = (): Tasks => {
  const tasks = new Map<string, Task>();
  return {
    begin: (begun, id) => {
      const n = tasks.size + 1;
      const task = { ...begun, n, id: id(n), begunAt: Date.now(), stage: 0 };
      tasks.set(task.id, task);
      return task;
    },
    find: (id) => tasks.get(id),
    findTake: (uuid) => {
      for (const task of tasks.values()) {
        for (let index = 0; index < 4; index += 1) if (uuidOf(task.n, index) === uuid) return { task, index };
      }
      return undefined;
    },
    all: () => [...tasks.values()],
  };
};

/** Whether its audio is there, so that it can be extended; and how long it is, in seconds. */
export const finishedTake = (task: Task, index: number, told: Told): { seconds: number } | null => {
  const take = takesOf(task, told, '')[index];
  return take?.state === 'made' ? { seconds: take.seconds } : null;
};
