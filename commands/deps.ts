/** What the commands need of the rooms below, and nothing more. */
import type { Circles } from '../src/circles/store.ts';
import type { Clock } from '../src/clock.ts';
import type { ApprovalBoards } from '../src/discord/approvals.ts';
import type { Charts } from '../src/discord/charts.ts';
import type { CircleBoards } from '../src/discord/circle-boards.ts';
import type { Texts } from '../src/discord/texts/texts.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { GrantOutcome } from '../src/ledger/outcomes.ts';
import type { Forgetting } from '../src/members/forget.ts';
import type { LyricFiles } from '../src/songs/lyric-files.ts';
import type { Messages } from '../src/songs/messages.ts';
import type { Settings } from '../src/songs/settings.ts';
import type { Songs } from '../src/songs/songs.ts';

export interface CreditBook
  extends Pick<
    Ledger,
    | 'balance'
    | 'history'
    | 'statement'
    | 'spending'
    | 'memberDay'
    | 'setLimit'
    | 'removeMemberLimit'
    | 'limits'
    | 'setAllowance'
  > {
  /** The same key with the same input answers the first outcome again. */
  grant(input: {
    key: string;
    guildId: string;
    amount: number;
    reason: string;
    byUserId: string;
  }): Promise<GrantOutcome>;
}

export interface CommandDeps {
  songs: Songs;
  settings: Settings;
  /** The messages of requests that wait. */
  approvals: Pick<ApprovalBoards, 'placed' | 'changed'>;
  clock: Clock;
  lyricFiles: Pick<LyricFiles, 'name' | 'keep' | 'find' | 'begin' | 'read'>;
  circles: Pick<Circles, 'start' | 'act' | 'load' | 'openIn' | 'handedBack' | 'notBegun' | 'tick'>;
  circleBoards: Pick<CircleBoards, 'draw' | 'placing' | 'placed' | 'seen'>;
  messages: Pick<Messages, 'keep' | 'whose'>;
  forgetting: Forgetting;
  credits: CreditBook;
  charts: Charts;
  texts: Texts;
  operators: { ids(): readonly string[] };
  limits: { memberAtOnce: number; guildAtOnce: number };
}
