/** What looking costs, beside a fixed poller at the same mean delay and beside who knew each law: as Markdown. */
import { createRandom } from '../src/providers/sketch/random.ts';
import { crowd, sharedOut } from './looking-crowd.ts';
import {
  type Cost,
  costOf,
  either,
  exponential,
  lognormal,
  optimum,
  slower,
  type TrueLaw,
  worth,
} from './looking-laws.ts';
import { againstFixed, fixedRequests, learned, meanOf, miniature, recovered, withCalls } from './looking-runs.ts';

const seed = 'looking';
const songs = 10_000;
/** The service says that it takes twice as long as it does. */
const claimed = 120;

const narrow = lognormal(60, 0.25);
const wide = lognormal(60, 0.5);
const memoryless = exponential(60);
const humps = either(lognormal(40, 0.15), lognormal(90, 0.15));
const rows: { law: TrueLaw; floor: number }[] = [
  { law: narrow, floor: 0 },
  { law: wide, floor: 0 },
  { law: memoryless, floor: 0 },
  { law: humps, floor: 0 },
  { law: narrow, floor: 5 },
];

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
const pair = ({ requests, delay }: Cost): string => `${requests.toFixed(2)}, ${delay.toFixed(2)} s`;

/** Everything about looking, by its seed the same each time. */
export const lookingTable = (): string => `
Looking for songs, ${songs} of each kind one after another (median 60 s; the law is learned from these looks alone, the
service's own word is twice too long). Cost is requests + ${worth} × seconds of delay; the optimum knows the law.

| completion times | requests, delay | fixed poller, same delay | fewer requests | optimum | fewer | cost to optimum: first 50 songs | after 50 | after 1000 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(row).join('\n')}

${calls()}

${shifts()}

| 500 songs begun within | delay | if looks were shared out by √hazard, the law known | if evenly | most requests in 10 s, of 20 |
| --- | --- | --- | --- | --- |
${[300, 600, 900, 2400].map(crowded).join('\n')}
`;

function row({ law, floor }: { law: TrueLaw; floor: number }): string {
  const provider = miniature(claimed, { lookEveryMs: floor * 1_000 });
  const random = createRandom(`${seed} ${law.name} ${floor}`);
  const best = optimum(law, floor);
  const run = againstFixed(law, random, songs, provider);
  const sample = Array.from({ length: songs }, () => law.draw(random));
  const bestFewer = 1 - best.requests / fixedRequests(sample, best.delay);
  const early = learned(law, random, 50, 40, provider);
  const late = learned(law, random, 1_000, 3, provider);
  const ratios = [early.during, early.after, late.after].map((cost) => (cost / costOf(best)).toFixed(2));
  const name = floor === 0 ? law.name : `${law.name}, looks at least ${floor} s apart`;
  const mine = `${pair(run)} | ${run.fixed.toFixed(2)} | ${percent(run.fewer)}`;
  return `| ${name} | ${mine} | ${pair(best)} | ${percent(bestFewer)} | ${ratios.join(' | ')} |`;
}

function calls(): string {
  const { requests, losses } = withCalls(narrow, createRandom(`${seed} calls`), songs, 0.01);
  const late = 60 * Math.exp(0.25 * 2.326);
  const found = losses.filter(({ seconds }) => seconds <= late).map(({ foundAt }) => foundAt);
  const last = Math.max(...found);
  return `A service that calls and loses 1 % of its calls (${narrow.name}, true p99 ${late.toFixed(0)} s): ${requests.toFixed(3)} requests of our own
a song; what was lost is found ${meanOf(found).toFixed(0)} s after the start on average, the last ${last.toFixed(0)} s.`;
}

function shifts(): string {
  const ratios = [narrow, wide, memoryless].map((law) => {
    const [up, down] = [3, 1 / 3].map((times) => {
      const after = slower(law, times);
      const cost = recovered(law, after, createRandom(`${seed} ${law.name} ${times}`), 100, 4);
      return (cost / costOf(optimum(after))).toFixed(2);
    });
    return `${law.name}: ${up} and ${down}`;
  });
  return `Cost to optimum 100 songs after the service became three times as slow, and as fast: ${ratios.join('; ')}.`;
}

function crowded(seconds: number): string {
  const { delay, songs: crowd500, most } = crowd(narrow, createRandom(`${seed} ${seconds}`), 500, seconds);
  const byRoot = sharedOut(narrow, crowd500, 'by root').toFixed(1);
  const evenly = sharedOut(narrow, crowd500, 'evenly').toFixed(1);
  return `| ${seconds} s | ${delay.toFixed(1)} s | ${byRoot} s | ${evenly} s | ${most} |`;
}
