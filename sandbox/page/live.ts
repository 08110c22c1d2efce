/** The WebSocket to the sandbox: it comes back by itself, and each time it comes back it brings a snapshot. */
import type { LiveEvent } from '../protocol.ts';

export interface Live {
  /** Hears the world as this member from now on. */
  connect(member: string): void;
}

const firstRetryMs = 500;
const longestRetryMs = 5_000;

/** `heard` gets each event; `lost` is called whenever the connection broke and a new attempt is due. */
export function createLive(heard: (event: LiveEvent) => void, lost: () => void): Live {
  let socket: WebSocket | null = null;
  let retryMs = firstRetryMs;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(member: string) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const mine = new WebSocket(`${scheme}://${location.host}/sandbox/live?member=${encodeURIComponent(member)}`);
    socket = mine;
    mine.addEventListener('message', (message) => {
      if (socket !== mine) return;
      retryMs = firstRetryMs;
      heard(JSON.parse(String(message.data)) as LiveEvent);
    });
    mine.addEventListener('close', () => {
      if (socket !== mine) return;
      lost();
      timer = setTimeout(() => open(member), retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    });
  }

  return {
    connect(member) {
      clearTimeout(timer);
      const old = socket;
      socket = null;
      old?.close();
      open(member);
    },
  };
}
