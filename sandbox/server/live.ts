import type { WebSocket } from 'ws';
import type { LiveEvent } from '../protocol.ts';

/** The tabs that are open, each as one member. */
export interface Live {
  add(memberId: string, socket: WebSocket): void;
  /** @param to a member id, for what only they may see; null: everybody. */
  tell(event: LiveEvent, to: string | null): void;
  close(): void;
}

export const createLive = (): Live => {
  const tabs = new Map<WebSocket, string>();
  return {
    add(memberId, socket) {
      tabs.set(socket, memberId);
      socket.on('close', () => tabs.delete(socket));
      socket.on('error', () => socket.terminate());
    },
    tell(event, to) {
      if (tabs.size === 0) return;
      const text = JSON.stringify(event);
      for (const [socket, memberId] of tabs) if (to === null || memberId === to) socket.send(text);
    },
    close() {
      for (const socket of tabs.keys()) socket.terminate();
    },
  };
};
