/** From the tracks that a service lists to the answer of a look: the part that is the same for all of them. */
import type { LookAnswer, RefusalReason, Stage, TrackReference, TrackReport } from './provider.ts';
import { reasonByWords } from './reading-errors.ts';
import type { Listed } from './reading-takes.ts';

/** Every service makes two takes of a fresh song. */
const takesOfASong = 2;

/** One take as its adapter judges it. */
export interface Take {
  listed: Listed;
  state: 'working' | 'ready' | 'failed';
  /** The file of a `ready` take; of a `working` one what plays already. */
  audio: string | null;
  reference: TrackReference;
}

export interface Job {
  takes: readonly Take[];
  /** Whether the service calls the task finished. `perhaps`: it cannot tell; what is listed may be all. */
  ending: 'no' | 'perhaps' | 'yes' | 'failed';
  /** What is expected of it: two takes of a `song`, one or more of an `extension`; null where nothing tells them apart. */
  kind: 'song' | 'extension' | null;
  /** As long as it is neither finished nor closing. */
  stage: Stage;
  /** The service's words about the whole task, when it failed. */
  words: string;
}

export function lookAnswer(job: Job, forLog: (text: string) => string): LookAnswer {
  const isOver = job.ending === 'yes' || job.ending === 'failed';
  const takes = job.ending === 'failed' ? job.takes.map(givenUp) : job.takes;
  const isFailed = takes.every((take) => take.state === 'failed');
  if (isFailed && (job.ending === 'failed' || (isOver && takes.length > 0) || takes.length >= takesOfASong)) {
    const words = [job.words, ...takes.map((take) => take.listed.error)].filter((text) => text !== '').join('; ');
    return { kind: 'failed', reason: reasonOfFailure(words), detail: forLog(words) };
  }
  const listed = withExpected(takes, job, isOver);
  const tracks = listed.map((take, index) => (take === null ? stillComing(index) : reportOf(take, index)));
  const isWorking = tracks.some((track) => track.state === 'working');
  const isClosing = isWorking && takes.length > 0 && (job.ending === 'yes' || job.ending === 'perhaps');
  const lacks = isOver && job.kind === 'song' && !isWorking && takes.length > 0 && takes.length < takesOfASong;
  return {
    kind: 'seen',
    stage: isClosing ? 'closing' : job.stage,
    // Two were promised and the service is done: the second will not come.
    tracks: lacks ? [...tracks, { index: tracks.length, state: 'failed', reference: {} }] : tracks,
  };
}

const givenUp = (take: Take): Take => (take.state === 'working' ? { ...take, state: 'failed', audio: null } : take);

/**
 * As long as more may come, the answer must not look finished. A song lacks a take that is named nowhere yet (null). An
 * extension may well be one take, so no second is announced: its last one is held back until the service is done.
 */
function withExpected(takes: readonly Take[], job: Job, isOver: boolean): (Take | null)[] {
  const isEnough = takes.length >= takesOfASong || (isOver && takes.length > 0);
  if (isEnough || takes.some((take) => take.state === 'working')) return [...takes];
  const last = takes.at(-1);
  if (job.kind === 'extension' && last?.state === 'ready')
    return [...takes.slice(0, -1), { ...last, state: 'working' }];
  return [...takes, null];
}

const stillComing = (index: number): TrackReport => ({ index, state: 'working', reference: {} });

function reportOf({ listed, state, audio, reference }: Take, index: number): TrackReport {
  return {
    index,
    state,
    reference,
    ...(audio === null || state === 'failed' ? {} : { audio: { kind: 'url', url: audio } }),
    ...(listed.cover === null ? {} : { cover: { kind: 'url', url: listed.cover } }),
    ...(listed.video === null ? {} : { videoUrl: listed.video }),
    ...(listed.title === '' ? {} : { title: listed.title }),
    ...(listed.style === '' ? {} : { style: listed.style }),
    ...(listed.lyrics === '' ? {} : { lyrics: listed.lyrics }),
    ...(listed.seconds === null ? {} : { durationSeconds: listed.seconds }),
  };
}

/** Of a task that began and failed only these reasons concern anybody but the service. */
function reasonOfFailure(words: string): RefusalReason | 'service' {
  const reason = reasonByWords(words);
  return reason === 'text' || reason === 'credits' ? reason : 'service';
}
