/**
 * From an interaction to its answer, whichever door it came through. The one error boundary: a member always gets one
 * sentence, and what was typed is never lost.
 */
import { randomInt } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Songs } from '../songs/songs.ts';
import type { Answer, Asker, Note } from './answer.ts';
import type { DiscordApi } from './api.ts';
import { routes } from './buttons.ts';
import { type Card, cardDigest, songCard } from './card.ts';
import type { Commands, Conversation } from './command.ts';
import { routeKey } from './custom-id.ts';
import { type Input, type Reach, readInteraction } from './interaction.ts';
import { boardBody } from './render.ts';
import { createReply, type Reply } from './reply.ts';
import type { TextKey } from './texts/catalogue.ts';
import type { Texts } from './texts/texts.ts';

export interface RouterDeps {
  api: DiscordApi;
  songs: Pick<Songs, 'answered'>;
  commands: Commands;
  operators: { is(userId: string): boolean };
  /** Which of the two the operator keeps out; null: neither. */
  blockedHere(guildId: string, userId: string): Promise<'member' | 'guild' | null>;
  texts: Texts;
  clock: Clock;
  log: Log;
}

export interface Router {
  /** One interaction as Discord sent it. Never throws; the same one again does nothing. */
  handle(raw: unknown): Promise<void>;
  /** Resolves when everything that was begun has been answered. */
  idle(): Promise<void>;
}

/** Discord waits 3 s. Past this a "thinking…" is shown, which a form cannot follow: those get longer. */
const patienceMs = 1_500;
const formPatienceMs = 2_500;
/** An interaction's token lives 15 minutes; after that a replay can do nothing. */
const rememberMs = 15 * 60 * 1000;
const mostRemembered = 20_000;
/** More at the same time is a flood; credits and songs at once have their own caps. */
const mostInFlight = 1_000;
const mostInFlightPerMember = 25;
/** Whoever is kept out may still be forgotten. */
const alwaysAnswered: readonly string[] = ['songs forget', routes.forget.key];

interface ReadyCard {
  answer: Extract<Answer, { kind: 'card' }>;
  card: Card;
}
type BoardAnswer = Extract<Answer, { kind: 'board' }>;
type Ready = ReadyCard | { answer: Exclude<Answer, { kind: 'card' }> };

interface Job {
  asker: Asker;
  input: Input;
  opensForm: boolean;
  work: () => Promise<Answer>;
}

/** Six characters that cannot be misread aloud. */
const troubleCode = (): string =>
  Array.from({ length: 6 }, () => 'ABCDEFGHJKMNPQRSTVWXYZ23456789'[randomInt(30)]).join('');

/** Everything a member wrote, as a text file; null when there was nothing. */
function typedWords(input: Input): string | null {
  const pairs =
    input.kind === 'submit'
      ? Object.entries(input.fields)
      : input.kind === 'command'
        ? Object.entries(input.options)
        : [];
  const words = pairs.filter(([, value]) => typeof value === 'string' && value !== '');
  return words.length === 0 ? null : words.map(([name, value]) => `${name}:\n${value}\n`).join('\n');
}

function nameOf(input: Input): string {
  if (input.kind === 'menu') return input.name;
  if (input.kind === 'press' || input.kind === 'submit') return routeKey(input.id) ?? 'unknown';
  return [input.name, input.sub ?? ''].join(' ').trim();
}

