/** A small server with three members, three commands, and messages as Discord would give them. */
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import type { SandboxCommand, SandboxMember, SandboxMessage, Snapshot } from '../../sandbox/protocol.ts';

export const ids = {
  guild: '100000000000000001',
  bot: '100000000000000002',
  ada: '100000000000000011',
  ben: '100000000000000012',
  cleo: '100000000000000013',
  songs: '100000000000000021',
  lounge: '100000000000000022',
  thread: '100000000000000023',
  direct: '100000000000000024',
} as const;

const member = (id: string, name: string, rights: Partial<SandboxMember>): SandboxMember => ({
  id,
  name,
  avatar: `/${name.toLowerCase()}.svg`,
  locale: 'en-US',
  operator: false,
  manager: false,
  ...rights,
});

const command = (id: string, name: string, description: string, options: unknown[]): SandboxCommand =>
  ({ id, version: '1', type: 1, name, description, options, contexts: [0] }) as unknown as SandboxCommand;

const model = { type: 3, name: 'model', description: 'Which service and model writes it', autocomplete: true };

const commands: SandboxCommand[] = [
  command('200000000000000001', 'song', 'One sentence in, a song out', [
    { type: 3, name: 'idea', description: 'What the song is about', required: true, max_length: 400 },
    { type: 5, name: 'instrumental', description: 'Without vocals' },
    model,
  ]),
  command('200000000000000002', 'compose', 'Write lyrics, style and title yourself', [
    { type: 11, name: 'lyrics_file', description: 'Lyrics longer than a field holds' },
    model,
  ]),
  command('200000000000000003', 'credits', 'What the server can spend', [
    { type: 1, name: 'balance', description: 'How many credits there are' },
    {
      type: 1,
      name: 'grant',
      description: 'Gives the server credits',
      options: [
        { type: 4, name: 'amount', description: 'How many', required: true, min_value: 1, max_value: 100_000 },
        { type: 3, name: 'reason', description: 'Why', required: true, max_length: 200 },
      ],
    },
  ]),
  {
    ...command('200000000000000004', 'help', 'All this with prices and limits', []),
    description_localizations: { de: 'Alles mit Preisen und Grenzen' },
  } as SandboxCommand,
];

export const emptySnapshot = (): Omit<Snapshot, 'me'> => ({
  guild: { id: ids.guild, name: 'Song Garden', locale: 'en-US', roles: [] },
  application: { id: ids.bot, name: 'Songcircle', avatar: '/bot.svg' },
  members: [
    member(ids.ada, 'Ada', { operator: true, manager: true }),
    member(ids.ben, 'Ben', { manager: true, locale: 'de' }),
    member(ids.cleo, 'Cleo', { locale: 'ja' }),
  ],
  channels: [
    { id: ids.songs, name: 'songs', kind: 'text', botLacks: [], archived: false, locked: false },
    { id: ids.thread, name: 'verse-workshop', kind: 'thread', botLacks: [], archived: false, locked: false },
    { id: ids.lounge, name: 'lounge', kind: 'text', botLacks: ['Attach Files'], archived: false, locked: false },
    { id: ids.direct, name: 'Songcircle', kind: 'dm', botLacks: [], archived: false, locked: false },
  ],
  commands,
  messages: [],
  bot: 'online',
  violations: [],
});

const user = (id: string, name: string): APIUser =>
  ({
    id,
    username: name.toLowerCase(),
    global_name: name,
    discriminator: '0',
    avatar: null,
    bot: id === ids.bot,
  }) as APIUser;

export const users = {
  ada: user(ids.ada, 'Ada'),
  ben: user(ids.ben, 'Ben'),
  cleo: user(ids.cleo, 'Cleo'),
  bot: user(ids.bot, 'Songcircle'),
};

let counted = 0;

