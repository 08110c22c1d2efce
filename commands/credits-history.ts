/** `/credits history`: every entry in pages, the last 30 days as a picture, and all of it as a file for managers. */
import type { Answer, Asker, ButtonFace, EmbedFace, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { messageLink, moment, songTitle } from '../src/discord/card-words.ts';
import type { ChartOrder } from '../src/discord/chart.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import { safeLine } from '../src/discord/plain-text.ts';
import type { TextKey } from '../src/discord/texts/catalogue.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { DaySpent, Entry } from '../src/ledger/outcomes.ts';
import type { CommandDeps } from './deps.ts';

const perPage = 10;
const daysShown = 30;
/** So many members have a bar of their own; all others share one. */
const mostNamed = 7;
/** Far more than people read, and little enough to hold in memory. */
const mostFileBytes = 8 * 1024 * 1024;
const longestTitle = 50;
const longestReason = 120;

/**
 * One page: entries with a smaller number than `before`, newest first; 0: the newest. Numbers have no gaps, so the pages
 * are found by counting, and entries that come meanwhile move none of them.
 */
export async function history(deps: CommandDeps, asker: Asker, before: number): Promise<Note> {
  const speech = deps.texts.in(asker.locale);
  const { credits } = deps;
  const { guildId } = asker;
  const [newest] = await credits.history(guildId, { limit: 1 });
  if (newest === undefined) return { kind: 'note', text: speech.say('credits.history.empty') };
  const isFirst = before === 0 || before > newest.version;
  const page = await credits.history(guildId, { limit: perPage, ...(isFirst ? {} : { beforeVersion: before }) });
  const lines = await entryLines(deps, guildId, page, speech);
  const picture = isFirst ? await spending(deps, guildId, speech) : {};
  return {
    kind: 'note',
    title: speech.say('credits.history.title'),
    text: lines.join('\n'),
    buttons: buttons(asker, page, isFirst, speech),
    ...picture,
  };
}

function buttons(asker: Asker, page: readonly Entry[], isFirst: boolean, speech: Speech): ButtonFace[] {
  const to = (key: TextKey, before: number): ButtonFace => ({
    label: speech.say(key),
    style: 'secondary',
    id: routes.history.make({ before }),
  });
  const top = page[0]?.version ?? 0;
  const last = page.at(-1)?.version ?? 1;
  return [
    ...(isFirst ? [] : [to('button.newer', top + perPage + 1)]),
    ...(last > 1 ? [to('button.older', last)] : []),
    ...(asker.isManager
      ? [{ label: 'CSV', style: 'secondary' as const, id: routes.statement.make({}) } satisfies ButtonFace]
      : []),
  ];
}

async function entryLines(
  { songs }: CommandDeps,
  guildId: string,
  entries: readonly Entry[],
  speech: Speech,
): Promise<string[]> {
  const ids = [...new Set(entries.flatMap(({ songId }) => songId ?? []))];
  const names = new Map(
    await Promise.all(
      ids.map(async (id): Promise<[string, string]> => {
        const song = await songs.find(id, guildId);
        if (song === null) return [id, speech.say('card.untitled')];
        const title = safeLine(songTitle(song, speech, longestTitle), 2 * longestTitle);
        const link = messageLink(guildId, song.messageChannelId, song.messageId);
        return [id, link === null ? `“${title}”` : `[${title}](${link})`];
      }),
    ),
  );
  return entries.map((entry) => {
    const song = names.get(entry.songId ?? '') ?? speech.say('card.untitled');
    return `**${signed(entry.availableChange, speech)}** · ${moment(entry.at)} · ${sentence(entry, song, speech)}`;
  });
}

const signed = (change: number, speech: Speech): string => {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  return `${sign}${speech.number(Math.abs(change))}`;
};

/** Codes of endings, as `songs` write them into the books. */
const whys: Readonly<Record<string, TextKey>> = {
  cancelled: 'credits.why.cancelled',
  text: 'credits.why.text',
  unavailable: 'credits.why.unavailable',
  track_gone: 'credits.why.track_gone',
  invalid: 'credits.why.invalid',
  service: 'credits.why.service',
  unknown_outcome: 'credits.why.unknown_outcome',
  silent: 'credits.why.silent',
  nowhere: 'credits.why.nowhere',
};

/** Who, why and which song. */
function sentence(entry: Entry, song: string, speech: Speech): string {
  const who = entry.userId === null ? speech.say('card.forgotten') : `<@${entry.userId}>`;
  const reason = safeLine(entry.reason ?? '', longestReason) || '–';
  switch (entry.kind) {
    case 'starter':
    case 'allowance':
      return speech.say(`credits.entry.${entry.kind}`);
    case 'grant':
      return entry.userId === null
        ? speech.say('credits.entry.grantNobody', { reason })
        : speech.say('credits.entry.grant', { who, reason });
    case 'hold':
      return speech.say('credits.entry.hold', { song, who });
    case 'capture': {
      const spent = -entry.heldChange - entry.availableChange;
      return speech.say('credits.entry.capture', { song, who, amount: speech.number(spent) });
    }
    case 'release':
      return speech.say('credits.entry.release', {
        song,
        who,
        why: speech.say(whys[entry.reason ?? ''] ?? 'credits.why.other'),
      });
  }
}

interface Share {
  label: string;
  userId: string | null;
  amounts: number[];
  total: number;
}

/** Who spent most comes first; what the rest spent is one share. */
export function sharesOf(days: readonly string[], spent: readonly DaySpent[]): Share[] {
  const byMember = [...Map.groupBy(spent, ({ ref }) => ref).values()].map((theirs) => share(days, theirs));
  const sorted = byMember.sort((one, other) => other.total - one.total);
  const named = sorted.slice(0, mostNamed).map((one, index) => ({ ...one, label: String(index + 1) }));
  const rest = sorted.slice(mostNamed);
  if (rest.length === 0) return named;
  const amounts = days.map((_, day) => rest.reduce((sum, one) => sum + (one.amounts[day] ?? 0), 0));
  return [...named, { label: '+', userId: null, amounts, total: rest.reduce((sum, one) => sum + one.total, 0) }];
}

function share(days: readonly string[], theirs: readonly DaySpent[]): Share {
  const byDay = new Map(theirs.map(({ day, amount }) => [day, amount]));
  const amounts = days.map((day) => byDay.get(day) ?? 0);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return { label: '', userId: theirs[0]?.userId ?? null, amounts, total };
}

/** The last 30 days: a picture, and whom its numbers stand for. Without the picture the words say the same. */
async function spending(
  { credits, charts }: CommandDeps,
  guildId: string,
  speech: Speech,
): Promise<Pick<Note, 'picture' | 'fields'>> {
  const { days, spent } = await credits.spending(guildId, daysShown);
  const shares = sharesOf(days, spent);
  const total = shares.reduce((sum, one) => sum + one.total, 0);
  const name = speech.say('credits.picture.title', { amount: speech.number(total) });
  if (shares.length === 0) return { fields: [{ name, value: speech.say('credits.picture.none') }] };
  const fields: EmbedFace['fields'] = [{ name, value: shares.map((one) => shareLine(one, speech)).join('\n') }];
  const order = { days, series: shares.map(({ label, amounts }) => ({ label, amounts })) };
  const png = await charts.draw(order);
  if (png === null) return { fields };
  return { fields, picture: { name: 'spent.png', png, description: alt(order, total, speech) } };
}

function shareLine({ label, userId, total }: Share, speech: Speech): string {
  const someone = userId === null ? speech.say('card.forgotten') : `<@${userId}>`;
  return `**${label}** ${label === '+' ? speech.say('credits.picture.others') : someone}: ${speech.number(total)}`;
}

/** What is to be seen, in words: the same numbers as in the picture. */
function alt({ days, series }: ChartOrder, total: number, speech: Speech): string {
  const totals = days.map((_, day) => series.reduce((sum, { amounts }) => sum + (amounts[day] ?? 0), 0));
  const most = Math.max(...totals);
  const members = series.map(
    ({ label, amounts }) => `${label}: ${speech.number(amounts.reduce((sum, amount) => sum + amount, 0))}`,
  );
  return speech.say('credits.picture.alt', {
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    amount: speech.number(total),
    day: days[totals.indexOf(most)] ?? '',
    most: speech.number(most),
    members: speech.list(members),
  });
}

export const historyButton = (deps: CommandDeps): Conversation =>
  conversation(routes.history, false, async (asker, { before }) => ({
    ...(await history(deps, asker, before)),
    replaces: true,
  }));

export const statementButton = (deps: CommandDeps): Conversation =>
  conversation(routes.statement, false, (asker) => statement(deps, asker));

async function statement({ credits, texts }: CommandDeps, asker: Asker): Promise<Answer> {
  const speech = texts.in(asker.locale);
  if (!asker.isManager) return { kind: 'note', text: speech.say('credits.csv.notManager') };
  const { csv, entries, isWhole } = await credits.statement(
    asker.guildId,
    Math.min(asker.attachmentLimit, mostFileBytes),
  );
  const words = { entries: speech.number(entries) };
  return {
    kind: 'note',
    text: speech.say(isWhole ? 'credits.csv.whole' : 'credits.csv.part', words),
    file: {
      name: 'credits.csv',
      text: csv,
      description: speech.say('credits.csv.alt'),
      contentType: 'text/csv; charset=utf-8',
    },
  };
}
