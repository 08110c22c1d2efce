/** What the service says of a task, in its own fields: the answer of `record-info`. */

export interface Task {
  id: string;
  /** As submitted. */
  body: Readonly<Record<string, unknown>>;
  begunAt: number;
  /** 0 PENDING, 1 TEXT_SUCCESS, 2 FIRST_SUCCESS, 3 the end: how far it was told to be. */
  stage: number;
}

interface Ending {
  outcome: 'success' | 'sensitive' | 'create-failed' | 'audio-failed' | 'callback-exception';
  completion: 'manual' | number;
  oneTrackFails: boolean;
}

const endings = {
  success: { status: 'SUCCESS', errorMessage: null },
  sensitive: { status: 'SENSITIVE_WORD_ERROR', errorMessage: 'Contains sensitive words' },
  'create-failed': { status: 'CREATE_TASK_FAILED', errorMessage: 'Failed to create task' },
  'audio-failed': { status: 'GENERATE_AUDIO_FAILED', errorMessage: 'Failed to generate audio' },
  'callback-exception': { status: 'CALLBACK_EXCEPTION', errorMessage: 'Callback could not be delivered' },
} as const;

const words = '[Verse]\nA lantern on the water\n[Chorus]\nCarry it on';
/** Seconds of the two takes that are served. */
const durations = [2.59, 2.56];

export function taskData(task: Task, ending: Ending, url: string): Record<string, unknown> {
  const stage = stageOf(task, ending.completion);
  const end = endings[ending.outcome];
  const isEnd = stage === 3;
  const hasTracks = stage > 0 && (!isEnd || ending.outcome === 'success' || ending.outcome === 'callback-exception');
  return {
    taskId: task.id,
    parentMusicId: '',
    // The service gives back its request as text.
    param: JSON.stringify(task.body),
    response: hasTracks
      ? { taskId: task.id, sunoData: [0, 1].map((index) => track(task, index, stage, ending, url)) }
      : null,
    status: isEnd ? end.status : ['PENDING', 'TEXT_SUCCESS', 'FIRST_SUCCESS'][stage],
    type: 'chirp-v4-5',
    operationType: 'audioId' in task.body ? 'extend' : 'generate',
    errorCode: isEnd && end.errorMessage !== null ? 400 : null,
    errorMessage: isEnd ? end.errorMessage : null,
    createTime: task.begunAt,
  };
}

function stageOf(task: Task, completion: Ending['completion']): number {
  if (completion === 'manual') return task.stage;
  const part = completion === 0 ? 1 : (Date.now() - task.begunAt) / completion;
  return Math.max(task.stage, Math.min(3, Math.floor(part * 3)));
}

function track(task: Task, index: number, stage: number, ending: Ending, url: string): Record<string, unknown> {
  const isMade = stage === 3 || (stage === 2 && index === 0);
  const isFailed = stage === 3 && index === 1 && ending.oneTrackFails;
  const name = `${task.id}-${index}`;
  return {
    id: `audio-${name}`,
    // Not yet: empty. Failed: an address that leads nowhere.
    audioUrl: isFailed ? `${url}/files/None.mp3` : isMade ? `${url}/files/${name}.mp3` : '',
    streamAudioUrl: `${url}/stream/${name}`,
    imageUrl: `${url}/files/${name}.png`,
    prompt: task.body.instrumental === true ? '' : words,
    modelName: 'chirp-v4-5',
    title: typeof task.body.title === 'string' ? task.body.title : 'Lantern',
    tags: typeof task.body.style === 'string' ? task.body.style : 'indie folk, warm',
    createTime: task.begunAt,
    duration: isMade && !isFailed ? durations[index] : null,
  };
}
