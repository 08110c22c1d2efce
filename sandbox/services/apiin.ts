/** The dialect of apiin.one: errors in an object of their own, style in `style` and what to avoid in `tags`. */
import { type Act, type Answer, type Asked, type Dialect, isText } from './dialect.ts';
import type { Complaint } from './script.ts';
import { type MusicService, type ServiceOptions, startService } from './service.ts';
import type { Fields, Task, Tasks, Told } from './tasks.ts';
import {
  calledTracks,
  complaintWords,
  feedOf,
  type Manner,
  tracksInFeed,
  workId,
  wrongExtension,
  wrongSong,
} from './tracks.ts';

const error = (code: number, message: string, type: string): Answer => ({
  status: code,
  body: { error: { code, message, type } },
});

const words: Record<Complaint | 'limited', [number, string, string]> = {
  'error-500': [500, 'Internal server error', 'server_error'],
  'refuse-text': [400, 'Prompt contained inappropriate material', 'invalid_request'],
  'too-long': [400, complaintWords.topic, 'invalid_request'],
  credits: [402, 'Insufficient credits', 'insufficient_credits'],
  busy: [429, 'Too many requests', 'rate_limit_exceeded'],
  frequency: [429, 'Rate limit exceeded. Please try again later.', 'rate_limit_exceeded'],
  limited: [429, 'Too many requests', 'rate_limit_exceeded'],
  maintenance: [503, 'The service is under maintenance', 'service_unavailable'],
  key: [401, 'Invalid API key', 'authentication_error'],
  retired: [404, 'Not found', 'not_found'],
  gone: [410, 'This endpoint is no longer available', 'gone'],
  invalid: [400, 'model is required', 'invalid_request'],
  'track-gone': [400, complaintWords.origin, 'invalid_request'],
};

const wrong = (sentence: string | null): Answer | null =>
  sentence === null ? null : error(400, sentence, 'invalid_request');

const faultOf = (body: Fields): Answer | null => {
  const model = body.model === undefined || isText(body.model) ? null : 'model is required';
  return wrong(model ?? wrongSong(body, ['prompt']));
};

const manner: Manner = { final: 'complete', style: 'style', none: [] };

const submission = (body: Fields, isExtension: boolean): Act => {
  const model = isText(body.model) ? body.model : 'suno-v3-5';
  const pending = (task: Task) => ({ status: 'pending', model, created_at: new Date(task.begunAt).toISOString() });
  return {
    kind: 'submit',
    callbackUrl: isText(body.callback_url) ? body.callback_url : null,
    model,
    fault: (tasks, told) => (isExtension ? wrong(wrongExtension(body, tasks, told)) : faultOf(body)),
    taskId: (n) => workId(isExtension ? 'ext' : 'gen', n),
    accepted: (task) => ({ status: 200, body: { task_id: task.id, ...pending(task) } }),
    nameless: (task) => ({ status: 200, body: pending(task) }),
  };
};

const understand = ({ method, path, query, body }: Asked): Act | null => {
  switch (`${method} ${path}`) {
    case 'POST /api/v1/audio/music':
      return submission(body, false);
    case 'POST /api/v1/audio/music/extend':
      return submission(body, true);
    case 'GET /api/v1/audio/music/feed': {
      // Two pages of the vendor name the parameter differently.
      const id = query.get('task_id') ?? query.get('workId') ?? '';
      const record = (tasks: Tasks, told: Told, word?: Parameters<typeof feedOf>[3]) => {
        const task = tasks.find(id);
        return task === undefined ? unknownTask : feedOf(task, told, manner, word);
      };
      return { kind: 'look', ids: [id], record };
    }
    default:
      return null;
  }
};

const unknownTask: Answer = { status: 404, body: { code: 404, message: 'Task not found' } };

const apiin: Dialect = {
  id: 'apiin',
  name: 'apiin.one',
  key: 'aio_test-key',
  variables: { key: 'APIIN', address: 'APIIN' },
  basePath: '/api/v1',
  understand,
  complain: (about) => error(...words[about]),
  unknownTask,
  tracksIn: tracksInFeed,
  callback: (task, stage, told) => calledTracks(task, stage, told, manner),
};

export const startApiin = (options?: ServiceOptions): Promise<MusicService> => startService(apiin, options);
