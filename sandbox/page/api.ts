/** The POSTs of the page. What comes of them arrives as live events that carry the nonce. */
import type {
  Autocomplete,
  BotOrder,
  PressComponent,
  RunCommand,
  SubmitModal,
  Uploaded,
  WriteMessage,
} from '../protocol.ts';

/** `reason` is a sentence for the member. */
export type Sent = { ok: true } | { ok: false; reason: string };

const unreachable = 'The sandbox cannot be reached. Is it still running?';

async function post(path: string, body: unknown): Promise<Sent> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    });
    if (response.ok) return { ok: true };
    return { ok: false, reason: await reasonOf(response) };
  } catch {
    return { ok: false, reason: unreachable };
  }
}

async function reasonOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : null;
  return typeof message === 'string' ? message : `The sandbox refused it (${response.status}).`;
}

/** Hands a file over for an attachment option; what comes back is its id, or a sentence. */
async function upload(file: File, member: string, channel: string): Promise<Uploaded | { reason: string }> {
  const query = new URLSearchParams({ member, channel, name: file.name });
  try {
    const response = await fetch(`/sandbox/upload?${query}`, { method: 'POST', body: file });
    return response.ok ? ((await response.json()) as Uploaded) : { reason: await reasonOf(response) };
  } catch {
    return { reason: unreachable };
  }
}

export interface Api {
  upload(file: File, member: string, channel: string): Promise<Uploaded | { reason: string }>;
  command(body: RunCommand): Promise<Sent>;
  autocomplete(body: Autocomplete): Promise<Sent>;
  component(body: PressComponent): Promise<Sent>;
  modal(body: SubmitModal): Promise<Sent>;
  message(body: WriteMessage): Promise<Sent>;
  bot(order: BotOrder): Promise<Sent>;
  reset(): Promise<Sent>;
}

export const api: Api = {
  upload,
  command: (body) => post('/sandbox/command', body),
  autocomplete: (body) => post('/sandbox/autocomplete', body),
  component: (body) => post('/sandbox/component', body),
  modal: (body) => post('/sandbox/modal', body),
  message: (body) => post('/sandbox/message', body),
  bot: (order) => post('/sandbox/bot', order),
  reset: () => post('/sandbox/reset', null),
};
