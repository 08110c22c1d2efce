/** The tracks in a service's answer, wherever they stand in it and however their fields are spelt. */
import { z } from 'zod';
import { type Address, addressOf, type Fields, fieldsOf, firstOf, firstUrl, idOf, said, secondsOf } from './reading.ts';
import { type Standing, standingOf } from './reading-status.ts';

/** A service makes two; what lists more is odd, and what lists thousands is hostile. */
const mostTakes = 8;

const length = z.unknown().optional().transform(secondsOf);
const takeSchema = z.object({
  id: z.unknown().optional().transform(idOf),
  status: said,
  state: said,
  audioUrl: said,
  audio_url: said,
  sourceAudioUrl: said,
  source_audio_url: said,
  url: said,
  streamAudioUrl: said,
  stream_audio_url: said,
  sourceStreamAudioUrl: said,
  source_stream_audio_url: said,
  imageUrl: said,
  image_url: said,
  sourceImageUrl: said,
  source_image_url: said,
  cover_url: said,
  imageLargeUrl: said,
  image_large_url: said,
  videoUrl: said,
  video_url: said,
  title: said,
  tags: said,
  style: said,
  lyric: said,
  lyrics: said,
  prompt: said,
  duration: length,
  modelName: said,
  model_name: said,
  model: said,
  mv: said,
  errorMessage: said,
  error_message: said,
  fail_message: said,
  failMsg: said,
  fail_reason: said,
  extra_message: said,
  metadata: z.object({ duration: length, prompt: said }).catch({ duration: null, prompt: '' }),
});

/** One track as its service lists it. Texts are empty, the rest is null, where nothing was said. */
export interface Listed {
  id: string;
  standing: Standing;
  /** What the service offers as the file, a stream or a dead end too. */
  audio: Address;
  /** A file behind the service's own copy of it, which may be closed to us until the task is over. */
  source: string | null;
  stream: string | null;
  cover: string | null;
  video: string | null;
  title: string;
  style: string;
  lyrics: string;
  model: string;
  seconds: number | null;
  /** What went wrong with it, in the service's words. */
  error: string;
  /** What went well with it. */
  note: string;
}

export function listedOf(fields: Fields): Listed {
  const take = takeSchema.parse(fields);
  const audio = firstAddress(take.audioUrl, take.audio_url, take.url);
  const source = addressOf(firstOf(take.sourceAudioUrl, take.source_audio_url));
  const stream = firstUrl(
    take.streamAudioUrl,
    take.stream_audio_url,
    take.sourceStreamAudioUrl,
    take.source_stream_audio_url,
  );
  return {
    id: take.id,
    standing: standingOf(take.status, take.state),
    audio,
    source: source.kind === 'file' ? source.url : null,
    stream: stream ?? (audio.kind === 'stream' ? audio.url : source.kind === 'stream' ? source.url : null),
    cover: firstUrl(
      take.imageUrl,
      take.image_url,
      take.sourceImageUrl,
      take.source_image_url,
      take.cover_url,
      take.imageLargeUrl,
      take.image_large_url,
    ),
    video: firstUrl(take.videoUrl, take.video_url),
    title: take.title,
    style: firstOf(take.tags, take.style),
    lyrics: firstOf(take.lyric, take.lyrics, take.prompt, take.metadata.prompt),
    model: firstOf(take.modelName, take.model_name, take.model, take.mv),
    seconds: take.duration ?? take.metadata.duration,
    error: errorOf(take),
    note: take.extra_message,
  };
}

/** The first that leads somewhere, else a dead end if there is one. */
function firstAddress(...texts: readonly string[]): Address {
  const addresses = texts.map(addressOf);
  return addresses.find((one) => 'url' in one) ?? addresses.find((one) => one.kind === 'dead') ?? { kind: 'none' };
}

const errorOf = (take: z.infer<typeof takeSchema>): string => {
  const error = firstOf(take.errorMessage, take.error_message, take.fail_message, take.failMsg, take.fail_reason);
  return /^(?:null|none|ok|success)$/i.test(error) ? '' : error;
};

/** The answer about a task, taken apart. */
export interface TaskRecord {
  /** What lies around it. */
  top: Fields;
  /** The task itself; `top` where the service wraps nothing. */
  data: Fields;
  standing: Standing;
  /** In the service's order, which tells takes apart. */
  takes: Listed[];
  /** It says nothing at all of a task. */
  isEmpty: boolean;
}

export function taskRecordOf(body: unknown): TaskRecord {
  const isBare = Array.isArray(body) && !isWrapping(fieldsOf(body));
  const top = isBare ? {} : fieldsOf(body);
  const isList = Array.isArray(top.data) && !isWrapping(fieldsOf(top.data));
  const data = isList ? {} : fieldsOf(top.data);
  const takes = takeFields(isBare ? [body] : [...placesOf(top, data), isList ? top.data : undefined]).map(listedOf);
  // Around the task stands the word of the envelope, which is `success` for a task that has not begun.
  const standing = standingOf(data.status, data.state, data.type, top.status, top.state);
  const isEmpty = takes.length === 0 && Object.keys(data).length === 0 && standing === 'unknown';
  return { top, data, standing, takes, isEmpty };
}

const isWrapping = (fields: Fields): boolean =>
  ['response', 'response_data', 'data', 'clips', 'taskId', 'task_id', 'workId', 'code'].some((name) => name in fields);

function placesOf(top: Fields, data: Fields): unknown[] {
  const response = fieldsOf(data.response);
  return [
    response.sunoData,
    response.data,
    Array.isArray(data.response) ? data.response : undefined,
    data.response_data,
    Array.isArray(data.data) ? data.data : undefined,
    fieldsOf(top.response).sunoData,
    top.response_data,
    data.clips,
    top.clips,
    data.output,
    top.output,
  ];
}

/** The tracks in the first of these places that holds any; a single one may stand there without its list. */
export function takeFields(places: readonly unknown[], most = mostTakes): Fields[] {
  for (const place of places) {
    const list: unknown[] = Array.isArray(place) ? place.slice(0, most) : [place];
    if (list.some((one) => Object.keys(fieldsOf(one)).length > 0)) return list.map(fieldsOf);
  }
  return [];
}
