/** `/settings`: what a server's managers decide. Who may use it is said in `rights.ts`. */
import type { Answer, Asker, Note } from '../src/discord/answer.ts';
import type { Command } from '../src/discord/command.ts';
import type { Options } from '../src/discord/interaction.ts';
import { safeLine } from '../src/discord/plain-text.ts';
import { refusalText } from '../src/discord/refusal.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import {
  type GuildSettings,
  type ListOutcome,
  longestWord,
  type PlainSettings,
  songsAtOnce,
} from '../src/songs/settings.ts';
import { described, idOption, textOption } from './declare.ts';
import type { CommandDeps } from './deps.ts';
import { chosenModel, modelOption, suggestModels } from './models.ts';
import { operatorNames } from './request.ts';

/** By Discord locale, each in itself. */
const languages = [
  { name: 'English', value: 'en-US' },
  { name: 'Deutsch', value: 'de' },
  { name: 'Español', value: 'es-ES' },
  { name: 'Français', value: 'fr' },
  { name: 'Português (Brasil)', value: 'pt-BR' },
  { name: '日本語', value: 'ja' },
];
/** Manage Server, as Discord's default for who finds it in the picker; every use is checked again. */
const manageServer = String(1 << 5);
/** Mentions in a field of 1,024 characters. */
const mostNamed = 30;
const longestField = 1000;

type Handle = (deps: CommandDeps, asker: Asker, options: Options) => Promise<Answer>;

export function settingsCommand(deps: CommandDeps): Command {
  const { texts } = deps;
  const option = <Type extends number>(type: Type, sub: string, name: string) => ({
    type,
    name,
    ...described(texts, `command.settings.${sub}.${name}` as Parameters<typeof described>[1]),
  });
  const sub = (name: keyof typeof subcommands) => ({
    type: 1 as const,
    name,
    ...described(texts, `command.settings.${name}`),
  });
  return {
    opensForm: false,
    declaration: {
      name: 'settings',
      ...described(texts, 'command.settings'),
      default_member_permissions: manageServer,
      options: [
        sub('show'),
        { ...sub('model'), options: [modelOption(texts, 'command.settings.model.model')] },
        {
          ...sub('channels'),
          options: [option(7, 'channels', 'add'), option(7, 'channels', 'remove'), option(5, 'channels', 'clear')],
        },
        { ...sub('role'), options: [option(8, 'role', 'role')] },
        {
          ...sub('words'),
          options: [option(3, 'words', 'add'), option(3, 'words', 'remove'), option(5, 'words', 'clear')],
        },
        // Without bounds: a wrong number is answered with a sentence that says what is right.
        { ...sub('songs_at_once'), options: [option(4, 'songs_at_once', 'count')] },
        { ...sub('language'), options: [{ ...option(3, 'language', 'language'), choices: languages }] },
        {
          ...sub('block'),
          options: [{ ...option(6, 'block', 'member'), required: true }, option(5, 'block', 'lift')],
        },
      ],
    },
    run: (asker, name, options) => (isSubcommand(name) ? subcommands[name] : subcommands.show)(deps, asker, options),
    complete: (asker, _option, typed) => suggestModels(deps, asker, typed),
  };
}

const subcommands = {
  show: async (deps, asker) => show(deps, asker),
  async model(deps, asker, options) {
    const speech = deps.texts.in(asker.locale);
    const typed = textOption(options.model);
    const model = typed === null ? null : chosenModel(deps.songs.models(), typed);
    if (typed !== null && model === null)
      return note(refusalText({ kind: 'unknown_model', typed }, speech, operatorNames(deps, speech)));
    return set(deps, asker, 'model', { model });
  },
  async channels(deps, asker, options) {
    const ids = (value: unknown) => [idOption(value)].filter((id) => id !== null);
    const change = { add: ids(options.add), remove: ids(options.remove), clear: options.clear === true };
    return listed(deps, asker, 'channels', await deps.settings.editList(asker.guildId, 'channels', change));
  },
  // The role that everybody has bears the server's id, and is in nobody's list.
  role: async (deps, asker, options) => {
    const roleId = idOption(options.role);
    return set(deps, asker, 'role', { roleId: roleId === asker.guildId ? null : roleId });
  },
  async words(deps, asker, options) {
    const change = { add: several(options.add), remove: several(options.remove), clear: options.clear === true };
    const tooLong = change.add.find((word) => [...word].length > longestWord);
    const outcome: ListOutcome =
      tooLong === undefined
        ? await deps.settings.editList(asker.guildId, 'words', change)
        : { kind: 'empty', typed: tooLong };
    return listed(deps, asker, 'words', outcome);
  },
  async songs_at_once(deps, asker, options) {
    const speech = deps.texts.in(asker.locale);
    const { count } = options;
    const most = deps.limits.guildAtOnce;
    if (count === undefined) return set(deps, asker, 'songs_at_once', { songsAtOnce: null });
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > most)
      return note(speech.say('settings.bad.songs_at_once', { most: speech.number(most) }));
    return set(deps, asker, 'songs_at_once', { songsAtOnce: count });
  },
  async language(deps, asker, options) {
    const language = textOption(options.language);
    if (language !== null && !languages.some(({ value }) => value === language))
      return note(deps.texts.in(asker.locale).say('settings.bad.language'));
    return set(deps, asker, 'language', { language });
  },
  async block(deps, asker, options) {
    const { settings, clock } = deps;
    const speech = deps.texts.in(asker.locale);
    const userId = idOption(options.member);
    if (userId === null) return show(deps, asker);
    const who = `<@${userId}>`;
    if (options.lift === true) {
      await settings.unblock(asker.guildId, userId);
      return note(speech.say('settings.block.lifted', { who }));
    }
    if (userId === asker.userId) return note(speech.say('settings.block.self'));
    await settings.block(asker.guildId, userId, clock.now());
    return note(speech.say('settings.block.now', { who }));
  },
} as const satisfies Record<string, Handle>;

