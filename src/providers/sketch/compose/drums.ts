import type { Random } from '../random.ts';
import type { Pattern } from './grooves.ts';
import { grooves } from './grooves.ts';
import type { PlacedSection } from './harmony.ts';
import { barsOf, endOf } from './harmony.ts';
import type { Music } from './plan.ts';
import type { Drum, Hit, Kit } from './score.ts';

const loudness: Readonly<Record<string, number>> = { X: 1, x: 0.74, o: 0.36 };

/** How full each kind of section is, 0 to 1; the chorus is the summit. */
export const fullness = (section: Pick<PlacedSection, 'kind'>): number =>
  ({ intro: 0.55, verse: 0.62, lift: 0.72, chorus: 1, bridge: 0.55, solo: 0.8, outro: 0.5 })[section.kind];

/** The drummer: a pattern for every bar, a fill before a chorus, a crash on its first beat. Times are beats. */
export function playDrums(music: Music, sections: readonly PlacedSection[], random: Random): Hit[] {
  const groove = grooves[music.groove];
  if (!music.drums || !groove) return [];
  const hits: Hit[] = [];
  const beforeChorus = new Set(sections.filter((_, index) => sections[index + 1]?.kind === 'chorus'));
  for (const { section, index, at } of barsOf(music, sections)) {
    const big = section.kind === 'chorus' || section.kind === 'solo';
    const fill = beforeChorus.has(section) && section.bars > 1 && index === section.bars - 1;
    playBar(
      hits,
      thin(big ? groove.chorus : groove.verse, section, index),
      at,
      fullness(section),
      fill ? music.beats * 4 - 4 : 99,
    );
    if (fill) playFill(hits, music, at + music.beats - 1, random);
    if (section.kind === 'chorus' && index === 0 && at > 0)
      hits.push({ at, drum: 'crash', velocity: gentle.has(music.kit) ? 0.3 : 0.62 });
  }
  if (hits.length === 0) return hits;
  const end = endOf(sections) - music.beats;
  const low = music.kit === 'hand' || music.kit === 'grand' ? 'low' : 'kick';
  return [...hits, { at: end, drum: low, velocity: 0.7 }, { at: end, drum: 'crash', velocity: 0.42 }];
}

const gentle: ReadonlySet<Kit> = new Set(['brush', 'dusty', 'hand']);

/** Intro, bridge and outro leave players out: only the light hands first, the rest for the second half of an intro. */
function thin(pattern: Pattern, section: PlacedSection, bar: number): Pattern {
  const entered = section.kind !== 'intro' && section.kind !== 'bridge' && section.kind !== 'outro';
  if (entered || (section.kind === 'intro' && bar >= section.bars / 2 && section.bars > 1)) return pattern;
  const { hat, shaker, rim, ride, kick, low, sleigh } = pattern;
  if (section.kind === 'intro') return { hat, shaker, sleigh, rim: hat || shaker ? undefined : rim };
  return { hat, shaker, ride, rim, sleigh, kick: kick?.replaceAll('X', 'x'), low };
}

function playBar(hits: Hit[], pattern: Pattern, at: number, full: number, until: number): void {
  for (const [drum, steps] of Object.entries(pattern)) {
    if (!steps) continue;
    for (let step = 0; step < steps.length; step++) {
      const velocity = loudness[steps[step] ?? '.'];
      const kept = step < until || drum === 'kick' || drum === 'low';
      if (velocity && kept)
        hits.push({ at: at + step / 4, drum: drum as Drum, velocity: velocity * (0.62 + 0.38 * full) });
    }
  }
}

function playFill(hits: Hit[], music: Music, at: number, random: Random): void {
  const soft = gentle.has(music.kit);
  const shapes = soft ? ['x..x', '..xx', 'x.x.'] : ['xxxx', 'x.xx', 'xx.x', '.xxx'];
  const shape = random.pick(shapes);
  const drums: Drum[] =
    music.kit === 'hand'
      ? ['tom', 'tom', 'low', 'low']
      : soft
        ? ['snare', 'snare', 'snare', 'snare']
        : ['snare', 'snare', 'tom', 'tom'];
  for (let step = 0; step < 4; step++) {
    if (shape[step] === 'x')
      hits.push({ at: at + step / 4, drum: drums[step] ?? 'snare', velocity: (soft ? 0.35 : 0.5) + 0.1 * step });
  }
}
