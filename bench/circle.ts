/** Many members act at once on one circle of the sandbox: what they were told is compared with what is there afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMember, type Member, type Seen, type Shown } from '../sandbox/member.ts';
import { type Sandbox, startSandbox } from '../sandbox/server/server.ts';
import type { CircleEvent } from '../src/circles/events.ts';
import { type Circles, createCircles } from '../src/circles/store.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database/database.ts';
import { startBotProcess } from '../test/helpers/bot-process.ts';
import { percentile } from './answers.ts';

export interface CircleRun {
  members: number;
  seconds: number;
  /** Presses, choices and forms sent; each was answered, or stands in `failed`. */
  acts: number;
  p50: number;
  p99: number;
  worst: number;
  failed: string[];
  /** Edits of the circle's message. */
  edits: number;
  /** What somebody was told is saved, suggested, voted or kept, and is not there, or is there twice. */
  faults: string[];
  /** How often each was told: the load is not one of refusals alone. */
  told: { saved: number; handedBack: number; suggested: number; voted: number };
  /** The message shows the last state. */
  isTrue: boolean;
}

/** A person between two acts, in ms. */
const thinkMs = 700;
/** Discord waits so long for an answer, in ms. */
const lateAfterMs = 3_000;

/** What one member was told. */
interface Told {
  userId: string;
  /** Texts of their sections as they were saved last. */
  sections: string[];
  kept: string[];
  suggested: string[];
  votes: Map<'title' | 'style', string>;
  voted: number;
}

export async function measureCircle({ members, seconds }: { members: number; seconds: number }): Promise<CircleRun> {
  const dir = await mkdtemp(join(tmpdir(), 'songcircle-crowd-'));
  const sandbox = await startSandbox({ port: 0, dir: join(dir, 'sandbox'), crowd: members, validate: false });
  const bot = await startBotProcess({ discord: sandbox.url, token: sandbox.token, dir });
  const people: Member[] = [];
  try {
    const guests = sandbox.members.filter(({ name }) => name.startsWith('Guest'));
    for (const { id } of guests) people.push(await createMember({ url: sandbox.url, memberId: id }));
    const [host] = people;
    const begun = await host?.slash('circle start', { theme: 'A crowd' });
    if (begun?.kind !== 'message') throw new Error(`no circle began: ${JSON.stringify(begun)}`);
    await Promise.all(people.map((member) => member.see(({ id }) => id === begun.message.id)));
    const before = sandbox.requests().at(-1)?.n ?? 0;
    const times: number[] = [];
    const failed: string[] = [];
    const until = performance.now() + seconds * 1_000;
    const stories = await Promise.all(
      people.map((member, n) => live(member, begun.message, { seed: n + 1, until, times, failed })),
    );
    // The last edit may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    const edits = editsOf(sandbox, before, begun.message.id, seconds);
    const shown = host?.message(begun.message.id)?.text ?? '';
    await bot.stop();
    const { faults, isTrue } = await compare(dir, sandbox, stories, shown);
    return {
      members,
      seconds,
      acts: times.length,
      p50: percentile(times, 50),
      p99: percentile(times, 99),
      worst: Math.max(...times),
      failed,
      edits,
      faults,
      told: {
        saved: sum(stories, ({ sections }) => sections.length),
        handedBack: sum(stories, ({ kept }) => kept.length),
        suggested: sum(stories, ({ suggested }) => suggested.length),
        voted: sum(stories, ({ voted }) => voted),
      },
      isTrue,
    };
  } finally {
    for (const member of people) member.close();
    await bot.kill();
    await sandbox.close();
    await rm(dir, { recursive: true, force: true });
  }
}

const sum = (stories: readonly Told[], of: (told: Told) => number): number =>
  stories.reduce((total, told) => total + of(told), 0);

