/** The POSTs of the page. What comes of them arrives as live events that carry the nonce. */
import type {
  Autocomplete,
  BotOrder,
  PressComponent,
  RunCommand,
  SubmitModal,
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

export interface Api {
  command(body: RunCommand): Promise<Sent>;
  autocomplete(body: Autocomplete): Promise<Sent>;
  component(body: PressComponent): Promise<Sent>;
  modal(body: SubmitModal): Promise<Sent>;
  message(body: WriteMessage): Promise<Sent>;
  bot(order: BotOrder): Promise<Sent>;
  reset(): Promise<Sent>;
}

export const api: Api = {
  command: (body) => post('/sandbox/command', body),
  autocomplete: (body) => post('/sandbox/autocomplete', body),
  component: (body) => post('/sandbox/component', body),
  modal: (body) => post('/sandbox/modal', body),
  message: (body) => post('/sandbox/message', body),
  bot: (order) => post('/sandbox/bot', order),
  reset: () => post('/sandbox/reset', null),
};
