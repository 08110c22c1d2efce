/**
 * Prints each figure that README quotes beside its baseline of the same run, as Markdown: `npm run bench`, or one part of
 * it, `npm run bench ledger`.
 */
import { answersReport } from './answers.ts';
import { callbacksReport } from './callbacks.ts';
import { circleReport } from './circle.ts';
import { ledgerReport } from './ledger.ts';
import { lookingTable } from './looking.ts';

const reports = {
  answers: answersReport,
  looking: lookingTable,
  callbacks: callbacksReport,
  circle: circleReport,
  ledger: ledgerReport,
};
const wanted = process.argv.slice(2);

for (const [name, report] of Object.entries(reports))
  if (wanted.length === 0 || wanted.includes(name)) process.stdout.write(await report());
