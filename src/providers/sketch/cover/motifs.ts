import type { Random } from '../random.ts';
import type { Palette } from './palettes.ts';

/** What a picture is made of. `contour` is the tune, each note's height from 0 to 1. */
export interface Canvas {
  random: Random;
  palette: Palette;
  contour: readonly number[];
}

export type Motif = (canvas: Canvas) => string;

const size = 1024;
const round = (value: number): string => value.toFixed(1);

/** The tune's height at a share of its length, smoothly between notes. */
function tuneAt(contour: readonly number[], share: number): number {
  const place = Math.min(1, Math.max(0, share)) * (contour.length - 1);
  const low = Math.floor(place);
  const one = contour[low] ?? 0.5;
  const other = contour[low + 1] ?? one;
  const ease = (1 - Math.cos((place - low) * Math.PI)) / 2;
  return one + (other - one) * ease;
}

const circle = (x: number, y: number, radius: number, fill: string, more = ''): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" ${more}/>`;

/** A closed shape from a row of heights down to the lower edge, as one smooth line. */
function land(heights: readonly number[], fill: string): string {
  const step = size / (heights.length - 1);
  let path = `M0 ${size} L0 ${round(heights[0] ?? 0)}`;
  for (let index = 1; index < heights.length; index++) {
    const x = index * step;
    const y = heights[index] ?? 0;
    path += ` C${round(x - step / 2)} ${round(heights[index - 1] ?? 0)} ${round(x - step / 2)} ${round(y)} ${round(x)} ${round(y)}`;
  }
  return `<path d="${path} L${size} ${size} Z" fill="${fill}"/>`;
}

function sunAt({ random, palette }: Canvas, x: number, y: number, radius: number): string {
  const halo = [2.1, 1.6, 1.25].map((scale) => circle(x, y, radius * scale, palette.light, 'opacity="0.13"')).join('');
  return halo + circle(x, y, radius, random.chance(0.6) ? palette.light : palette.accent);
}

/** Hills one behind another under a sun; the ridge in the middle is the tune. */
const hills: Motif = (canvas) => {
  const { random, palette, contour } = canvas;
  const layers = palette.ground.map((fill, depth) => {
    const many = 7 + depth;
    const base = 540 + depth * 95;
    const heights = Array.from(
      { length: many },
      (_, index) => base + (depth === 1 ? (0.5 - tuneAt(contour, index / (many - 1))) * 170 : random.between(-62, 62)),
    );
    return land(heights, fill);
  });
  return (
    sunAt(canvas, random.between(260, 760), random.between(300, 420), random.between(88, 150)) +
    birds(canvas) +
    layers.join('')
  );
};

function birds({ random, palette }: Canvas): string {
  const x = random.between(180, 760);
  const y = random.between(150, 280);
  return Array.from({ length: 3 + random.below(3) }, (_, index) => {
    const left = x + index * random.between(34, 60);
    const top = y + random.between(-30, 30);
    const span = random.between(13, 20);
    return `<path d="M${round(left - span)} ${round(top - span * 0.4)} Q${round(left - span * 0.3)} ${round(top - span * 0.5)} ${round(left)} ${round(top)} Q${round(left + span * 0.3)} ${round(top - span * 0.5)} ${round(left + span)} ${round(top - span * 0.4)}" fill="none" stroke="${palette.ground[2]}" stroke-width="4" stroke-linecap="round"/>`;
  }).join('');
}

