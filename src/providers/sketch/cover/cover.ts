import { Resvg } from '@resvg/resvg-js';
import type { GenreName } from '../compose/genres.ts';
import type { Score } from '../compose/score.ts';
import type { Plan } from '../papers.ts';
import { createRandom } from '../random.ts';
import { plain } from '../words/traits.ts';
import { fonts } from './font.ts';
import { drawable, letter, textRuns, widthOf } from './lettering.ts';
import type { MotifName } from './motifs.ts';
import { motifs } from './motifs.ts';
import type { Palette } from './palettes.ts';
import { even, gladCalm, gladWild, night, sadCalm, sadWild } from './palettes.ts';

const margin = 64;

/** Draws the cover of one take: a PNG of 1024 by 1024 pixels. The same plan and take give the same picture. */
export function drawCover(plan: Plan, score: Score, take: 0 | 1): Uint8Array {
  const svg = coverSvg(plan, contourOf(score), take);
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: 1024 },
    font: { loadSystemFonts: false, fontFiles: fonts.map((font) => font.path), defaultFontFamily: fonts[0]?.family },
  });
  return picture.render().asPng();
}

/** The tune's course in ten heights from 0 to 1; a gentle wave where there is no tune. */
function contourOf(score: Score): number[] {
  const tune = score.parts.find((part) => part.role === 'voice') ?? score.parts.find((part) => part.role === 'lead');
  const pitches = (tune?.notes ?? []).map((note) => note.pitch).slice(0, 40);
  const size = pitches.length / 10;
  if (size < 1) return Array.from({ length: 10 }, (_, index) => 0.5 + 0.4 * Math.sin(index));
  const heights = Array.from({ length: 10 }, (_, index) => {
    const some = pitches.slice(
      Math.floor(index * size),
      Math.max(Math.floor(index * size) + 1, Math.floor((index + 1) * size)),
    );
    return some.reduce((sum, pitch) => sum + pitch, 0) / some.length;
  });
  const low = Math.min(...heights);
  const span = Math.max(1, Math.max(...heights) - low);
  return heights.map((height) => (height - low) / span);
}

const pictured: readonly (readonly [MotifName, RegExp])[] = [
  ['rain', / (?:rain|rainy|regen|lluvia|pluie|chuva|storm|tears) |雨|涙/u],
  [
    'stars',
    / (?:star|stars|space|night|moon|galaxy|stern|sterne|nacht|noche|estrellas|nuit|etoiles|noite|lullaby|dream|dreams) |夜|星|月|夢|宇宙/u,
  ],
  ['skyline', / (?:city|street|town|downtown|neon|tokyo|berlin|stadt|ciudad|ville|cidade) |街|都市|東京/u],
  [
    'sunset',
    / (?:sun|sunset|summer|beach|ocean|sea|island|sonne|sommer|meer|sol|verano|mar|soleil|ete|verao) |夏|海|太陽/u,
  ],
  ['petals', / (?:flower|flowers|love|garden|spring|rose|blume|liebe|flor|amor|fleur|amour|heart) |花|恋|愛|桜|春/u],
  [
    'hills',
    / (?:mountain|mountains|home|road|river|forest|tree|morning|berg|wald|montana|foret|montanha|country|folk|wind) |山|森|道|朝|風/u,
  ],
];

const usual: Readonly<Partial<Record<GenreName, readonly MotifName[]>>> = {
  house: ['rings', 'ribbons', 'poster'],
  techno: ['poster', 'rings', 'skyline'],
  trance: ['ribbons', 'sunset', 'rings'],
  dnb: ['ribbons', 'skyline', 'rings'],
  electro: ['rings', 'poster', 'ribbons'],
  synthwave: ['sunset', 'skyline'],
  lofi: ['skyline', 'rain', 'hills', 'sunset'],
  jazz: ['poster', 'rings', 'skyline'],
  ambient: ['stars', 'ribbons', 'hills'],
  folk: ['hills', 'petals'],
  country: ['hills', 'sunset'],
  lullaby: ['stars', 'petals'],
  waltz: ['petals', 'rings'],
  chiptune: ['poster', 'skyline'],
  bossa: ['sunset', 'petals', 'poster'],
  reggae: ['sunset', 'rings'],
  classical: ['petals', 'ribbons', 'hills'],
  cinematic: ['hills', 'stars'],
  christmas: ['stars', 'hills'],
};

const anyMotif: readonly MotifName[] = ['rings', 'ribbons', 'petals', 'hills', 'sunset', 'poster'];

