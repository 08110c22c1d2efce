/** `/help`: what there is, with this server's own prices and limits, and where words go. */
import type { Answer, Asker } from '../src/discord/answer.ts';
import type { Command } from '../src/discord/command.ts';
import { cut, safeLine } from '../src/discord/plain-text.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import { songsAtOnce } from '../src/songs/settings.ts';
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

/** Models of one service that cost the same share a line. */
function priceLines(offers: readonly ModelOffer[], speech: Speech): string[] {
  const lines = Map.groupBy(offers, ({ service, price }) => `${price} ${service}`);
  return [...lines.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    return speech.say('help.price', {
      count: first.price,
      amount: speech.number(first.price),
      model: alike.map(({ model }) => safeLine(model, 60)).join(', '),
      service: safeLine(first.service, 60),
    });
  });
}

/** As many fields as the lines need: no line is cut in the middle, and none is left out. */
function fieldsOf(name: string, lines: readonly string[]): { name: string; value: string }[] {
  const values: string[] = [];
  for (const line of lines.map((one) => cut(one, longestField))) {
    const last = values.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= longestField)
      values[values.length - 1] = `${last}\n${line}`;
    else values.push(line);
  }
  return values.map((value, index) => ({ name: index === 0 ? name : `${name} (${index + 1})`, value }));
}

async function help(deps: CommandDeps, asker: Asker): Promise<Answer> {
  const { songs, credits, limits, texts } = deps;
  const speech = texts.in(asker.locale);
  const [{ available, dailyCap }, settings] = await Promise.all([
    credits.balance(asker.guildId),
    deps.settings.of(asker.guildId),
  ]);
  const offers = songs.models();
  const services = [...new Set(offers.map((offer) => safeLine(offer.service, 60)))];
  const commands = (['song', 'compose', 'message', 'circle', 'credits', 'forget'] as const).map((name) =>
    speech.say(`help.${name}`),
  );
  if (asker.isOperator) commands.push(speech.say('help.grant'), speech.say('help.allowance'));
  if (asker.isManager) commands.push(speech.say('help.limit'), speech.say('help.settings'));
  if (settings.roleId !== null) commands.push(speech.say('help.approval'));
  const field = (name: string, value: string) => ({ name, value: cut(value, longestField) });
  return {
    kind: 'note',
    title: speech.say('help.title'),
    text: speech.say('help.intro'),
    fields: [
      field(speech.say('help.commands'), commands.join('\n')),
      field(speech.say('help.buttons'), speech.say('help.buttonsText')),
      ...fieldsOf(speech.say('help.prices'), priceLines(offers, speech)),
      field(
        speech.say('help.limits'),
        speech.say('help.limitsText', {
          member: limits.memberAtOnce,
          guild: songsAtOnce(settings, limits.guildAtOnce),
          daily: speech.number(dailyCap),
          available: speech.number(available),
        }),
      ),
      field(speech.say('help.operators'), operatorNames(deps, speech)),
      field(
        speech.say('help.privacy'),
        `${speech.say('help.privacyText', { services: speech.list(services) })} ${speech.say('help.privacyForget')}`,
      ),
    ],
  };
}