/** A striped sun over the sea. */
const sunset: Motif = ({ random, palette }) => {
  const x = random.pick([400, 512, 620]);
  const radius = random.between(225, 275);
  const horizon = 610;
  const stripes = Array.from({ length: 6 }, (_, index) => {
    const y = horizon - 26 - index * random.between(36, 40);
    return `<rect x="${x - radius - 4}" y="${round(y)}" width="${round(2 * radius + 8)}" height="${round(19 - index * 2.9)}" fill="url(#sky)"/>`;
  }).join('');
  const disc = `<clipPath id="disc"><circle cx="${x}" cy="${horizon - 130}" r="${round(radius)}"/></clipPath>`;
  const glitter = Array.from({ length: 26 }, (_, index) => {
    const y = horizon + 12 + index * 9.5;
    const wide = random.between(30, 190) * (1 - index / 40);
    return `<rect x="${round(x - wide / 2 + random.between(-70, 70))}" y="${round(y)}" width="${round(wide)}" height="4.5" rx="2.2" fill="${palette.light}" opacity="${(0.75 - index * 0.024).toFixed(2)}"/>`;
  }).join('');
  return `${disc}${circle(x, horizon - 130, radius * 1.5, palette.light, 'opacity="0.1"')}${circle(x, horizon - 130, radius, 'url(#sun)')}<g clip-path="url(#disc)">${stripes}</g><rect x="0" y="${horizon}" width="1024" height="414" fill="url(#sea)"/>${glitter}`;
};

/** Rings of a record, bent by the tune. */
const rings: Motif = ({ random, palette, contour }) => {
  const x = random.pick([512, 512, 640, 390]);
  const y = random.between(390, 430);
  const turn = random.next();
  const many = 13;
  const shapes = Array.from({ length: many }, (_, index) => {
    const radius = 395 - index * 28;
    const bend = 44 * (1 - index / many);
    const points = Array.from({ length: 145 }, (_unused, step) => {
      const share = step / 144;
      const folded = share < 0.5 ? share * 2 : 2 - share * 2;
      const angle = 2 * Math.PI * (share + turn + index * 0.012);
      const at = radius + (tuneAt(contour, folded) - 0.5) * 2 * bend;
      return `${round(x + at * Math.cos(angle))} ${round(y + at * Math.sin(angle))}`;
    });
    const fill = [palette.ground[0], palette.sky[1], palette.ground[1], palette.accent][index % 4] ?? palette.light;
    return `<path d="M${points.join(' L')} Z" fill="${fill}" opacity="${index % 4 === 3 ? 0.95 : 0.62}"/>`;
  }).join('');
  return shapes + circle(x, y, 34, palette.light) + circle(x, y, 9, palette.ground[3]);
};

/** Ribbons that flow across; each follows the tune at its own height. */
const ribbons: Motif = ({ random, palette, contour }) => {
  const colours = [
    palette.light,
    palette.accent,
    palette.sky[0],
    palette.ground[0],
    palette.ground[1],
    palette.ground[2],
  ];
  const drawn = Array.from({ length: 15 }, (_, index) => {
    const base = 190 + index * 34;
    const phase = random.between(-0.05, 0.05) + index * 0.035;
    const heights = Array.from(
      { length: 15 },
      (_unused, step) =>
        base + (0.5 - tuneAt(contour, step / 14 + phase)) * (260 - index * 8) + 26 * Math.sin(step * 0.9 + index * 0.5),
    );
    const step = size / 14;
    const path = heights
      .map((height, at) =>
        at === 0
          ? `M-8 ${round(height)}`
          : `C${round((at - 0.5) * step)} ${round(heights[at - 1] ?? 0)} ${round((at - 0.5) * step)} ${round(height)} ${round(at * step + 8)} ${round(height)}`,
      )
      .join(' ');
    return `<path d="${path}" fill="none" stroke="${colours[index % colours.length]}" stroke-width="${round(5 + (index % 5) * 5.5)}" stroke-linecap="round" opacity="0.88"/>`;
  });
  return drawn.join('');
};

