/** `/credits limit`: what managers let members and roles spend a day. */
import type { Answer, Asker, ChoiceFace, Note } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import type { Options } from '../src/discord/interaction.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import type { Limit, LimitOutcome, Subject } from '../src/ledger/outcomes.ts';
import { textOption } from './declare.ts';
import type { CommandDeps } from './deps.ts';

/** As many as one list under a message holds. */
const mostListed = 25;
const snowflake = /^\d{17,20}$/;

const note = (text: string): Note => ({ kind: 'note', text });

/** A snowflake, or null for what no app of Discord's sends. */
const idIn = (options: Options, name: string): string | null => {
  const id = textOption(options[name]);
  return id !== null && snowflake.test(id) ? id : null;
};

/** With nothing named it lists; with somebody or a role but no number it removes. */
export async function limit(deps: CommandDeps, asker: Asker, options: Options): Promise<Answer> {
  const speech = deps.texts.in(asker.locale);
  if (!asker.isManager) return note(speech.say('credits.notManager'));
  const { per_day: perDay, member, role } = options;
  if (perDay === undefined && member === undefined && role === undefined) return list(deps, asker);
  if (member !== undefined && role !== undefined) return note(speech.say('credits.limit.both'));
  const [userId, roleId] = [idIn(options, 'member'), idIn(options, 'role')];
  if ((member !== undefined && userId === null) || (role !== undefined && roleId === null))
    return note(speech.say('credits.limit.unknown'));
  const subject = subjectOf(asker, userId, roleId);
  const bad = note(speech.say('credits.limit.badAmount', { most: speech.number(Number.MAX_SAFE_INTEGER) }));
  if (perDay !== undefined && typeof perDay !== 'number') return bad;
  const outcome = await deps.credits.setLimit(asker.guildId, subject, perDay ?? null);
  if (outcome.kind === 'bad_amount') return bad;
  const who = nameOf(subject, speech);
  if (perDay === undefined) return note(removed(outcome, who, speech));
  return note(speech.say('credits.limit.set', { who, amount: speech.number(perDay) }));
}

/** Discord's role of everybody has the server's own id. */
const subjectOf = (asker: Asker, userId: string | null, roleId: string | null): Subject => {
  if (userId !== null) return { kind: 'member', userId };
  return roleId === null || roleId === asker.guildId ? { kind: 'everybody' } : { kind: 'role', roleId };
};

/** Mentions, which ping nobody; of a role or member that is gone Discord says so itself. */
function nameOf(subject: Subject | Limit, speech: Speech): string {
  if (subject.kind === 'everybody') return speech.say('credits.limit.everybody');
  if (subject.kind === 'role') return `<@&${subject.roleId}>`;
  return subject.userId === null ? speech.say('card.forgotten') : `<@${subject.userId}>`;
}

const removed = (outcome: LimitOutcome, who: string, speech: Speech): string =>
  outcome.kind === 'removed' && outcome.before === null
    ? speech.say('credits.limit.none', { who })
    : speech.say('credits.limit.removed', { who });

/** Names are not known here, and a list cannot show mentions: so its entries go by their numbers. */
async function list({ credits, texts }: CommandDeps, asker: Asker, first = ''): Promise<Note> {
  const speech = texts.in(asker.locale);
  const all = await credits.limits(asker.guildId, mostListed + 1);
  const shown = all.slice(0, mostListed);
  const lines = shown.map((rule, index) => `${index + 1}. ${nameOf(rule, speech)}: **${speech.number(rule.perDay)}**`);
  const more = all.length > mostListed ? speech.say('credits.limit.more') : '';
  const body = lines.length === 0 ? speech.say('credits.limit.empty') : lines.join('\n');
  const options = shown.map((rule, index): ChoiceFace => {
    const label = `${index + 1}. ${speech.say(`credits.limit.${rule.kind}`)}: ${speech.number(rule.perDay)}`;
    return { value: choiceOf(rule), label, chosen: false };
  });
  return {
    kind: 'note',
    title: speech.say('credits.limit.title'),
    text: [first, body, more, speech.say('credits.limit.rule')].filter((part) => part !== '').join('\n\n'),
    selects: [{ id: routes.limits.make({}), placeholder: speech.say('credits.limit.remove'), options }],
  };
}

function choiceOf(rule: Limit): string {
  if (rule.kind === 'everybody') return 'everybody';
  return rule.kind === 'role' ? `role-${rule.roleId}` : `member-${rule.ref}`;
}

/** Removes the chosen limit, also that of a role that was deleted or of a member who left. */
export const limitsList = (deps: CommandDeps): Conversation =>
  conversation(routes.limits, false, async (asker, _fields, _typed, [chosen = '']) => {
    const { credits, texts } = deps;
    const speech = texts.in(asker.locale);
    if (!asker.isManager) return note(speech.say('credits.notManager'));
    const [kind, id = ''] = chosen.split('-');
    const { guildId } = asker;
    const listed = await credits.limits(guildId, mostListed + 1);
    const rule = listed.find((one) => choiceOf(one) === chosen);
    if (kind === 'member' && /^\d{1,15}$/.test(id)) await credits.removeMemberLimit(guildId, Number(id));
    else if (kind === 'role' && snowflake.test(id)) await credits.setLimit(guildId, { kind: 'role', roleId: id }, null);
    else if (chosen === 'everybody') await credits.setLimit(guildId, { kind: 'everybody' }, null);
    const said = rule === undefined ? '' : speech.say('credits.limit.removed', { who: nameOf(rule, speech) });
    return { ...(await list(deps, asker, said)), replaces: true };
  });
