/** A hosted service that writes down what it is asked and answers what the test prepared, over real HTTP. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp } from '../../src/http.ts';
import type { Provider, ServiceOptions, SubmitAnswer, SubmitContext, Work } from '../../src/providers/provider.ts';

export interface Asked {
  method: string;
  /** With its query, as it came. */
  path: string;
  headers: Readonly<Record<string, unknown>>;
  /** Undefined where there was none. */
  body: unknown;
}

export interface ServiceLab {
  asked: Asked[];
  /** The answer to everything from now on: JSON, or text as it is. */
  says(body: unknown, status?: number, headers?: Readonly<Record<string, string>>): void;
  make(create: (options: ServiceOptions) => Provider, changes?: Partial<ServiceOptions>): Provider;
  close(): Promise<void>;
}

export const key = 'key-5f2b';
export const never = new AbortController().signal;

export async function createServiceLab(): Promise<ServiceLab> {
  const asked: Asked[] = [];
  let answer = { status: 200, text: '{}', headers: {} };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, path: url, headers, body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(answer.status, answer.headers).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test' });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    says: (body, status = 200, headers = {}) => {
      answer = { status, text: typeof body === 'string' ? body : JSON.stringify(body), headers };
    },
    make: (create, changes = {}) => create({ http, apiKey: key, baseUrl, model: null, settings: {}, ...changes }),
    close: async () => {
      await http.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const context = (provider: Provider, changes: Partial<SubmitContext> = {}): SubmitContext => ({
  attemptId: 'attempt-1',
  model: provider.defaultModel,
  signal: never,
  ...changes,
});

export const idea: Work = { kind: 'idea', idea: 'a lantern on the water', instrumental: false };
export const lyrics = {
  kind: 'lyrics',
  title: 'Lantern',
  style: 'indie folk, warm',
  lyrics: '[Verse]\nOn the water',
  avoid: 'drums',
  vocals: 'female',
} as const satisfies Work;
export const extension = {
  kind: 'extend',
  parent: {},
  fromSecond: 105.5,
  title: 'Lantern II',
  style: 'folk',
  lyrics: 'Carry it on',
} as const satisfies Work;
/** Nothing written: everything is inherited. */
export const plainExtension = { ...extension, title: '', style: '', lyrics: '' } as const;

/** An answer to a submission in one word or two. */
export const inShort = (answer: SubmitAnswer): string =>
  answer.kind === 'refused' ? `refused ${answer.reason}` : answer.kind;
