/**
 * Every adapter at its service, every way in which the service may behave: what really comes out, as a table. Bold is what
 * the contract does not expect. `node bench/contract.ts`
 */
import { type Case, cases, expectedOf, open, play, said } from '../test/providers/cases.ts';
import { type Row, rows } from '../test/providers/rows.ts';

const all: readonly Row[] = Object.values(rows);

const answerOf = async (row: Row, one: Case): Promise<string> => {
  const subject = await open(row);
  try {
    const answer = said(await play(subject, one));
    return answer === expectedOf(row, one) ? answer : `**${answer}**`;
  } catch (error) {
    return `**${error instanceof Error ? error.message : String(error)}**`;
  } finally {
    await subject.close();
  }
};

const line = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);
line(['what the service does', ...all.map(({ name }) => name)]);
line(['---', ...all.map(() => '---')]);
for (const one of cases) {
  const answers: string[] = [];
  for (const row of all) {
    const isAsked = one.ask !== 'extension' || row.extends;
    answers.push(isAsked ? await answerOf(row, one) : '–');
  }
  line([one.name, ...answers]);
}