const isSubcommand = (name: string | null): name is keyof typeof subcommands =>
  name !== null && Object.hasOwn(subcommands, name);

const note = (text: string): Note => ({ kind: 'note', text });
/** Commas of every script part words. */
const several = (value: unknown): string[] =>
  (textOption(value) ?? '')
    .split(/[,，、،\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

async function set(deps: CommandDeps, asker: Asker, what: Face, changes: Partial<PlainSettings>): Promise<Answer> {
  const settings = await deps.settings.set(asker.guildId, changes);
  return done(deps, asker, { ...facesOf(deps, asker, settings), blocked: null }[what]);
}

async function listed(deps: CommandDeps, asker: Asker, what: 'channels' | 'words', outcome: ListOutcome) {
  const speech = deps.texts.in(asker.locale);
  if (outcome.kind === 'full') return note(speech.say('settings.bad.full', { most: speech.number(outcome.most) }));
  if (outcome.kind === 'empty')
    return note(speech.say('settings.bad.word', { typed: safeLine(outcome.typed, 80), most: longestWord }));
  const settings = await deps.settings.of(asker.guildId);
  return done(deps, asker, facesOf(deps, asker, settings)[what], settings.words);
}

interface FieldFace {
  name: string;
  value: string;
  /** It holds more than fits: a file has all of it. */
  isCut?: boolean;
}
type Face = 'model' | 'channels' | 'role' | 'songs_at_once' | 'language' | 'words';

function done(deps: CommandDeps, asker: Asker, face: FieldFace | null, words: readonly string[] = []): Note {
  const speech = deps.texts.in(asker.locale);
  const fields = face === null ? [] : [face];
  return { kind: 'note', text: speech.say('settings.done'), ...faced(fields, speech, words) };
}

/** The fields, with the words in a file when they are too many for one. */
const faced = (
  faces: readonly FieldFace[],
  speech: Speech,
  words: readonly string[],
): Required<Pick<Note, 'fields'>> & Pick<Note, 'file'> => ({
  fields: faces.map(({ name, value }) => ({ name, value })),
  ...(faces.some(({ isCut }) => isCut === true)
    ? { file: { name: 'words.txt', text: `${words.join('\n')}\n`, description: speech.say('settings.words.fileAlt') } }
    : {}),
});

async function show(deps: CommandDeps, asker: Asker): Promise<Answer> {
  const speech = deps.texts.in(asker.locale);
  const [settings, blocked] = await Promise.all([
    deps.settings.of(asker.guildId),
    deps.settings.blocked(asker.guildId),
  ]);
  const faces = facesOf(deps, asker, settings);
  const people = blocked.map((userId) => (userId === null ? speech.say('card.forgotten') : `<@${userId}>`));
  const last = {
    name: speech.say('settings.blocked', { count: blocked.length }),
    value: named(people, speech, 'settings.blocked.none'),
  };
  return {
    kind: 'note',
    title: speech.say('settings.title'),
    text: '',
    ...faced([...Object.values(faces), last], speech, settings.words),
  };
}

function named(
  names: readonly string[],
  speech: Speech,
  none: 'settings.channels.none' | 'settings.blocked.none',
): string {
  if (names.length === 0) return speech.say(none);
  if (names.length <= mostNamed) return speech.list(names);
  return speech.say('settings.more', {
    list: names.slice(0, mostNamed).join(', '),
    count: speech.number(names.length - mostNamed),
  });
}

/** Every setting as people read it, in the order of the subcommands. */
function facesOf(
  { songs, texts, limits }: CommandDeps,
  asker: Asker,
  settings: GuildSettings,
): Record<Face, FieldFace> {
  const speech = texts.in(asker.locale);
  const { model, channels, roleId, words, language } = settings;
  const offered = songs.models().find((offer) => offer.value === model);
  const modelName =
    model === null
      ? speech.say('settings.model.none')
      : offered === undefined
        ? speech.say('settings.model.gone', { model: safeLine(model, 80) })
        : safeLine(`${offered.model} · ${offered.service}`, 200);
  const wordList = words.map((word) => safeLine(word, longestWord * 2)).join(', ');
  const isCut = wordList.length > longestField;
  const channelNames = channels.map((id) => `<#${id}>`);
  return {
    model: { name: speech.say('settings.model'), value: modelName },
    channels: { name: speech.say('settings.channels'), value: named(channelNames, speech, 'settings.channels.none') },
    role: {
      name: speech.say('settings.role'),
      value:
        roleId === null
          ? speech.say('settings.role.none')
          : speech.say('settings.role.some', { role: `<@&${roleId}>` }),
    },
    words: {
      name: speech.say('settings.words', { count: words.length }),
      value:
        words.length === 0 ? speech.say('settings.words.none') : isCut ? speech.say('settings.words.file') : wordList,
      isCut,
    },
    songs_at_once: {
      name: speech.say('settings.songs_at_once'),
      value: speech.number(songsAtOnce(settings, limits.guildAtOnce)),
    },
    language: {
      name: speech.say('settings.language'),
      value: languages.find(({ value }) => value === language)?.name ?? speech.say('settings.language.none'),
    },
  };
}