/** A message of the bot's in #songs unless told otherwise. Each has a larger id than the one before. */
export const message = (given: Partial<APIMessage>, more: Partial<SandboxMessage> = {}): SandboxMessage => {
  counted += 1;
  const whole = {
    id: String(300000000000000000n + BigInt(counted)),
    channel_id: ids.songs,
    author: users.bot,
    content: '',
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    attachments: [],
    embeds: [],
    components: [],
    mentions: [],
    mention_roles: [],
    pinned: false,
    tts: false,
    mention_everyone: false,
    type: 0,
    ...given,
  };
  return { message: whole as APIMessage, onlyFor: null, thinking: false, ...more };
};

const button = (label: string, style: number, disabled = false) => ({
  type: 2,
  label,
  style,
  custom_id: `id:${label}`,
  disabled,
});

const track = (letter: string, at: number) => ({
  id: `40000000000000000${at}`,
  filename: `Night_Drive_-_${letter}.mp3`,
  title: `Night Drive - ${letter}`,
  size: 64_512,
  url: `http://127.0.0.1/tone.mp3?${letter}`,
  proxy_url: '',
  content_type: 'audio/mpeg',
});

const coverOf = (letter: string, at: number) => ({
  title: `Night Drive - ${letter}`,
  description: at === 0 ? '**Style** synthwave, 96 bpm, dreamy\n**Length** 0:32 · **Key** A minor' : '**Length** 0:34',
  color: at === 0 ? 0xe86a92 : 0xf7b267,
  image: {
    url: `http://127.0.0.1/cover-${at}.svg`,
    width: 512,
    height: 512,
    description: `Cover of Night Drive, take ${letter}: a pale moon over dark waves`,
  },
  footer: { text: 'AI-made · sketch' },
});

export const usedSong = {
  interaction_metadata: { id: '500000000000000001', type: 2, user: users.ada, authorizing_integration_owners: {} },
  interaction: { id: '500000000000000001', type: 2, name: 'song', user: users.ada },
} as unknown as Partial<APIMessage>;

/** The card of a song of which the first `tracks` takes are there. */
export const songCard = (id: string, tracks: 0 | 1 | 2): SandboxMessage => {
  const letters = ['A', 'B'].slice(0, tracks);
  const working = `Writing the second take ■■■■■□□□□□ 50 %\nDone <t:${Math.floor(Date.now() / 1000) + 20}:R>`;
  const card = message({
    id,
    ...usedSong,
    content:
      tracks === 2
        ? '**Night Drive** by <@100000000000000011>: *neon rain on the way home*'
        : `**Night Drive** for <@100000000000000011>\n${working}`,
    edited_timestamp: new Date().toISOString(),
    attachments: letters.map(track) as APIMessage['attachments'],
    embeds: letters.map(coverOf) as APIMessage['embeds'],
    components: [
      {
        type: 1,
        components:
          tracks === 2
            ? [button('Extend A', 1), button('Extend B', 1), button('Again', 2), button('Lyrics', 2)]
            : [button('Cancel', 4)],
      },
    ] as unknown as APIMessage['components'],
  });
  return card;
};

/** The form of /compose. */
export const composeForm = {
  custom_id: 'compose:1:x',
  title: 'Write a song',
  components: [
    { type: 10, content: 'Limits follow the model: **sketch** takes what you give it.' },
    {
      type: 18,
      label: 'Title',
      description: 'Empty: the first line of the lyrics',
      component: { type: 4, custom_id: 'title', style: 1, required: false, max_length: 80 },
    },
    {
      type: 18,
      label: 'Style (tags)',
      description: 'Genre, mood, tempo',
      component: {
        type: 4,
        custom_id: 'style',
        style: 1,
        required: true,
        max_length: 200,
        placeholder: 'synthwave, dreamy, 96 bpm',
      },
    },
    {
      type: 18,
      label: 'Lyrics',
      component: { type: 4, custom_id: 'lyrics', style: 2, required: false, max_length: 4000, placeholder: '[Verse]' },
    },
    {
      type: 18,
      label: 'Vocals',
      component: {
        type: 21,
        custom_id: 'vocals',
        required: true,
        options: [
          { label: 'Any', value: 'any', default: true },
          { label: 'Female', value: 'female' },
          { label: 'Male', value: 'male' },
          { label: 'None', value: 'none', description: 'Instrumental' },
        ],
      },
    },
  ],
} as never;
