/** `/circle`: many write one song. Its forms, votes and buttons stand in the files beside this one. */
import type { Circle } from '../src/circles/acts.ts';
import { modes } from '../src/circles/events.ts';
import type { Answer, Asker, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { type Command, type Conversation, conversation } from '../src/discord/command.ts';
import type { Options } from '../src/discord/interaction.ts';
import { plainLine, safeLine } from '../src/discord/plain-text.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { Refusal } from '../src/songs/song.ts';
import { act, answerOf, shownAnew, unknownCircle } from './circle-answers.ts';
import { described, textOption } from './declare.ts';
import type { CommandDeps } from './deps.ts';
import { chosenModel, modelOption, suggestModels } from './models.ts';
import { interactionCause, operatorNames } from './request.ts';

const longestTheme = 200;
/** A list holds 25 entries: of more circles in one channel nobody could choose. */
const mostInChannel = 25;

export function circleCommand(deps: CommandDeps): Command {
  const { texts } = deps;
  return {
    opensForm: false,
    declaration: {
      name: 'circle',
      ...described(texts, 'command.circle'),
      options: [
        {
          type: 1,
          name: 'start',
          ...described(texts, 'command.circle.start'),
          options: [
            {
              type: 3,
              name: 'theme',
              ...described(texts, 'command.circle.start.theme'),
              required: true,
              max_length: longestTheme,
            },
            {
              type: 3,
              name: 'mode',
              ...described(texts, 'command.circle.start.mode'),
              choices: modes.map((mode) => ({
                name: texts.in('en-US').say(`choice.mode.${mode}`),
                name_localizations: texts.localizations(`choice.mode.${mode}`),
                value: mode,
              })),
            },
            modelOption(texts, 'command.circle.start.model'),
          ],
        },
        { type: 1, name: 'show', ...described(texts, 'command.circle.show') },
        { type: 1, name: 'close', ...described(texts, 'command.circle.close') },
      ],
    },
    run(asker, sub, options) {
      if (sub === 'show' || sub === 'close') return pick(deps, asker, sub);
      return start(deps, asker, options);
    },
    complete: (asker, _option, typed) => suggestModels(deps, asker, typed),
  };
}

async function start(deps: CommandDeps, asker: Asker, options: Options): Promise<Answer> {
  const speech = deps.texts.in(asker.locale);
  const theme = textOption(options.theme) ?? '';
  const typed = textOption(options.model);
  const model = typed === null ? '' : chosenModel(deps.songs.models(), typed);
  // A theme is one line of a command, which Discord does not keep: so it stands in the answer.
  const refused = (why: string): Note => ({ kind: 'note', text: `${why}\n> ${safeLine(theme, longestTheme * 2)}` });
  const because = (refusal: Refusal) => refused(refusalText(refusal, speech, operatorNames(deps, speech)));
  if (asker.threadClosed) return because({ kind: 'thread_closed' });
  if (asker.missing.length > 0) return because({ kind: 'bot_lacks', missing: asker.missing });
  if (model === null) return because({ kind: 'unknown_model', typed: typed ?? '' });
  const open = await deps.circles.openIn(asker.guildId, asker.channelId);
  if (open.length >= mostInChannel) return refused(speech.say('circle.tooMany', { limit: mostInChannel }));
  const { guildId, channelId, applicationId, userId, name } = asker;
  // The circle's message is a shared card: in the language that the server's managers chose.
  const locale = (await deps.settings.of(guildId)).language ?? asker.guildLocale;
  const mode = options.mode === 'blind' ? 'blind' : 'open';
  const where = { guildId, channelId, applicationId, locale };
  const circle = await deps.circles.start(
    { cause: interactionCause(asker), ...where, userId, name, mode, model, theme: theme.slice(0, longestTheme) },
    asker.receivedAt,
  );
  return shownAnew(deps, circle);
}

type What = 'show' | 'close';

/** The circle of this channel; of several, whichever is chosen from a list. */
async function pick(deps: CommandDeps, asker: Asker, what: What): Promise<Answer> {
  const speech = deps.texts.in(asker.locale);
  const open = await deps.circles.openIn(asker.guildId, asker.channelId);
  const [only, ...others] = open;
  if (only === undefined) return { kind: 'note', text: speech.say('circle.noneHere') };
  if (others.length === 0) return showOrClose(deps, asker, what, only);
  return {
    kind: 'note',
    text: speech.say(`circle.pick.${what}`),
    selects: [
      {
        id: routes.circlePick.make({ what }),
        placeholder: speech.say('circle.pick'),
        options: open.map(({ id, state }) => ({
          value: id,
          label: plainLine(state.theme, 100) || speech.say('circle.untitled'),
          chosen: false,
        })),
      },
    ],
  };
}

export const circlePicked = (deps: CommandDeps): Conversation =>
  conversation(routes.circlePick, false, async (asker, { what }, _typed, [circleId = '']) => {
    const circle = await deps.circles.load(circleId, asker.guildId);
    // The list comes from the client: what is not of this channel is none that it was offered.
    if (circle?.channelId !== asker.channelId) return unknownCircle(deps, asker);
    return showOrClose(deps, asker, what, circle);
  });

async function showOrClose(deps: CommandDeps, asker: Asker, what: What, circle: Circle): Promise<Answer> {
  if (what === 'close') {
    return answerOf(deps, asker, await act(deps, asker, circle.id, { kind: 'close', asManager: asker.isManager }));
  }
  const speech = deps.texts.in(asker.locale);
  const because = (refusal: Refusal): Note => ({
    kind: 'note',
    text: refusalText(refusal, speech, operatorNames(deps, speech)),
  });
  if (asker.threadClosed) return because({ kind: 'thread_closed' });
  if (asker.missing.length > 0) return because({ kind: 'bot_lacks', missing: asker.missing });
  return shownAnew(deps, circle);
}
