import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWire, token } from './wire.ts';

type Way = 'songcircle' | 'songcircle, delivering each song at once' | 'bare, one FULL commit' | 'bare, deferral only';

/** The last argument of each bot: what it does beside answering. */
const ways: Record<Way, string> = {
  songcircle: 'idle',
  'songcircle, delivering each song at once': 'deliver',
  'bare, one FULL commit': 'commit',
  'bare, deferral only': 'defer',
};

interface Run {
  way: Way;
  p50: number;
  p99: number;
  unanswered: number;
  /** Requests to Discord beside the answers. */
  edits: number;
}

/** What is compiled at the first use is not what is measured. */
const warmSeconds = 3;
const plenty = '1000000000';

/** One bot, one load: `/song` at `perSecond` for `seconds`, each bot in a process and on a database of its own. */
async function measure(way: Way, perSecond: number, seconds: number): Promise<Run> {
  const dir = await mkdtemp(join(tmpdir(), 'songcircle-bench-'));
  const wire = await createWire();
  const script = fileURLToPath(new URL(way.startsWith('songcircle') ? 'ours.ts' : 'bare.ts', import.meta.url));
  const bot = fork(script, [wire.apiUrl, token, join(dir, 'bare.db'), ways[way]], {
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      DISCORD_TOKEN: token,
      DISCORD_API_URL: wire.apiUrl,
      DATABASE_URL: `file:${dir}/songcircle.db`,
      MEDIA_DIR: `${dir}/media`,
      HTTP_PORT: '0',
      LOG_LEVEL: 'error',
      STARTER_CREDITS: plenty,
      DAILY_CREDITS: plenty,
      GUILD_DAILY_CREDITS: plenty,
      MEMBER_SONGS_AT_ONCE: '1000',
      GUILD_SONGS_AT_ONCE: '10000',
    },
  });
  try {
    await wire.connected();
    await wire.commands(perSecond, warmSeconds);
    const before = wire.edits();
    const { ms, unanswered } = await wire.commands(perSecond, seconds);
    return { way, p50: percentile(ms, 50), p99: percentile(ms, 99), unanswered, edits: wire.edits() - before };
  } finally {
    bot.kill('SIGKILL');
    await wire.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Of unsorted values; the smallest that at least `p` percent do not exceed. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * p) / 100) - 1)] ?? Number.NaN;
}

const perSecond = 50;
const seconds = 10;
const rounds = 3;
const ours: Way = 'songcircle';
const baseline: Way = 'bare, one FULL commit';
/** Alternating, so that a machine that slows down slows all of them. */
const order: Way[] = [baseline, ours, 'bare, deferral only', 'songcircle, delivering each song at once'];

const median = (values: number[]): number => percentile(values, 50);

/** As Markdown. */
export async function answersReport(): Promise<string> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const way of order) {
      const run = await measure(way, perSecond, seconds);
      process.stderr.write(`${way}: p50 ${run.p50.toFixed(2)} ms, p99 ${run.p99.toFixed(1)} ms\n`);
      runs.push(run);
    }
  }
  const of = (way: Way): Run[] => runs.filter((run) => run.way === way);
  const ratios = (way: Way, figure: 'p50' | 'p99'): number[] =>
    of(way).map((run, round) => run[figure] / (of(baseline)[round]?.[figure] ?? Number.NaN));
  const rows = order.map((way) => {
    const all = of(way);
    const p50 = median(all.map((run) => run.p50)).toFixed(2);
    const p99 = median(all.map((run) => run.p99)).toFixed(1);
    const unanswered = all.reduce((sum, run) => sum + run.unanswered, 0);
    return `| ${way} | ${p50} | ${p99} | ${median(ratios(way, 'p50')).toFixed(2)} | ${median(ratios(way, 'p99')).toFixed(2)} | ${unanswered} |`;
  });
  const edits = median(of(ours).map((run) => run.edits)) / (perSecond * seconds);
  return `
Answering \`/song\`: ${perSecond} commands a second for ${seconds} s, ${rounds} rounds in turn, medians of rounds.
${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}.

| bot | p50 ms | p99 ms | p50 to baseline | p99 to baseline | unanswered |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

Requests to Discord a song, beside its answer: ${edits.toFixed(2)}.
`;
}
