/** `/songs forget`: everything of a member's, with **Forget me**, since it cannot be undone. */
import { routes } from '../src/discord/buttons.ts';
import { type Command, type Conversation, conversation } from '../src/discord/command.ts';
import { described } from './declare.ts';
import type { CommandDeps } from './deps.ts';

export function songsCommand({ texts, forgetting }: CommandDeps): Command {
  return {
    opensForm: false,
    declaration: {
      name: 'songs',
      ...described(texts, 'command.songs'),
      options: [{ type: 1, name: 'forget', ...described(texts, 'command.songs.forget') }],
    },
    async run(asker) {
      const speech = texts.in(asker.locale);
      const reference = await forgetting.referenceOf(asker.userId);
      return {
        kind: 'note',
        title: speech.say('forget.title'),
        text: speech.say('forget.explained'),
        fields: [
          { name: speech.say('forget.goes'), value: speech.say('forget.goesText') },
          { name: speech.say('forget.stays'), value: speech.say('forget.staysText') },
        ],
        buttons: [{ label: speech.say('button.forget'), style: 'danger', id: routes.forget.make({ reference }) }],
      };
    },
  };
}

/** **Forget me**. Whoever presses forgets themselves and nobody else, whatever stands in the button. */
export const forgetButton = ({ texts, forgetting }: CommandDeps): Conversation =>
  conversation(routes.forget, false, async (asker, { reference }) => {
    const done = await forgetting.forget(asker.userId, reference);
    return { kind: 'note', text: texts.in(asker.locale).say(done ? 'forget.done' : 'forget.usedUp') };
  });
