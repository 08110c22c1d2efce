/**
 * What apiin.one and aimusicapi.org share, since one sells what the other makes: the list of tracks, whose own words say
 * how far each of them is, extensions by task and position, and calls that carry the bare list and name no task.
 */
import { type Answer, type CallStage, isText, lengthOf, type Word } from './dialect.ts';
import { type Fields, finishedTake, stageOf, type Take, type Task, type Tasks, type Told, takesOf } from './tasks.ts';

export const complaintWords = {
  guidelines: 'Does Not Meet Guidelines',
  policy: "This song violates Suno's content moderation policy",
  topic: 'Topic too long.',
  origin:
    'The provided "origin_task_id" is invalid or could not be found. Please ensure it corresponds to a successfully completed task.',
} as const;

const said = {
  text: 'Text generated successfully.',
  first: 'First audio generated successfully.',
  complete: 'All generated successfully.',
} as const;
const stageNames = ['text', 'text', 'first', 'complete'] as const;

/** How a final track is called, and in which field the style was asked for. */
export interface Manner {
  final: 'complete' | 'first';
  style: 'style' | 'tags';
  /** What stands where no track is known yet. */
  none: null | readonly [];
}

const trackOf = (task: Task, take: Take, stage: number, { final }: Manner, word: Word | undefined) => {
  const failed = take.state === 'failed';
  const name = stageNames[stage] ?? 'complete';
  const status = failed ? 'error' : name === 'complete' ? final : name === 'first' && take.index > 0 ? 'text' : name;
  const message = failed ? '' : said[name === 'first' && take.index > 0 ? 'text' : name];
  return {
    id: take.uuid,
    audio_url: failed ? '' : take.state === 'made' ? take.audioUrl : take.streamUrl,
    image_url: take.coverUrl,
    image_large_url: take.coverUrl,
    video_url: '',
    created_at: new Date(task.begunAt).toISOString(),
    timestamp: task.begunAt,
    status: word === 'unknown-word' ? 'remastering' : status,
    title: take.title,
    prompt: take.lyrics,
    tags: take.style,
    duration: take.state === 'made' ? take.seconds : '',
    model_name: task.model,
    extra_message: message,
    fail_message: failed && take.failure === 'words' ? complaintWords.policy : '',
    error_message: failed && take.failure === 'audio' ? 'Audio generation failed' : '',
  };
};

export const tracksOf = (task: Task, told: Told, manner: Manner, word?: Word) => {
  const stage = stageOf(task, told.script);
  if (stage === 0 || word === 'no-tracks') return [];
  return takesOf(task, told, manner.style).map((take) => trackOf(task, take, stage, manner, word));
};

/** The word for the whole task. It says SUCCESS from the words on: only the tracks tell when they are done. */
export const typeOf = (task: Task, { script }: Told, word?: Word): string => {
  const stage = stageOf(task, script);
  if (word === 'unknown-word') return 'REMASTERING';
  if (word === 'early-success') return 'SUCCESS';
  const isGood = script.outcome === 'success' || script.outcome === 'callback-exception';
  if (stage === 3 && !isGood) return 'ERROR';
  return stage === 0 ? 'IN_PROGRESS' : 'SUCCESS';
};

/** What a look answers; without `responseData` there is no list at all. */
export const feedAnswer = (task: Task, type: string, responseData: unknown): Answer => ({
  status: 200,
  body: {
    code: 200,
    message: 'success',
    data: {
      type,
      request_body: task.body,
      response_data: responseData,
      created_at: new Date(task.begunAt).toISOString(),
    },
  },
});

export const feedOf = (task: Task, told: Told, manner: Manner, word?: Word): Answer => {
  const tracks = tracksOf(task, told, manner, word);
  return feedAnswer(task, typeOf(task, told, word), tracks.length === 0 ? manner.none : tracks);
};

export const tracksInFeed = (body: unknown): readonly unknown[] | null =>
  (body as { data?: { response_data?: unknown[] | null } | null }).data?.response_data ?? null;

/** The bare list; it does not say of which task. */
export const calledTracks = (task: Task, stage: CallStage, told: Told, manner: Manner): unknown => {
  const at = { text: 1, first: 2, complete: 3 }[stage];
  const tracks = takesOf(task, told, manner.style).map((take) => trackOf(task, take, at, manner, undefined));
  return tracks.map((track) => ({ ...track, createTime: track.created_at }));
};

/** What is wrong with a new song, in words; null: nothing. */
export const wrongSong = (body: Fields, needed: readonly string[]): string | null => {
  const isIdea = body.gpt_description_prompt !== undefined;
  if (isIdea && body.prompt !== undefined) return 'Use either gpt_description_prompt or prompt';
  if (isIdea && !isText(body.gpt_description_prompt)) return 'gpt_description_prompt is required';
  const missing = isIdea ? undefined : needed.find((field) => !isText(body[field]));
  if (missing !== undefined) return `${missing} is required`;
  if (body.make_instrumental !== undefined && typeof body.make_instrumental !== 'boolean') {
    return 'make_instrumental must be a boolean';
  }
  return tooLong(body);
};

const tooLong = (body: Fields): string | null => {
  const isLater = /v4-5|v5/.test(String(body.model));
  if (lengthOf(body.gpt_description_prompt) > 400) return complaintWords.topic;
  if (lengthOf(body.prompt) > (isLater ? 5000 : 3000)) return complaintWords.topic;
  if (lengthOf(body.style) > (isLater ? 1000 : 200)) return 'style is too long';
  return lengthOf(body.title) > 80 ? 'title is too long' : null;
};

/** What is wrong with an extension, in words; null: nothing. */
export const wrongExtension = (body: Fields, tasks: Tasks, told: Told): string | null => {
  const { extend_audio_index: index, extensionStartTime: start } = body;
  if (!isText(body.origin_task_id)) return complaintWords.origin;
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0) {
    return 'Please specify which audio to extend. Add "extend_audio_index" (0 or 1).';
  }
  const origin = tasks.find(body.origin_task_id);
  if (origin === undefined) return complaintWords.origin;
  const take = finishedTake(origin, index, told);
  if (take === null) return 'The requested audio is not yet completed. Please wait.';
  if (body.custom_mode === true && !isText(body.prompt)) return 'prompt is required';
  const isWithin = typeof start === 'number' && start > 0 && start < take.seconds;
  if (start !== undefined && !isWithin) return 'extensionStartTime must be within the original audio';
  return tooLong(body);
};

/** The form of these services' task ids. */
export const workId = (kind: 'gen' | 'gen2' | 'ext' | 'ext2', n: number): string =>
  `${kind}${n.toString(16).padStart(12, '0')}ksv`;
