/** Who is in a circle, and the host's part: **Leave**, and **Manage** (lock, move, remove, hand over). */
import type { Circle } from '../src/circles/acts.ts';
import { seenBy } from '../src/circles/store.ts';
import type { CircleView } from '../src/circles/view.ts';
import type { ChoiceFace, Note, SelectFace } from '../src/discord/answer.ts';
import { routes } from '../src/discord/buttons.ts';
import { type Conversation, conversation } from '../src/discord/command.ts';
import type { Speech } from '../src/discord/texts/texts.ts';
import { act, answerOf, reasonText, unknownCircle } from './circle-answers.ts';
import { sectionChoices } from './circle-writing.ts';
import type { CommandDeps } from './deps.ts';

/** A list holds 25 entries. */
const mostNamed = 25;
/** Stands for the end, where a section is moved before no other. */
const theEnd = 'end';

export const leaveButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleLeave, false, async (asker, { circle }) =>
    answerOf(deps, asker, await act(deps, asker, circle, { kind: 'leave' })),
  );

export const manageButton = (deps: CommandDeps): Conversation =>
  conversation(routes.circleManage, false, async (asker, { circle: circleId }) => {
    const circle = await deps.circles.load(circleId, asker.guildId);
    if (circle === null) return unknownCircle(deps, asker);
    const speech = deps.texts.in(asker.locale);
    const view = seenBy(circle, asker.userId);
    if (view.closed !== null) return { kind: 'note', text: reasonText({ kind: 'closed' }, circle, speech) };
    if (!view.isHost) return { kind: 'note', text: reasonText({ kind: 'not_host' }, circle, speech) };
    return manageNote(circle, view, speech);
  });

function manageNote(circle: Circle, view: CircleView, speech: Speech): Note {
  const id = { circle: circle.id };
  const sections = view.stage.kind === 'writing' ? sectionChoices({ circle, view, speech }, view.sections) : [];
  const list = (route: string, placeholder: string, options: ChoiceFace[]): SelectFace => ({
    id: route,
    placeholder,
    options,
  });
  const selects = [
    list(routes.circleLock.make(id), speech.say('circle.manage.lock'), sections),
    list(routes.circleMove.make(id), speech.say('circle.manage.move'), sections.length > 1 ? sections : []),
    list(routes.circleRemove.make(id), speech.say('circle.manage.remove'), sections),
    list(routes.circleHandOver.make(id), speech.say('circle.manage.handOver'), heirs(circle, view)),
  ].filter(({ options }) => options.length > 0);
  if (selects.length === 0) return { kind: 'note', text: speech.say('circle.nothingToManage') };
  return { kind: 'note', text: speech.say('circle.manageNow'), selects };
}

const heirs = ({ names }: Circle, { memberIds, hostId }: CircleView): ChoiceFace[] =>
  memberIds
    .filter((id) => id !== null && id !== hostId)
    .slice(0, mostNamed)
    .map((id) => ({ value: id ?? '', label: names.get(id ?? '') ?? id ?? '', chosen: false }));

/** Locks what is open, and opens what is locked. */
export const lockPicked = (deps: CommandDeps): Conversation =>
  conversation(routes.circleLock, false, async (asker, { circle: circleId }, _typed, [picked]) => {
    const circle = await deps.circles.load(circleId, asker.guildId);
    const section = circle?.state.sections.find(({ id }) => String(id) === picked);
    const locked = !(section?.locked ?? false);
    const acted = await act(deps, asker, circleId, { kind: 'lock_section', id: Number(picked), locked });
    return answerOf(deps, asker, acted);
  });

export const removePicked = (deps: CommandDeps): Conversation =>
  conversation(routes.circleRemove, false, async (asker, { circle }, _typed, [picked]) =>
    answerOf(deps, asker, await act(deps, asker, circle, { kind: 'remove_section', id: Number(picked) })),
  );

export const handOverPicked = (deps: CommandDeps): Conversation =>
  conversation(routes.circleHandOver, false, async (asker, { circle: circleId }, _typed, [to = '']) => {
    // The list comes from the client: only who is there can be named in the database.
    const circle = await deps.circles.load(circleId, asker.guildId);
    if (circle === null) return unknownCircle(deps, asker);
    const isThere = seenBy(circle, null).memberIds.includes(to);
    if (!isThere) return { kind: 'note', text: deps.texts.in(asker.locale).say('circle.notThere') };
    return answerOf(deps, asker, await act(deps, asker, circleId, { kind: 'hand_over', to }));
  });

/** What is to be moved; then before what. */
export const movePicked = (deps: CommandDeps): Conversation =>
  conversation(routes.circleMove, false, async (asker, { circle: circleId }, _typed, [picked]) => {
    const circle = await deps.circles.load(circleId, asker.guildId);
    if (circle === null) return unknownCircle(deps, asker);
    const speech = deps.texts.in(asker.locale);
    const view = seenBy(circle, asker.userId);
    const section = view.sections.find(({ id }) => String(id) === picked);
    if (section === undefined) return { kind: 'note', text: reasonText({ kind: 'removed' }, circle, speech) };
    const others = view.sections.filter((one) => one !== section);
    const end = { value: theEnd, label: speech.say('circle.toTheEnd'), chosen: false };
    return {
      kind: 'note',
      text: speech.say('circle.moveWhere'),
      selects: [
        {
          id: routes.circleMoveTo.make({ circle: circleId, section: section.id }),
          placeholder: speech.say('circle.moveBefore'),
          options: [...sectionChoices({ circle, view, speech }, others), end],
        },
      ],
    };
  });

export const moveToPicked = (deps: CommandDeps): Conversation =>
  conversation(routes.circleMoveTo, false, async (asker, { circle, section: id }, _typed, [picked]) => {
    const before = picked === theEnd ? null : Number(picked);
    return answerOf(deps, asker, await act(deps, asker, circle, { kind: 'move_section', id, before }));
  });
