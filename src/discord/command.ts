/** What the router dispatches to: commands, buttons and forms as functions from typed input to answer values. */
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';
import type { Answer, Asker } from './answer.ts';
import type { Route } from './custom-id.ts';
import type { Options } from './interaction.ts';

/** A slash command as Discord is told of it; where it may be used is added when it is registered. */
export type Declaration = Omit<RESTPostAPIChatInputApplicationCommandsJSONBody, 'contexts' | 'integration_types'>;

export interface Command {
  declaration: Declaration;
  /** A form must be the first answer: such a command is not deferred while there is hope. */
  opensForm: boolean;
  run(asker: Asker, sub: string | null, options: Options): Promise<Answer>;
  /** Suggestions while an option is typed. */
  complete?(asker: Asker, option: string, typed: string): Promise<Answer>;
}

type FieldsOf<R> = R extends { parse(customId: string): infer Values } ? NonNullable<Values> : never;

/** A button or a form behind a custom id. */
export interface Conversation {
  /** `name:version` */
  key: string;
  opensForm: boolean;
  /** Null: the custom id is not one that we made. `typed` is empty for a button. */
  answer(asker: Asker, customId: string, typed: Readonly<Record<string, string>>): Promise<Answer> | null;
}

type Handle<R> = (asker: Asker, fields: FieldsOf<R>, typed: Readonly<Record<string, string>>) => Promise<Answer>;

/** Any route at all; its fields are inferred. */
type AnyRoute = Pick<Route, 'key'> & { parse(customId: string): object | null };

export function conversation<R extends AnyRoute>(route: R, opensForm: boolean, handle: Handle<R>): Conversation {
  return {
    key: route.key,
    opensForm,
    answer(asker, customId, typed) {
      const fields = route.parse(customId);
      return fields === null ? null : handle(asker, fields as FieldsOf<R>, typed);
    },
  };
}

export interface Commands {
  commands: readonly Command[];
  buttons: readonly Conversation[];
  forms: readonly Conversation[];
}