export function createRouter(deps: RouterDeps): Router {
  const { api, songs, texts, clock, log } = deps;
  const commands = new Map(deps.commands.commands.map((command) => [command.declaration.name, command]));
  const menu = new Map(deps.commands.menu.map((command) => [command.declaration.name, command]));
  const conversations: Record<'press' | 'submit', Map<string, Conversation>> = {
    press: new Map(deps.commands.buttons.map((button) => [button.key, button])),
    submit: new Map(deps.commands.forms.map((form) => [form.key, form])),
  };
  const remembered = new Map<string, number>();
  const inFlight = new Set<Promise<void>>();
  const perMember = new Map<string, number>();

  const isRepeat = (interactionId: string, now: number): boolean => {
    for (const [id, at] of remembered) {
      if (now - at < rememberMs && remembered.size < mostRemembered) break;
      remembered.delete(id);
    }
    if (remembered.has(interactionId)) return true;
    remembered.set(interactionId, now);
    return false;
  };

  const sentence = (locale: string, key: TextKey, typed: string | null = null): Note => {
    const speech = texts.in(locale);
    const file = typed === null ? {} : { file: typedFile(typed, speech.say('trouble.typed')) };
    return { kind: 'note', text: speech.say(key), ...file };
  };

  const bugNote = (locale: string, code: string, typed: string | null): Note => {
    const speech = texts.in(locale);
    if (typed === null) return { kind: 'note', text: speech.say('trouble.bugNoWords', { code }) };
    return {
      kind: 'note',
      text: speech.say('trouble.bug', { code }),
      file: typedFile(typed, speech.say('trouble.typed')),
    };
  };

  const replyTo = (reach: Reach, name: string): Reply =>
    createReply(
      {
        api,
        clock,
        onRefused: (detail) => log.warn({ interaction: reach.interactionId, name, ...detail }, 'answer refused'),
      },
      reach,
    );

  /** The function that will answer, or a note at once. */
  const jobFor = (asker: Asker, input: Input): Job => {
    const job = (opensForm: boolean, work: () => Promise<Answer>): Job => ({ asker, input, opensForm, work });
    const at = (answer: Answer): Job => job(false, async () => answer);
    if (input.kind === 'press' || input.kind === 'submit') {
      const found = conversations[input.kind].get(routeKey(input.id) ?? '');
      const typed = input.kind === 'submit' ? input.fields : {};
      const values = input.kind === 'press' ? input.values : [];
      const old = sentence(asker.locale, 'trouble.oldButton', typedWords(input));
      if (!found) return at(old);
      return job(found.opensForm, async () => (await found.answer(asker, input.id, typed, values)) ?? old);
    }
    const unknown = () => at(sentence(asker.locale, 'trouble.unknownCommand', typedWords(input)));
    if (input.kind === 'menu') {
      const found = menu.get(input.name);
      return found ? job(found.opensForm, () => found.run(asker, input.message)) : unknown();
    }
    const command = commands.get(input.name);
    if (input.kind === 'complete')
      return job(
        true,
        async () => (await command?.complete?.(asker, input.option, input.typed)) ?? { kind: 'choices', choices: [] },
      );
    if (!command) return unknown();
    return job(command.opensForm, () => command.run(asker, input.sub, input.options));
  };

  const turnedAway = async (asker: Asker, input: Input): Promise<Answer | null> => {
    const blocked = await deps.blockedHere(asker.guildId, asker.userId);
    if (blocked === null || alwaysAnswered.includes(nameOf(input))) return null;
    if (input.kind === 'complete') return { kind: 'choices', choices: [] };
    return sentence(asker.locale, `trouble.blocked.${blocked}`, typedWords(input));
  };

  /**
   * Works the answer out. A card is made while its request goes to the disk, and is ready to be sent only then. A bug of ours
   * becomes an answer: a sentence with a code that stands in the log, and the words back.
   */
  const workOut = async ({ asker, input, work }: Job): Promise<Ready> => {
    try {
      const answer = (await turnedAway(asker, input)) ?? (await work());
      if (answer.kind === 'board') await answer.lasting;
      if (answer.kind !== 'card') return { answer };
      const card = songCard(answer.song, texts, { now: clock.now() });
      await answer.lasting;
      return { answer, card };
    } catch (error) {
      const code = troubleCode();
      log.error({ err: error, code, interaction: asker.interactionId, name: nameOf(input) }, 'a command failed');
      if (input.kind === 'complete') return { answer: { kind: 'choices', choices: [] } };
      return { answer: bugNote(asker.locale, code, typedWords(input)) };
    }
  };

  const sendCard = async (reply: Reply, asker: Asker, { answer, card }: ReadyCard): Promise<void> => {
    const { song, note } = answer;
    if (reply.deferred()) {
      // The deferral is the member's own: the card is a message for everybody, which the worker posts.
      await songs.answered(song.id, 'deferred');
      await reply.note(sentence(asker.locale, 'trouble.posted'));
    } else {
      const stands = await reply.share('card', card);
      const message = { ...stands, digest: cardDigest(card) };
      // What is not there the worker posts; what may still come it looks for.
      if (message.kind === 'message') await songs.answered(song.id, message);
      else await songs.answered(song.id, message.kind === 'unknown' ? 'failed' : 'deferred');
      if (message.kind === 'nowhere') return;
    }
    if (note) await reply.after(note);
  };

  const sendBoard = async (reply: Reply, asker: Asker, answer: BoardAnswer): Promise<void> => {
    if (reply.deferred()) {
      await answer.placed(null);
      await reply.note(sentence(asker.locale, 'trouble.shared'));
    } else {
      const stands = await reply.share('board', boardBody(answer.board));
      const { kind } = stands;
      await answer.placed(kind === 'message' ? { channelId: stands.channelId, messageId: stands.messageId } : null);
      if (kind === 'nowhere') return;
    }
    if (answer.note) await reply.after(answer.note);
  };

  const send = async (reply: Reply, { asker, input }: Job, ready: Ready): Promise<void> => {
    if ('card' in ready) return sendCard(reply, asker, ready);
    const { answer } = ready;
    if (input.kind === 'complete') return reply.choices(answer.kind === 'choices' ? answer.choices : []);
    switch (answer.kind) {
      case 'board':
        return sendBoard(reply, asker, answer);
      case 'form':
        if (reply.deferred()) return reply.note(sentence(asker.locale, 'trouble.slowForm'));
        await reply.form(answer.form);
        return answer.afterwards?.();
      case 'note':
        return reply.note(answer);
      case 'acknowledged':
        // Of a command something must be seen; of a press nothing need be.
        if (input.kind === 'command' || input.kind === 'menu')
          return reply.note(sentence(asker.locale, 'trouble.posted'));
        return reply.acknowledge();
      case 'choices':
        throw new Error('Choices answer nothing but an option being typed.');
    }
  };

  const answer = async (job: Job): Promise<void> => {
    const reply = replyTo(job.asker, nameOf(job.input));
    const patience = new AbortController();
    const answering = workOut(job);
    const tooSlow = clock
      .sleep(job.opensForm ? formPatienceMs : patienceMs, patience.signal)
      .then(() => 'slow' as const);
    const first = await Promise.race([answering, tooSlow]);
    patience.abort('answered');
    if (first === 'slow') {
      // Suggestions cannot be deferred: none are better than late ones.
      if (job.input.kind === 'complete') return reply.choices([]);
      await reply.defer();
    }
    await send(reply, job, first === 'slow' ? await answering : first);
  };

  const counted = async (job: Job): Promise<void> => {
    const { userId } = job.asker;
    perMember.set(userId, (perMember.get(userId) ?? 0) + 1);
    const running = answer(job).catch((error: unknown) => {
      log.error({ err: error, interaction: job.asker.interactionId, name: nameOf(job.input) }, 'an answer failed');
    });
    inFlight.add(running);
    await running;
    inFlight.delete(running);
    const left = (perMember.get(userId) ?? 1) - 1;
    if (left > 0) perMember.set(userId, left);
    else perMember.delete(userId);
  };

  const turnAway = async (reach: Reach, key: TextKey, answerable: boolean): Promise<void> => {
    const reply = replyTo(reach, 'turned away');
    await (answerable ? reply.note(sentence(reach.locale, key)) : reply.choices([]));
  };

  return {
    async handle(raw) {
      const now = clock.now();
      const read = readInteraction(raw, now);
      const reach = read.kind === 'ask' ? read.asker : read.reach;
      if (reach === null) return log.warn('an interaction that cannot be read');
      if (isRepeat(reach.interactionId, now)) return;
      if (read.kind !== 'ask')
        return turnAway(reach, read.kind === 'elsewhere' ? 'trouble.elsewhere' : 'trouble.oldButton', read.answerable);
      const { asker, input } = read;
      const isFlood = inFlight.size >= mostInFlight || (perMember.get(asker.userId) ?? 0) >= mostInFlightPerMember;
      if (isFlood) return turnAway(reach, 'trouble.busy', input.kind !== 'complete');
      await counted(jobFor({ ...asker, isOperator: deps.operators.is(asker.userId) }, input));
    },
    async idle() {
      while (inFlight.size > 0) await Promise.allSettled([...inFlight]);
    },
  };
}

const typedFile = (text: string, description: string): NonNullable<Note['file']> => ({
  name: 'words.txt',
  text,
  description,
});
