/** What several members do in a circle of the sandbox. */
import type { Member, Seen, Shown } from '../../sandbox/member.ts';
import { formOf, messageOf } from './bot.ts';

/** The newest message of this channel's circle, as this member sees it. */
export const isBoard = (message: Shown): boolean => !message.ephemeral && /In the circle/.test(message.text);

export const boardOf = (member: Member, satisfies: (board: Shown) => boolean = () => true): Promise<Shown> =>
  member.see((message) => isBoard(message) && satisfies(message), 15_000);

/** Until the circle's message says it. */
export const says = (member: Member, words: string | RegExp): Promise<Shown> =>
  boardOf(member, ({ text }) => (typeof words === 'string' ? text.includes(words) : words.test(text)));

/** Once the button is there and can be pressed. */
const pressOnBoard = async (member: Member, button: string): Promise<Seen> =>
  member.press(await boardOf(member, ({ buttons }) => buttons.includes(button)), button);

export const startCircle = (member: Member, theme: string, more: Record<string, string> = {}): Promise<Shown> =>
  messageOf(member.slash('circle start', { theme, ...more }));

/** What a form that was sent, or a press, was answered with; empty when nothing was said. */
export const said = (seen: Seen): string => {
  if (seen.kind === 'failed' || seen.kind === 'modal') throw new Error(`no answer: ${JSON.stringify(seen)}`);
  return seen.kind === 'message' ? seen.message.text : '';
};

export const addSection = async (member: Member, kind: string, lyrics: string): Promise<string> => {
  await formOf(pressOnBoard(member, 'Add section'));
  return said(await member.fill({ 'Kind of section': kind, Lyrics: lyrics }));
};

export const suggest = async (member: Member, what: 'title' | 'style', text: string): Promise<string> => {
  await formOf(pressOnBoard(member, `Suggest ${what}`));
  return said(await member.fill({ [what === 'title' ? 'Title' : 'Style (tags)']: text }));
};

export const voteFor = async (member: Member, what: 'title' | 'style', text: string): Promise<void> => {
  const ballot = await messageOf(pressOnBoard(member, 'Vote'));
  await member.choose(ballot, `Vote for a ${what}`, [text]);
};

export const press = async (member: Member, button: string): Promise<string> =>
  said(await pressOnBoard(member, button));
