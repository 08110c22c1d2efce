/** What the router dispatches to: commands, buttons and forms as functions from typed input to answer values. */
import type {
  ApplicationCommandType,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Answer, Asker } from './answer.ts';
import type { Route } from './custom-id.ts';
import type { Options, TargetMessage } from './interaction.ts';

/** A slash command as Discord is told of it; where it may be used is added when it is registered. */
export type Declaration = Omit<RESTPostAPIChatInputApplicationCommandsJSONBody, 'contexts' | 'integration_types'>;

/** A command in the menu of a message. Its name is what people read there, in any letters and with spaces. */
export type MenuDeclaration = Omit<
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
  'contexts' | 'integration_types' | 'type'
> & { type: ApplicationCommandType.Message };

export interface Command {
  declaration: Declaration;
  /** A form must be the first answer: such a command is not deferred while there is hope. */
  opensForm: boolean;
  run(asker: Asker, sub: string | null, options: Options): Promise<Answer>;
  /** Suggestions while an option is typed. */
  complete?(asker: Asker, option: string, typed: string): Promise<Answer>;
}

/** A command in the menu of every message. */
export interface MessageCommand {
  declaration: MenuDeclaration;
  /** As of a `Command`. */
  opensForm: boolean;
  run(asker: Asker, message: TargetMessage): Promise<Answer>;
}

type FieldsOf<R> = R extends { parse(customId: string): infer Values } ? NonNullable<Values> : never;

/** A button, a list or a form behind a custom id. */
export interface Conversation {
  /** `name:version` */
  key: string;
  opensForm: boolean;
  /**
   * Null: the custom id is not one that we made. `typed`: of a form, field id to what was typed or chosen. `values`: of a list
   * under a message, what was chosen; it comes from the client, so it may be anything.
   */
  answer(asker: Asker, customId: string, typed: Typed, values?: readonly string[]): Promise<Answer | null> | null;
}

type Typed = Readonly<Record<string, string>>;

type Handle<R> = (asker: Asker, fields: FieldsOf<R>, typed: Typed, values: readonly string[]) => Promise<Answer>;

/** Any route at all; its fields are inferred. */
type AnyRoute = Pick<Route, 'key'> & { parse(customId: string): object | null };

export function conversation<R extends AnyRoute>(route: R, opensForm: boolean, handle: Handle<R>): Conversation {
  return {
    key: route.key,
    opensForm,
    answer(asker, customId, typed, values = []) {
      const fields = route.parse(customId);
      return fields === null ? null : handle(asker, fields as FieldsOf<R>, typed, values);
    },
  };
}

export interface Commands {
  commands: readonly Command[];
  /** In the menu of a message. */
  menu: readonly MessageCommand[];
  /** And lists under messages. */
  buttons: readonly Conversation[];
  forms: readonly Conversation[];
}

/** Everything that Discord is told of. */
export const declarationsOf = ({ commands, menu }: Commands): (Declaration | MenuDeclaration)[] =>
  [...commands, ...menu].map((command) => command.declaration);