/** A flower of turned ellipses. */
const petals: Motif = ({ random, palette, contour }) => {
  const x = random.pick([512, 512, 600, 430]);
  const y = 385;
  const layers = [
    { many: 14, long: 330, wide: 96, fill: palette.ground[0] },
    { many: 14, long: 262, wide: 82, fill: palette.accent },
    { many: 10, long: 186, wide: 66, fill: palette.light },
    { many: 8, long: 116, wide: 44, fill: palette.ground[1] },
  ];
  const drawn = layers.map(({ many, long, wide, fill }, layer) =>
    Array.from({ length: many }, (_, index) => {
      const reach = long * (0.78 + 0.44 * tuneAt(contour, index / many));
      const angle = (index / many) * 360 + layer * 13 + random.between(-2, 2);
      return `<ellipse cx="${round(x)}" cy="${round(y - reach / 2)}" rx="${round(wide / 2)}" ry="${round(reach / 2)}" fill="${fill}" opacity="0.6" transform="rotate(${round(angle)} ${round(x)} ${round(y)})"/>`;
    }).join(''),
  );
  return drawn.join('') + circle(x, y, 38, palette.ground[3]) + circle(x, y, 22, palette.accent);
};

/** A city at night whose roofs are the tune, mirrored in the water. */
const skyline: Motif = ({ random, palette, contour }) => {
  const horizon = 690;
  const moon = random.between(230, 800);
  let x = -10;
  let near = '';
  let far = '';
  while (x < size) {
    const wide = random.between(40, 82);
    const high = 90 + 330 * tuneAt(contour, x / size);
    far += `<rect x="${round(x - 20)}" y="${round(horizon - high - random.between(40, 120))}" width="${round(wide + 8)}" height="700" fill="${palette.ground[0]}"/>`;
    near += `<rect x="${round(x)}" y="${round(horizon - high)}" width="${round(wide - 6)}" height="${round(high + 4)}" fill="${palette.ground[2]}"/>`;
    for (let floor = horizon - high + 22; floor < horizon - 24; floor += 30) {
      for (let room = x + 9; room < x + wide - 20; room += 18) {
        if (random.chance(0.34))
          near += `<rect x="${round(room)}" y="${round(floor)}" width="8" height="12" fill="${random.chance(0.7) ? palette.light : palette.accent}" opacity="0.9"/>`;
      }
    }
    x += wide;
  }
  const water = Array.from(
    { length: 22 },
    (_, index) =>
      `<rect x="${round(random.between(-60, 960))}" y="${round(horizon + 14 + index * 14)}" width="${round(random.between(40, 170))}" height="4" rx="2" fill="${index % 3 === 0 ? palette.accent : palette.light}" opacity="0.28"/>`,
  ).join('');
  return `${circle(moon, 235, 150, palette.light, 'opacity="0.12"')}${circle(moon, 235, 96, palette.light)}${far}${near}<rect x="0" y="${horizon}" width="1024" height="334" fill="${palette.ground[3]}"/>${water}`;
};

/** A starry night; the brightest stars are the tune, joined to a constellation. */
const stars: Motif = ({ random, palette, contour }) => {
  const dust = Array.from({ length: 130 }, () =>
    circle(
      random.between(0, size),
      random.between(0, 760),
      random.between(0.8, 2.6),
      palette.light,
      `opacity="${random.between(0.25, 0.9).toFixed(2)}"`,
    ),
  ).join('');
  const many = Math.min(11, Math.max(6, contour.length));
  const points = Array.from({ length: many }, (_, index): [number, number] => [
    110 + (index * 804) / (many - 1),
    590 - 400 * tuneAt(contour, index / (many - 1)) + random.between(-24, 24),
  ]);
  const lines = `<path d="M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join(' L')}" fill="none" stroke="${palette.accent}" stroke-width="2.5" opacity="0.75"/>`;
  const marks = points
    .map(
      ([x, y], index) =>
        circle(x, y, 20, palette.light, 'opacity="0.14"') + circle(x, y, index % 3 === 0 ? 9 : 6, palette.light),
    )
    .join('');
  const sky = `<rect width="1024" height="1024" fill="url(#night)"/>`;
  const front = land(
    Array.from({ length: 8 }, () => random.between(720, 800)),
    palette.ground[3],
  );
  const x = random.pick([180, 790]);
  const moon = `<path d="M${x + 30} 131 A84 84 0 1 0 ${x + 79} 240 A70 70 0 0 1 ${x + 30} 131 Z" fill="${palette.light}"/>`;
  return `${sky}${dust}${moon}${lines}${marks}${land(
    Array.from({ length: 7 }, () => random.between(640, 730)),
    palette.ground[2],
  )}${front}`;
};

