/** `/credits`: its subcommands, and those that are a sentence each: balance, grant, allowance. */
import type { Answer, Asker } from '../src/discord/answer.ts';
import { barOf, relative } from '../src/discord/card-words.ts';
import type { Command, Declaration } from '../src/discord/command.ts';
import type { Options } from '../src/discord/interaction.ts';
import { plainLine } from '../src/discord/plain-text.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { Allowance, Every } from '../src/ledger/outcomes.ts';
import { history } from './credits-history.ts';
import { limit } from './credits-limits.ts';
import { described, textOption } from './declare.ts';
import type { CommandDeps } from './deps.ts';
import { operatorNames, welcome } from './request.ts';

const longestReason = 200;
const periods: readonly Every[] = ['daily', 'weekly', 'monthly'];

export function creditsCommand(deps: CommandDeps): Command {
  return {
    opensForm: false,
    declaration: declaration(deps),
    async run(asker, sub, options) {
      if (sub === 'history') return history(deps, asker, 0);
      if (sub === 'grant') return grant(deps, asker, options);
      if (sub === 'limit') return limit(deps, asker, options);
      if (sub === 'allowance') return allowance(deps, asker, options);
      return balance(deps, asker);
    },
  };
}

/** Numbers are without bounds: a wrong one is answered with a sentence that says what is right. */
function declaration({ texts }: CommandDeps): Declaration {
  const every = periods.map((value) => ({
    value,
    name: texts.in('en-US').say(`choice.${value}`),
    name_localizations: texts.localizations(`choice.${value}`),
  }));
  return {
    name: 'credits',
    ...described(texts, 'command.credits'),
    options: [
      { type: 1, name: 'balance', ...described(texts, 'command.credits.balance') },
      { type: 1, name: 'history', ...described(texts, 'command.credits.history') },
      {
        type: 1,
        name: 'grant',
        ...described(texts, 'command.credits.grant'),
        options: [
          { type: 4, name: 'amount', ...described(texts, 'command.credits.grant.amount'), required: true },
          {
            type: 3,
            name: 'reason',
            ...described(texts, 'command.credits.grant.reason'),
            required: true,
            max_length: longestReason,
          },
        ],
      },
      {
        type: 1,
        name: 'limit',
        ...described(texts, 'command.credits.limit'),
        options: [
          { type: 4, name: 'per_day', ...described(texts, 'command.credits.limit.per_day') },
          { type: 6, name: 'member', ...described(texts, 'command.credits.limit.member') },
          { type: 8, name: 'role', ...described(texts, 'command.credits.limit.role') },
        ],
      },
      {
        type: 1,
        name: 'allowance',
        ...described(texts, 'command.credits.allowance'),
        options: [
          { type: 4, name: 'amount', ...described(texts, 'command.credits.allowance.amount'), required: true },
          {
            type: 3,
            name: 'every',
            ...described(texts, 'command.credits.allowance.every'),
            required: true,
            choices: every,
          },
        ],
      },
    ],
  };
}

const allowanceText = ({ amount, every, nextAt }: Allowance, speech: Speech): string =>
  speech.say(`credits.allowance.${every}`, { amount: speech.number(amount), when: relative(nextAt) });

async function balance({ credits, texts }: CommandDeps, asker: Asker): Promise<Answer> {
  const speech = texts.in(asker.locale);
  const [account, own] = await Promise.all([credits.balance(asker.guildId), credits.memberDay(asker)]);
  const ofCap = (spent: number, cap: number) =>
    `${barOf(spent, cap)} ${speech.say('credits.ofCap', { spent: speech.number(spent), cap: speech.number(cap) })}`;
  const { available, held, spentToday, dailyCap, allowance: topsUp } = account;
  return {
    kind: 'note',
    title: speech.say('credits.title'),
    text: '',
    fields: [
      { name: speech.say('credits.available'), value: speech.number(available), inline: true },
      { name: speech.say('credits.held'), value: speech.number(held), inline: true },
      { name: speech.say('credits.today'), value: ofCap(spentToday, dailyCap) },
      ...(own === null ? [] : [{ name: speech.say('credits.yours'), value: ofCap(own.spent, own.limit) }]),
      ...(topsUp === null ? [] : [{ name: speech.say('credits.allowance'), value: allowanceText(topsUp, speech) }]),
    ],
  };
}

async function grant(deps: CommandDeps, asker: Asker, options: Options): Promise<Answer> {
  const speech = deps.texts.in(asker.locale);
  const operators = operatorNames(deps, speech);
  if (!asker.isOperator) return { kind: 'note', text: speech.say('credits.notOperator', { operators }) };
  const { amount } = options;
  const badAmount: Answer = {
    kind: 'note',
    text: speech.say('credits.badAmount', { most: speech.number(Number.MAX_SAFE_INTEGER) }),
  };
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) return badAmount;
  const outcome = await deps.credits.grant({
    key: `grant:${asker.interactionId}`,
    guildId: asker.guildId,
    amount,
    reason: plainLine(textOption(options.reason) ?? '', longestReason),
    byUserId: asker.userId,
  });
  if (outcome.kind === 'bad_amount') return badAmount;
  if (outcome.kind === 'altered') return { kind: 'note', text: speech.say('credits.altered') };
  const words = { count: amount, amount: speech.number(amount), available: speech.number(outcome.available) };
  const granted = speech.say('credits.granted', words);
  const first = outcome.firstInGuild ? `\n\n${welcome(deps, speech, outcome.available).text}` : '';
  return { kind: 'note', text: `${granted}${first}` };
}

async function allowance(deps: CommandDeps, asker: Asker, options: Options): Promise<Answer> {
  const speech = deps.texts.in(asker.locale);
  const operators = operatorNames(deps, speech);
  const note = (text: string): Answer => ({ kind: 'note', text });
  if (!asker.isOperator) return note(speech.say('credits.notOperator', { operators }));
  const { amount } = options;
  const every = periods.find((period) => period === options.every);
  const bad = speech.say('credits.allowance.badAmount', { most: speech.number(Number.MAX_SAFE_INTEGER) });
  if (typeof amount !== 'number' || every === undefined) return note(bad);
  const outcome = await deps.credits.setAllowance(asker.guildId, amount, every);
  if (outcome.kind === 'bad_amount') return note(bad);
  if (outcome.kind === 'ended') return note(speech.say('credits.allowance.ended'));
  const { added, available } = outcome;
  const now = { amount: speech.number(added), available: speech.number(available) };
  const first = outcome.firstInGuild ? `\n\n${welcome(deps, speech, available).text}` : '';
  return note(`${allowanceText(outcome.allowance, speech)} ${speech.say('credits.allowance.added', now)}${first}`);
}
