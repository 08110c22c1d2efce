/** `/help`: what there is, with this server's own prices and limits, and where words go. */
import type { Answer, Asker } from '../src/discord/answer.ts';
import type { Command } from '../src/discord/command.ts';
import { cut, safeLine } from '../src/discord/plain-text.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { ModelOffer } from '../src/songs/songs.ts';
import { described } from './declare.ts';
import type { CommandDeps } from './deps.ts';
import { operatorNames } from './request.ts';

/** A field of an embed holds 1024 characters. */
const longestField = 1024;

export const helpCommand = (deps: CommandDeps): Command => ({
  opensForm: false,
  declaration: { name: 'help', ...described(deps.texts, 'command.help') },
  run: (asker) => help(deps, asker),
});

const priceLine = (offer: ModelOffer, speech: Speech): string =>
  speech.say('help.price', {
    count: offer.price,
    amount: speech.number(offer.price),
    model: safeLine(offer.model, 60),
    service: safeLine(offer.service, 60),
  });

async function help(deps: CommandDeps, asker: Asker): Promise<Answer> {
  const { songs, credits, limits, texts } = deps;
  const speech = texts.in(asker.locale);
  const { available, dailyCap } = await credits.balance(asker.guildId);
  const offers = songs.models();
  const services = [...new Set(offers.map((offer) => safeLine(offer.service, 60)))];
  const commands = [speech.say('help.song'), speech.say('help.compose'), speech.say('help.credits')];
  if (asker.isOperator) commands.push(speech.say('help.grant'));
  const field = (name: string, value: string) => ({ name, value: cut(value, longestField) });
  return {
    kind: 'note',
    title: speech.say('help.title'),
    text: speech.say('help.intro'),
    fields: [
      field(speech.say('help.commands'), commands.join('\n')),
      field(speech.say('help.buttons'), speech.say('help.buttonsText')),
      field(speech.say('help.prices'), offers.map((offer) => priceLine(offer, speech)).join('\n')),
      field(
        speech.say('help.limits'),
        speech.say('help.limitsText', {
          member: limits.memberAtOnce,
          guild: limits.guildAtOnce,
          daily: speech.number(dailyCap),
          available: speech.number(available),
        }),
      ),
      field(speech.say('help.operators'), operatorNames(deps, speech)),
      field(speech.say('help.privacy'), speech.say('help.privacyText', { services: speech.list(services) })),
    ],
  };
}