/** Rain on still water. */
const rain: Motif = ({ random, palette, contour }) => {
  const drops = Array.from({ length: 95 }, () => {
    const x = random.between(-60, 1084);
    const y = random.between(-40, 640);
    const long = random.between(26, 92);
    return `<line x1="${round(x)}" y1="${round(y)}" x2="${round(x - long * 0.2)}" y2="${round(y + long)}" stroke="${random.chance(0.8) ? palette.light : palette.accent}" stroke-width="${round(random.between(1.6, 4))}" stroke-linecap="round" opacity="${random.between(0.3, 0.85).toFixed(2)}"/>`;
  }).join('');
  const many = 7;
  const ripples = Array.from({ length: many }, (_, index) => {
    const x = 90 + (index * 844) / (many - 1);
    const y = 640 + 110 * (1 - tuneAt(contour, index / (many - 1)));
    const wide = random.between(50, 110);
    return [1, 0.62, 0.28]
      .map(
        (scale) =>
          `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(wide * scale)}" ry="${round(wide * scale * 0.26)}" fill="none" stroke="${palette.light}" stroke-width="3.4" opacity="${(0.85 - scale * 0.4).toFixed(2)}"/>`,
      )
      .join('');
  }).join('');
  const shore = land(
    Array.from({ length: 7 }, (_, index) => 545 + 50 * Math.sin(index * 1.7) + random.between(-20, 20)),
    palette.ground[1],
  );
  return `${circle(random.between(300, 720), 260, 120, palette.light, 'opacity="0.55"')}${shore}<rect x="0" y="612" width="1024" height="412" fill="url(#sea)"/>${drops}${ripples}`;
};

/** Quarter circles and discs on a grid, as on old posters. */
const poster: Motif = ({ random, palette }) => {
  const cell = 205;
  const colours = [
    palette.light,
    palette.accent,
    palette.ground[0],
    palette.ground[1],
    palette.sky[2],
    palette.ground[2],
  ];
  let drawn = '';
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 5; column++) {
      const x = column * cell;
      const y = row * cell - 30;
      const back = random.pick(colours);
      const front = random.pick(colours.filter((colour) => colour !== back));
      drawn += `<rect x="${x}" y="${y}" width="${cell + 1}" height="${cell + 1}" fill="${back}"/>`;
      const kind = random.below(6);
      const corner = random.pick([
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const);
      if (kind < 2)
        drawn += `<path d="M${x + corner[0] * cell} ${y + corner[1] * cell} l${(1 - 2 * corner[0]) * cell} 0 A${cell} ${cell} 0 0 ${corner[0] === corner[1] ? 1 : 0} ${x + corner[0] * cell} ${y + (1 - corner[1]) * cell} Z" fill="${front}"/>`;
      else if (kind === 2) drawn += circle(x + cell / 2, y + cell / 2, cell * 0.36, front);
      else if (kind === 3)
        drawn += `<path d="M${x} ${y + cell / 2} A${cell / 2} ${cell / 2} 0 0 ${corner[0]} ${x + cell} ${y + cell / 2} Z" fill="${front}"/>`;
      else if (kind === 4)
        drawn += [0.44, 0.3, 0.16]
          .map((share, index) => circle(x + cell / 2, y + cell / 2, cell * share, index % 2 === 0 ? front : back))
          .join('');
      else drawn += `<path d="M${x} ${y} L${x + cell} ${y} L${x + corner[0] * cell} ${y + cell} Z" fill="${front}"/>`;
    }
  }
  return drawn;
};

export const motifs = { hills, sunset, rings, ribbons, petals, skyline, stars, rain, poster } as const satisfies Record<
  string,
  Motif
>;
export type MotifName = keyof typeof motifs;
