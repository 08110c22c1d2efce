import { expect, test } from 'vitest';
import { type BodyKind, checkBody } from '../sandbox/server/checks/check.ts';
import { formErrors, ruleOf } from '../sandbox/server/checks/finding.ts';

const quiet = { allowed_mentions: { parse: [] } };
const button = (id: string, more: object = {}) => ({ type: 2, style: 2, label: 'x', custom_id: id, ...more });
const row = (...components: object[]) => ({ type: 1, components });
const label = (id: string) => ({ type: 18, label: 'Field', component: { type: 4, custom_id: id, style: 1 } });
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const modal = (data: object) => ({
  type: 9,
  data: { custom_id: 'm', title: 'Write', components: [label('a')], ...data },
});
const command = (more: object) => ({ name: 'song', description: 'Sings', type: 1, ...more });
const option = (name: string, more: object = {}) => ({ type: 3, name, description: 'x', ...more });
const choice = (value: string, more: object = {}) => ({ label: value, value, ...more });
const list = (more: object) => ({ type: 3, custom_id: 'pick', options: [choice('a'), choice('b')], ...more });
const formList = (more: object) => modal({ components: [{ type: 18, label: 'Kind', component: list(more) }] });
const v2 = { flags: 1 << 15, ...quiet };

/** What is sent, and the rule it breaks; null: none. */
const rows: [string, BodyKind, unknown, string | null][] = [
  ['a plain message', 'messageCreate', { content: 'hello', ...quiet }, null],
  [
    'an embed and a button',
    'messageCreate',
    { embeds: [{ title: 'x' }], components: [row(button('a'))], ...quiet },
    null,
  ],
  [
    'what discord.js adds to every edit',
    'webhookEdit',
    { content: 'x', tts: false, enforce_nonce: false, ...quiet },
    null,
  ],
  ['a kept attachment by number', 'webhookEdit', { attachments: [{ id: 0, filename: 'a.mp3' }], ...quiet }, null],
  ['permissions as a string', 'command', command({ default_member_permissions: '32' }), null],
  ['a form of five', 'callback', modal({ components: times(5, (i) => label(`l${i}`)) }), null],
  ['a form with a text to read', 'callback', modal({ components: [label('a'), { type: 10, content: 'x' }] }), null],
  ['a V2 message', 'messageCreate', { components: [{ type: 10, content: 'x' }], ...v2 }, null],
  ['a list', 'messageCreate', { components: [row(list({ min_values: 0, max_values: 2 }))], ...quiet }, null],
  ['a list in a form', 'callback', formList({ required: false, min_values: 0 }), null],
  ['a command in a message’s menu', 'command', { name: 'Make a song of this', type: 3 }, null],
  ['a deferral', 'callback', { type: 5, data: { flags: 64 } }, null],
  ['a deferred update without data', 'callback', { type: 6 }, null],

  [
    'content of 2001 in a channel',
    'messageCreate',
    { content: 'x'.repeat(2001), ...quiet },
    'content: Must be 2000 or fewer in length.',
  ],
  ['nothing at all', 'messageCreate', quiet, 'body: Cannot send an empty message'],
  [
    'no word about mentions',
    'messageEdit',
    { content: 'x' },
    'allowed_mentions: allowed_mentions must be {parse: []}, or what members wrote pings people',
  ],
  ['a typing error', 'messageCreate', { content: 'x', contnet: 'y', ...quiet }, 'contnet: Discord knows no such key.'],
  [
    'a typing error within a button',
    'messageCreate',
    { components: [row(button('a', { colour: 1 }))], ...quiet },
    'components.0.components.0.colour: Discord knows no such key.',
  ],
  [
    'eleven embeds',
    'messageCreate',
    { embeds: times(11, () => ({ title: 'x' })), ...quiet },
    'embeds: Must be 10 or fewer in length.',
  ],
  [
    'embeds of 6001 characters',
    'messageCreate',
    { embeds: times(2, (i) => ({ description: 'x'.repeat(3000 + i) })), ...quiet },
    'embeds: Embed size exceeds maximum size of 6000',
  ],
  [
    'an embed title of 257',
    'messageCreate',
    { embeds: [{ title: 'x'.repeat(257) }], ...quiet },
    'embeds.0.title: Must be 256 or fewer in length.',
  ],
  [
    'six rows',
    'messageCreate',
    { components: times(6, (i) => row(button(`b${i}`))), ...quiet },
    'components: Must be 5 or fewer in length.',
  ],
  [
    'six buttons in a row',
    'messageCreate',
    { components: [row(...times(6, (i) => button(`b${i}`)))], ...quiet },
    'components.0.components: Must be 5 or fewer in length.',
  ],
  [
    'a custom id twice',
    'messageCreate',
    { components: [row(button('a'), button('a'))], ...quiet },
    'components.0.components.1.custom_id: Component custom id cannot be duplicated',
  ],
  [
    'a custom id of 101',
    'messageCreate',
    { components: [row(button('x'.repeat(101)))], ...quiet },
    'components.0.components.0.custom_id: Must be 100 or fewer in length.',
  ],
  [
    'a button without an id',
    'messageCreate',
    { components: [row({ type: 2, style: 1, label: 'x' })], ...quiet },
    'components.0.components.0.custom_id: A custom id is required',
  ],
  [
    'a link button without a link',
    'messageCreate',
    { components: [row({ type: 2, style: 5, label: 'x' })], ...quiet },
    'components.0.components.0.url: A url is required',
  ],
  [
    'a list beside a button',
    'messageCreate',
    { components: [row(button('a'), list({}))], ...quiet },
    'components.0.components: The specified component exceeds the maximum width',
  ],
  [
    'a list of 26',
    'messageCreate',
    { components: [row(list({ options: times(26, (i) => choice(`${i}`)) }))], ...quiet },
    'components.0.components.0.options: Must be 25 or fewer in length.',
  ],
  [
    'an option of 101 characters',
    'messageCreate',
    { components: [row(list({ options: [choice('a', { label: 'x'.repeat(101) })] }))], ...quiet },
    'components.0.components.0.options.0.label: Must be 100 or fewer in length.',
  ],
  [
    'a value twice in a list',
    'messageCreate',
    { components: [row(list({ options: [choice('a'), choice('a')] }))], ...quiet },
    'components.0.components.0.options.1.value: The specified option value is already used',
  ],
  [
    'more to choose than there is',
    'messageCreate',
    { components: [row(list({ max_values: 3 }))], ...quiet },
    'components.0.components.0.max_values: Must be 2 or fewer.',
  ],
  [
    'more to choose than may be chosen',
    'messageCreate',
    { components: [row(list({ min_values: 2 }))], ...quiet },
    'components.0.components.0.min_values: Must be 1 or fewer.',
  ],
  [
    'two chosen where one may be',
    'messageCreate',
    {
      components: [row(list({ options: [choice('a', { default: true }), choice('b', { default: true })] }))],
      ...quiet,
    },
    'components.0.components.0.options: More options are chosen by default than the 1 that may be',
  ],
  [
    'a placeholder of 151',
    'messageCreate',
    { components: [row(list({ placeholder: 'x'.repeat(151) }))], ...quiet },
    'components.0.components.0.placeholder: Must be 150 or fewer in length.',
  ],
  [
    'a list in a form that is required and wants nothing',
    'callback',
    formList({ min_values: 0 }),
    'data.components.0.component.min_values: Must be 1 or more, since it is required.',
  ],
  [
    'a disabled list in a form',
    'callback',
    formList({ disabled: true }),
    'data.components.0.component.disabled: Components cannot be disabled in a modal',
  ],
  [
    'a description of a command in a message’s menu',
    'command',
    { name: 'Make a song of this', type: 3, description: 'x' },
    'description: Context menu commands cannot have description',
  ],
  [
    'V2 components without the flag',
    'messageCreate',
    { components: [{ type: 10, content: 'x' }], ...quiet },
    'components: Value of field "type" must be one of (1,) without the flag IS_COMPONENTS_V2.',
  ],
  [
    'V2 with content',
    'messageCreate',
    { content: 'x', components: [{ type: 10, content: 'x' }], ...v2 },
    "content: The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
  ],
  [
    'V2 with 41 components, nested',
    'messageCreate',
    { components: [{ type: 17, components: times(40, () => ({ type: 10, content: 'x' })) }], ...v2 },
    'components: The total number of components cannot exceed 40',
  ],
  [
    'V2 with 4001 characters',
    'messageCreate',
    { components: times(3, () => ({ type: 10, content: 'x'.repeat(1334) })), ...v2 },
    'components: The text of all components cannot exceed 4000 characters',
  ],
  [
    'a file from elsewhere',
    'messageCreate',
    { components: [{ type: 13, file: { url: 'https://example.com/a.mp3' } }], ...v2 },
    'components.0.file.url: Only attachment:// is possible here',
  ],
  [
    'a nonce of 26',
    'messageCreate',
    { content: 'x', nonce: 'x'.repeat(26), ...quiet },
    'nonce: Must be 25 or fewer in length.',
  ],

  [
    'a form of six',
    'callback',
    modal({ components: times(6, (i) => label(`l${i}`)) }),
    'data.components: Must be between 1 and 5 in length.',
  ],
  ['a form title of 46', 'callback', modal({ title: 'x'.repeat(46) }), 'data.title: Must be 45 or fewer in length.'],
  [
    'a form with one id twice',
    'callback',
    modal({ components: [label('a'), label('a')] }),
    'data.components.1.component.custom_id: Component custom id cannot be duplicated',
  ],
  [
    'a form whose text to read is empty',
    'callback',
    modal({ components: [label('a'), { type: 10, content: '' }] }),
    'data.components.1.content: Must be 1 or more in length.',
  ],
  [
    'a form whose text to read has 4001 characters',
    'callback',
    modal({ components: [label('a'), { type: 10, content: 'x'.repeat(4001) }] }),
    'data.components.1.content: Must be 4000 or fewer in length.',
  ],
  [
    'a form of five fields and a text to read',
    'callback',
    modal({ components: [...times(5, (i) => label(`l${i}`)), { type: 10, content: 'x' }] }),
    'data.components: Must be between 1 and 5 in length.',
  ],
  [
    'a field prefilled beyond its own limit',
    'callback',
    modal({
      components: [
        { type: 18, label: 'x', component: { type: 4, custom_id: 'a', style: 1, max_length: 3, value: 'four' } },
      ],
    }),
    'data.components.0.component.value: Must be 3 or fewer in length.',
  ],
  [
    'a form without a title',
    'callback',
    { type: 9, data: { custom_id: 'm', components: [label('a')] } },
    'data.title: This field is required',
  ],
  ['no type', 'callback', {}, 'type: This field is required'],
  ['a type that is none', 'callback', { type: 10 }, 'type: Value must be one of {1, 4, 5, 6, 7, 8, 9, 12}.'],
  [
    'a deferral that wants V2',
    'callback',
    { type: 5, data: { flags: 1 << 15 } },
    'data.flags: A deferral takes the flag EPHEMERAL alone',
  ],
  [
    '26 choices',
    'callback',
    { type: 8, data: { choices: times(26, (i) => ({ name: `${i}`, value: `${i}` })) } },
    'data.choices: Must be 25 or fewer in length.',
  ],

  ['capitals in a command', 'command', command({ name: 'Song' }), 'name: Command name is invalid'],
  ['no description', 'command', { name: 'song', type: 1 }, 'description: This field is required'],
  [
    'autocomplete and choices',
    'command',
    command({ options: [option('a', { autocomplete: true, choices: [{ name: 'x', value: 'x' }] })] }),
    'options.0.autocomplete: An option cannot have both choices and autocomplete',
  ],
  [
    'required after optional',
    'command',
    command({ options: [option('a'), option('b', { required: true })] }),
    'options.1: Required options must be placed before non-required options',
  ],
  [
    '26 options',
    'command',
    command({ options: times(26, (i) => option(`o${i}`)) }),
    'options: Must be 25 or fewer in length.',
  ],
  [
    'an option twice',
    'command',
    command({ options: [option('a'), option('a')] }),
    'options.1.name: Option names must be unique',
  ],
  [
    'more than 8000 characters',
    'command',
    command({
      options: times(25, (i) =>
        option(`o${i}`, {
          choices: times(4, (j) => ({ name: `${j}${'n'.repeat(60)}`, value: `${j}${'v'.repeat(60)}` })),
        }),
      ),
    }),
    'body: Command exceeds maximum size (8000)',
  ],
  [
    'a name twice in one list',
    'commandList',
    [command({}), command({})],
    '1.name: Application command names must be unique',
  ],
  [
    'a fault in the second command',
    'commandList',
    [command({}), command({ name: 'Other' })],
    '1.name: Command name is invalid',
  ],
];

test.each(rows)('%s', async (_, kind, body, rule) => {
  const findings = await checkBody(kind, body, { files: 0, wasV2: false });
  expect(findings.map(ruleOf)).toEqual(rule === null ? [] : [rule]);
});

test('a V2 message stays one: its edit is held to the rules of V2', async () => {
  const findings = await checkBody('messageEdit', { content: 'x', ...quiet }, { files: 0, wasV2: true });
  expect(findings.map(({ code }) => code)).toEqual(['MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2']);
});

test('eleven files are too many', async () => {
  const findings = await checkBody('followUp', { content: 'x', ...quiet }, { files: 11, wasV2: false });
  expect(findings.map(ruleOf)).toEqual(['attachments: Must be 10 or fewer in length.']);
});

test('a fault is nested as Discord nests it', async () => {
  const findings = await checkBody('callback', modal({ title: 'x'.repeat(46) }), { files: 0, wasV2: false });
  expect(formErrors(findings)).toEqual({
    data: { title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 45 or fewer in length.' }] } },
  });
});