/** Edits of the message in as long a time as the members acted, from the first of them on. */
function editsOf(sandbox: Sandbox, before: number, messageId: string, seconds: number): number {
  const edits = sandbox
    .requests(before)
    .filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/messages/${messageId}`));
  const from = edits[0]?.at ?? 0;
  return edits.filter(({ at }) => at - from < seconds * 1_000).length;
}

interface Life {
  seed: number;
  /** Of `performance.now()`. */
  until: number;
  times: number[];
  failed: string[];
}

/** One member until the end: writes, changes, suggests, votes and reads, each after the other. */
async function live(member: Member, board: Shown, { seed, until, times, failed }: Life): Promise<Told> {
  const told: Told = {
    userId: member.id,
    sections: [],
    kept: [],
    suggested: [],
    votes: new Map(),
    voted: 0,
  };
  const random = createRandom(seed);
  const timed = async (act: () => Promise<Seen>): Promise<Seen> => {
    const from = performance.now();
    const seen = await act();
    const ms = performance.now() - from;
    times.push(ms);
    if (seen.kind === 'failed') failed.push(`${member.name}: ${seen.reason}`);
    else if (ms > lateAfterMs) failed.push(`${member.name}: answered after ${Math.round(ms)} ms`);
    return seen;
  };
  const press = (button: string) => timed(() => member.press(board, button));
  const send = (values: Record<string, string>) => timed(() => member.fill(values));
  const canPress = (button: string) => member.message(board.id)?.buttons.includes(button) === true;

  const write = async (n: number) => {
    const text = `${member.name} writes line ${n}`;
    if ((await press('Add section')).kind !== 'modal') return;
    const answer = wordsOf(await send({ Lyrics: text }));
    if (answer.startsWith('Saved')) told.sections.push(text);
    else if (answer.includes('words are kept')) told.kept.push(text);
  };
  const change = async (n: number) => {
    const [mine] = told.sections;
    if (mine === undefined || told.sections.length > 1 || !canPress('Edit mine')) return write(n);
    const text = `${member.name} changed it ${n} times`;
    if ((await press('Edit mine')).kind !== 'modal') return;
    if (wordsOf(await send({ Lyrics: text })).startsWith('Saved')) told.sections[0] = text;
  };
  const suggest = async (n: number) => {
    const text = `idea ${n} of ${member.name}`;
    if ((await press('Suggest title')).kind !== 'modal') return;
    const answer = wordsOf(await send({ Title: text }));
    if (answer.startsWith('Suggested')) told.suggested.push(text);
    else if (answer.includes('words are kept')) told.kept.push(text);
  };
  const vote = async () => {
    if (!canPress('Vote')) return;
    const seen = await press('Vote');
    if (seen.kind !== 'message') return;
    const list = selectIn(seen.message);
    const choice = list?.options[Math.floor(random() * list.options.length)];
    if (list === undefined || choice === undefined) return;
    const cast = await timed(() => member.choose(seen.message, list.id, [choice.value]));
    // A vote that counts is taken note of; one that does not is answered with a sentence.
    const counts = cast.kind === 'nothing' || (cast.kind === 'message' && cast.message.id === seen.message.id);
    if (!counts) return;
    told.voted += 1;
    told.votes.set('title', choice.value);
  };

  for (let n = 1; performance.now() < until; n += 1) {
    const dice = random();
    if (dice < 0.3) await write(n);
    else if (dice < 0.5) await change(n);
    else if (dice < 0.6) await suggest(n);
    else if (dice < 0.9) await vote();
    else if (canPress('Lyrics')) await press('Lyrics');
    await new Promise((resolve) => setTimeout(resolve, thinkMs * (0.5 + random())));
  }
  return told;
}

const wordsOf = (seen: Seen): string => (seen.kind === 'message' ? seen.message.text : '');

/** The first list under a message, as Discord gives it. */
function selectIn({ message }: Shown): { id: string; options: { value: string }[] } | undefined {
  for (const row of message.components ?? []) {
    const parts = 'components' in row ? row.components : [];
    for (const part of parts)
      if ('custom_id' in part && 'options' in part) return { id: part.custom_id, options: part.options };
  }
  return undefined;
}

/** What is in the database now, against what each was told. */
async function compare(
  dir: string,
  sandbox: Sandbox,
  stories: readonly Told[],
  shown: string,
): Promise<{ faults: string[]; isTrue: boolean }> {
  const database = await openDatabase({ url: `file:${join(dir, 'songcircle.db')}`, clock: systemClock });
  const limits = { title: 80, style: 200, lyrics: 3000 };
  const circles: Circles = createCircles(database, { limitsOf: () => limits });
  try {
    const [circle] = await circles.openIn(sandbox.guildId, sandbox.channels.songs);
    if (circle === undefined) return { faults: ['the circle is gone'], isTrue: false };
    const { state, people, shownVersion } = circle;
    const events = await circles.history(circle.id);
    const refOf = (userId: string) => [...people].find(([, id]) => id === userId)?.[0];
    const kept = events.filter((event) => event.kind === 'handed_back');
    const faults = stories.flatMap((told) => {
      const ref = refOf(told.userId);
      const mine = <E extends { author: number }>(all: readonly E[]) => all.filter(({ author }) => author === ref);
      const vote = ref === undefined ? undefined : state.votes.title[ref];
      return [
        ...differences(
          told.sections,
          mine(state.sections).map(({ lyrics }) => lyrics),
        ),
        ...differences(
          told.suggested,
          mine(state.proposals.title).map(({ text }) => text),
        ),
        ...differences(told.kept, keptOf(kept, told)),
        ...differences([...told.votes.values()], vote === undefined ? [] : [String(vote)]),
      ];
    });
    return {
      faults,
      isTrue: shownVersion === state.version && state.sections.every(({ lyrics }) => shown.includes(lyrics)),
    };
  } finally {
    await database.close();
  }
}

/** A member who was never let in has no name in the state; their words name them. */
const keptOf = (events: readonly CircleEvent[], { kept }: Told): string[] =>
  events.flatMap((event) => (event.kind === 'handed_back' && kept.includes(event.words) ? [event.words] : []));

const differences = (told: readonly string[], there: readonly string[]): string[] => {
  const left = [...there];
  const lost = told.filter((text) => {
    const at = left.indexOf(text);
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
  return [...lost.map((text) => `lost: ${text}`), ...left.map((text) => `nobody was told of: ${text}`)];
};

/** The same seed, the same member. */
const createRandom = (seed: number): (() => number) => {
  let state = seed * 2_654_435_769;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296;
  };
};

/** As Markdown: fifty members, for a minute. */
export async function circleReport(): Promise<string> {
  const circle = await measureCircle({ members: 50, seconds: 60 });
  return `
One circle: ${circle.members} members act on it for ${circle.seconds} s, through the sandbox on the same machine.

| acts | p50 ms | p99 ms | slowest ms | not answered in time | edits of its message | lost or doubled |
| --- | --- | --- | --- | --- | --- | --- |
| ${circle.acts} | ${circle.p50.toFixed(0)} | ${circle.p99.toFixed(0)} | ${circle.worst.toFixed(0)} | ${circle.failed.length} | ${circle.edits} | ${circle.faults.length} |
`;
}
