/** `/credits balance` and `/credits grant`. */
import type { Answer, Asker } from '../src/discord/answer.ts';
import type { Command } from '../src/discord/command.ts';
import type { Options } from '../src/discord/interaction.ts';
import { plainLine } from '../src/discord/plain-text.ts';
import { described, textOption } from './declare.ts';
import type { CommandDeps } from './deps.ts';
import { operatorNames, welcome } from './request.ts';

const longestReason = 200;

export function creditsCommand(deps: CommandDeps): Command {
  const { texts } = deps;
  return {
    opensForm: false,
    declaration: {
      name: 'credits',
      ...described(texts, 'command.credits'),
      options: [
        { type: 1, name: 'balance', ...described(texts, 'command.credits.balance') },
        {
          type: 1,
          name: 'grant',
          ...described(texts, 'command.credits.grant'),
          // Without bounds: a wrong amount is answered with a sentence that says what is right.
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
      ],
    },
    run: (asker, sub, options) => (sub === 'grant' ? grant(deps, asker, options) : balance(deps, asker)),
  };
}

async function balance({ credits, texts }: CommandDeps, asker: Asker): Promise<Answer> {
  const speech = texts.in(asker.locale);
  const { available, held, spentToday, dailyCap } = await credits.balance(asker.guildId);
  const ofCap = speech.say('credits.ofCap', { spent: speech.number(spentToday), cap: speech.number(dailyCap) });
  return {
    kind: 'note',
    title: speech.say('credits.title'),
    text: '',
    fields: [
      { name: speech.say('credits.available'), value: speech.number(available), inline: true },
      { name: speech.say('credits.held'), value: speech.number(held), inline: true },
      { name: speech.say('credits.today'), value: ofCap, inline: true },
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
