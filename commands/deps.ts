/** What the commands need of the rooms below, and nothing more. */

import type { Charts } from '../src/discord/charts.ts';
import type { Texts } from '../src/discord/texts/texts.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { GrantOutcome } from '../src/ledger/outcomes.ts';
import type { LyricFiles } from '../src/songs/lyric-files.ts';
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
  lyricFiles: Pick<LyricFiles, 'name' | 'keep' | 'find' | 'begin' | 'read'>;
  credits: CreditBook;
  charts: Charts;
  texts: Texts;
  operators: { ids(): readonly string[] };
  limits: { memberAtOnce: number; guildAtOnce: number };
}
