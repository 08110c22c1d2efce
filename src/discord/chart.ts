/**
 * What was spent a day, as bars in SVG. Without a word, so that it is the same in every language: members are numbers, which
 * the message beside it explains. Each has a pattern beside its colour, and wherever there is room its number.
 */

export interface ChartOrder {
  /** Oldest first, `YYYY-MM-DD`. */
  days: readonly string[];
  /** From the bottom of the bars to the top, at most eight: what each day has of it, in credits. */
  series: readonly { label: string; amounts: readonly number[] }[];
}

/** Large letters: Discord shows pictures at 300 to 550 pixels, and larger only when they are opened. */
const width = 620;
const height = 370;
const plot = { left: 56, right: 608, top: 64, bottom: 332 };
const paper = '#1f2029';
const ink = '#f2f3f5';
const faint = '#4a4c59';

/** Colours that keep apart for colour-blind eyes (Okabe and Ito), each with what is drawn over it. */
const dark = '#15161c';
const stroke = (path: string, thick = 2.4): string =>
  `<path d="${path}" stroke="${dark}" stroke-opacity="0.75" stroke-width="${thick}" fill="none"/>`;
const dot = `<circle cx="5" cy="5" r="2.1" fill="${dark}" fill-opacity="0.8"/>`;
const fills: readonly { colour: string; pattern: string }[] = [
  { colour: '#56b4e9', pattern: '' },
  { colour: '#e69f00', pattern: stroke('M-2 12 L12 -2 M-2 2 L2 -2 M8 12 L12 8') },
  { colour: '#2fc79a', pattern: dot },
  { colour: '#f0e442', pattern: stroke('M0 5 H10') },
  { colour: '#d58bb5', pattern: stroke('M-2 -2 L12 12 M-2 8 L2 12 M8 -2 L12 2') },
  { colour: '#e8733a', pattern: stroke('M5 0 V10') },
  { colour: '#7fa8ff', pattern: stroke('M0 5 H10 M5 0 V10', 1.6) },
  { colour: '#b9bbc4', pattern: stroke('M-2 12 L12 -2 M-2 -2 L12 12', 1.6) },
];

const definitions = fills
  .map(
    ({ colour, pattern }, index) =>
      `<pattern id="fill${index}" width="10" height="10" patternUnits="userSpaceOnUse"><rect width="10" height="10" fill="${colour}"/>${pattern}</pattern>`,
  )
  .join('');

/** A number on its own little plate, so that no pattern runs through it. */
const plate = (label: string, x: number, y: number): string => {
  const wide = 7 + 7 * label.length;
  return `<rect x="${(x - wide / 2).toFixed(1)}" y="${(y - 9).toFixed(1)}" width="${wide}" height="18" rx="4" fill="${dark}"/>${words(label, x, y + 5, 'middle', 14)}`;
};

const words = (text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end', size = 18): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="${anchor}" fill="${ink}">${text}</text>`;

/** 1, 2 or 5 times a power of ten, so that at most five lines reach over `most`. */
export function stepFor(most: number): number {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= rough) ?? 10 * power;
}

const short = (credits: number): string => {
  if (credits < 1_000) return String(credits);
  const power = Math.floor(Math.log10(credits) / 3);
  return `${Number((credits / 1000 ** power).toPrecision(3))}${['', 'k', 'M', 'G', 'T', 'P'][power] ?? ''}`;
};

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);

/** The whole picture; labels must be digits or `+`. */
export function chartSvg({ days, series }: ChartOrder): string {
  const totals = days.map((_, day) => sum(series.map(({ amounts }) => amounts[day] ?? 0)));
  const step = stepFor(Math.max(1, ...totals));
  const lines = Math.max(1, Math.ceil(Math.max(...totals) / step));
  const heightOf = (credits: number): number => ((plot.bottom - plot.top) * credits) / (step * lines);
  const grid = Array.from({ length: lines + 1 }, (_, index) => {
    const y = plot.bottom - heightOf(index * step);
    return `<path d="M${plot.left} ${y.toFixed(1)} H${plot.right}" stroke="${faint}"/>${words(short(index * step), plot.left - 8, y + 6, 'end')}`;
  });
  const slot = (plot.right - plot.left) / days.length;
  const bars = days.map((day, index) => {
    const x = plot.left + slot * (index + 0.5);
    return bar(series, index, x, slot * 0.8, heightOf) + dateUnder(day, index, days.length, x);
  });
  const legend = series.map(({ label, amounts }, index) => {
    const x = 10 + index * 76;
    return `<rect x="${x}" y="14" width="30" height="26" rx="4" fill="url(#fill${index})"/>${plate(label, x + 15, 27)}${words(short(sum(amounts)), x + 34, 32, 'start', 14)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Jost"><defs>${definitions}</defs><rect width="${width}" height="${height}" fill="${paper}"/>${grid.join('')}${bars.join('')}${legend.join('')}</svg>`;
}

/** Lower than this a number would reach over its part of the bar. */
const leastForPlate = 20;

function bar(
  series: ChartOrder['series'],
  day: number,
  x: number,
  wide: number,
  heightOf: (credits: number) => number,
): string {
  let top = plot.bottom;
  return series
    .map(({ label, amounts }, index) => {
      const high = heightOf(amounts[day] ?? 0);
      if (high === 0) return '';
      top -= high;
      const part = `<rect x="${(x - wide / 2).toFixed(1)}" y="${top.toFixed(1)}" width="${wide.toFixed(1)}" height="${high.toFixed(1)}" fill="url(#fill${index})" stroke="${paper}" stroke-width="1.5"/>`;
      return high < leastForPlate ? part : part + plate(label, x, top + high / 2);
    })
    .join('');
}

/** Every fifth day counted back from today has its date, month and day. */
const dateUnder = (day: string, index: number, count: number, x: number): string =>
  (count - 1 - index) % 5 === 0 ? words(day.slice(5), Math.min(x, width - 28), plot.bottom + 26, 'middle', 17) : '';
