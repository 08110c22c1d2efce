/** Prints each figure that README quotes beside its baseline of the same run, as Markdown. */
import { cpus } from 'node:os';
import { measure, percentile, type Run, type Way } from './answers.ts';
import { printCallbacks } from './callbacks.ts';
import { lookingTable } from './looking.ts';

const perSecond = 50;
const seconds = 10;
const rounds = 3;
const ours: Way = 'songcircle';
const baseline: Way = 'bare, one FULL commit';
/** Alternating, so that a machine that slows down slows all of them. */
const ways: Way[] = [baseline, ours, 'bare, deferral only', 'songcircle, delivering each song at once'];

const runs: Run[] = [];
for (let round = 0; round < rounds; round++) {
  for (const way of ways) {
    const run = await measure(way, perSecond, seconds);
    process.stderr.write(`${way}: p50 ${run.p50.toFixed(2)} ms, p99 ${run.p99.toFixed(1)} ms\n`);
    runs.push(run);
  }
}

const median = (values: number[]): number => percentile(values, 50);
const of = (way: Way): Run[] => runs.filter((run) => run.way === way);
const ratios = (way: Way, figure: 'p50' | 'p99'): number[] =>
  of(way).map((run, round) => run[figure] / (of(baseline)[round]?.[figure] ?? Number.NaN));

const songs = perSecond * seconds;
const rows = ways.map((way) => {
  const all = of(way);
  const p50 = median(all.map((run) => run.p50)).toFixed(2);
  const p99 = median(all.map((run) => run.p99)).toFixed(1);
  const unanswered = all.reduce((sum, run) => sum + run.unanswered, 0);
  return `| ${way} | ${p50} | ${p99} | ${median(ratios(way, 'p50')).toFixed(2)} | ${median(ratios(way, 'p99')).toFixed(2)} | ${unanswered} |`;
});
const edits = median(of(ours).map((run) => run.edits)) / songs;

process.stdout.write(`
Answering \`/song\`: ${perSecond} commands a second for ${seconds} s, ${rounds} rounds in turn, medians of rounds.
${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}.

| bot | p50 ms | p99 ms | p50 to baseline | p99 to baseline | unanswered |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

Requests to Discord a song, beside its answer: ${edits.toFixed(2)}.
`);

process.stdout.write(lookingTable());
await printCallbacks();
