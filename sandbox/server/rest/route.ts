import type { LiveEvent } from '../../protocol.ts';
import type { BodyContext, BodyKind } from '../checks/check.ts';
import type { SandboxClock } from '../clock.ts';
import type { Commands } from '../commands.ts';
import type { Upload } from '../files.ts';
import type { Interactions } from '../interactions.ts';
import type { Messages } from '../messages.ts';
import type { World } from '../world.ts';

export interface BotRequest {
  method: string;
  /** Decoded, without `/api/v10`: `/channels/1/messages`. */
  path: string;
  query: URLSearchParams;
  /** What the groups of the route's pattern caught. */
  params: (string | undefined)[];
  /** JSON, or the `payload_json` of a multipart form; undefined: none was sent. */
  body: unknown;
  uploads: Upload[];
}

/** No `body`: no content type either, or discord.js trips over it. */
export interface Reply {
  status: number;
  body?: unknown;
}

export interface Route {
  method: string;
  pattern: RegExp;
  /** Whether the bot's token is asked for; the routes of an interaction carry their own in the path. */
  authorized: boolean;
  /** Of routes with a limit of their own: what is counted together, by the parts of the path. */
  bucket?: (params: (string | undefined)[]) => string;
  handle(request: BotRequest): Promise<Reply> | Reply;
}

export interface RestDeps {
  world: World;
  messages: Messages;
  commands: Commands;
  interactions: Interactions;
  clock: SandboxClock;
  /** Judges a body: notes what breaks a rule, and refuses what Discord refuses. */
  judge(kind: BodyKind, request: BotRequest, context?: Partial<BodyContext>): Promise<void>;
  tell(event: LiveEvent, to: string | null): void;
  gatewayUrl(): string;
}