const nightly =
  / (?:night|midnight|moon|moonlight|neon|stars|nacht|mitternacht|noche|medianoche|nuit|minuit|noite) |夜|月|星/u;

function palettesFor({ music, title, style }: Plan): readonly Palette[] {
  const { brightness, energy } = music;
  if (nightly.test(plain(`${title} ${style}`))) return night;
  if (brightness > 0.15) return energy > 0.15 ? gladWild : gladCalm;
  if (brightness < -0.15) return energy > 0.15 ? sadWild : sadCalm;
  return even;
}

/** The picture's idea comes from the title's and style's own words, else from the kind of music. */
function chooseMotif(plan: Plan): MotifName {
  const words = plain(`${plan.title} ${plan.style}`);
  const random = createRandom(`motif ${plan.title} ${plan.style}`);
  const told = pictured.filter(([, pattern]) => pattern.test(words)).map(([name]) => name);
  return random.pick(told.length > 0 ? told : (usual[plan.music.genre] ?? anyMotif));
}

function coverSvg(plan: Plan, contour: readonly number[], take: 0 | 1): string {
  const palettes = palettesFor(plan);
  const first = createRandom(`palette ${plan.title} ${plan.style}`).below(palettes.length);
  const palette = palettes[(first + take) % palettes.length] ?? gladCalm[0];
  if (!palette) throw new Error('assertion: no palette');
  const random = createRandom(`cover ${plan.title} ${plan.style} ${take}`);
  const picture = motifs[chooseMotif(plan)]({ random, palette, contour });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024" viewBox="0 0 1024 1024">${shades(palette)}<rect width="1024" height="1024" fill="url(#sky)"/>${picture}${lettering(plan, palette, take)}</svg>`;
}

type Stop = readonly [at: number, colour: string, opacity: number];

/** Fades from top to bottom of what it fills, or of the whole picture. */
function gradient(id: string, stops: readonly Stop[], whole = false): string {
  const units = whole ? 'gradientUnits="userSpaceOnUse" y2="1024"' : 'y2="1"';
  const drawn = stops.map(
    ([at, colour, opacity]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
  );
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" ${units}>${drawn.join('')}</linearGradient>`;
}

const evenly = (...colours: readonly string[]): Stop[] =>
  colours.map((colour, index) => [index / (colours.length - 1), colour, 1]);

function shades({ sky, light, accent, ground: [far, near, nearer, nearest] }: Palette): string {
  const foot: Stop[] = [
    [0, nearest, 0],
    [0.42, nearest, 0.78],
    [1, nearest, 0.97],
  ];
  return `<defs>${gradient('sky', evenly(...sky), true)}${gradient('sun', evenly(light, accent))}${gradient('sea', evenly(far, nearer, nearest))}${gradient('night', evenly(nearest, near, far), true)}${gradient('foot', foot)}</defs>`;
}

/** Title and a small line at the foot, on a dark veil so that they can be read over any picture. */
function lettering(plan: Plan, palette: Palette, take: 0 | 1): string {
  const title = drawable(plan.title);
  const details = `${Math.round(plan.tempo)} BPM  ·  ${plan.key.toUpperCase()}`;
  const small = details.replaceAll('♭', 'b');
  const { size, lines } = title === '' ? { size: 0, lines: [] } : letter(title, 1024 - 2 * margin);
  const leading = size * 1.06;
  const bottom = 1024 - margin - 84;
  const top = bottom - leading * Math.max(0, lines.length - 1) - size;
  const veil = Math.max(300, 1024 - top + 190);
  const drawn = lines
    .map(
      (line, index) =>
        `<text x="${margin - size * 0.04}" y="${(bottom - leading * (lines.length - 1 - index)).toFixed(1)}" font-size="${size}" fill="${palette.light}">${textRuns(line)}</text>`,
    )
    .join('');
  const letterX = 1024 - margin - widthOf(take === 0 ? 'A' : 'B', 34);
  return `<rect x="0" y="${1024 - veil}" width="1024" height="${veil}" fill="url(#foot)"/>${drawn}<rect x="${margin}" y="${1024 - margin - 30}" width="44" height="5" rx="2.5" fill="${palette.accent}"/><text x="${margin + 62}" y="${1024 - margin - 16}" font-size="30" letter-spacing="3" fill="${palette.light}" opacity="0.92">${textRuns(small)}</text><text x="${letterX.toFixed(1)}" y="${1024 - margin - 14}" font-size="34" fill="${palette.accent}">${textRuns(take === 0 ? 'A' : 'B')}</text>`;
}
