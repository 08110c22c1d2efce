import type { Drum } from './score.ts';

/** Sixteenths of one bar: `X` accented, `x` plain, `o` soft, `.` silent. Three-beat bars have twelve. */
export type Pattern = Partial<Record<Drum, string>>;

export interface Groove {
  verse: Pattern;
  chorus: Pattern;
}

const same = (pattern: Pattern): Groove => ({ verse: pattern, chorus: pattern });

export const grooves: Readonly<Record<string, Groove>> = {
  none: same({}),
  pop: {
    verse: { kick: 'X.....o.x.......', rim: '....x.......x...', hat: 'x.o.x.o.x.o.x.oo' },
    chorus: { kick: 'X.....x.X..x....', snare: '....X.......X...', hat: 'X.o.x.o.X.o.x.o.', clap: '............o...' },
  },
  rock: {
    verse: { kick: 'X.......x.x.....', snare: '....X.......X...', hat: 'X.x.x.x.X.x.x.x.' },
    chorus: { kick: 'X..x....X.x.....', snare: '....X.......X..o', ride: 'X.x.X.x.X.x.X.x.', open: '..............x.' },
  },
  metal: {
    verse: { kick: 'X.xxX.xxX.xxX.xx', snare: '....X.......X...', hat: 'X...X...X...X...' },
    chorus: { kick: 'XxxxXxxxXxxxXxxx', snare: '....X.......X...', ride: 'X...X...X...X...' },
  },
  folk: {
    verse: { kick: 'x.......o.......', shaker: 'o.xoo.xoo.xoo.xo' },
    chorus: { kick: 'X.......x.o.....', snare: '....x.......x..o', shaker: 'o.xoo.xoo.xoo.xo' },
  },
  train: {
    verse: { kick: 'x.......x.......', snare: 'o.ooX.ooo.ooX.oo' },
    chorus: { kick: 'X...o...X...o...', snare: 'o.ooX.ooo.ooX.oo', hat: '..x...x...x...x.' },
  },
  stomp: {
    verse: { low: 'X.......x.......', clap: '....x.......x...' },
    chorus: { low: 'X...o...X.x.....', clap: '....X.......X...', shaker: 'o.x.o.x.o.x.o.x.' },
  },
  ballad: {
    verse: { kick: 'x.........o.....', rim: '........x.......', hat: 'o...o...o...o...' },
    chorus: {
      kick: 'X.....o...x.....',
      snare: '........X.......',
      hat: 'x.o.x.o.x.o.x.o.',
      shaker: '..o...o...o...o.',
    },
  },
  slow: {
    verse: { kick: 'x.......x.......', rim: '....x.......x...', ride: 'x..ox..ox..ox..o' },
    chorus: { kick: 'X.......x..o....', snare: '....X.......X...', ride: 'X..xx..xX..xx..x' },
  },
  boombap: {
    verse: { kick: 'X......o..x.....', snare: '....X.......X...', hat: 'x.x.x.xox.x.x.x.' },
    chorus: { kick: 'X......x..X...o.', snare: '....X..o....X...', hat: 'x.xox.x.x.xox.xo' },
  },
  trap: {
    verse: { kick: 'X.........x.....', clap: '........X.......', hat: 'x.x.x.x.x.x.xoxo' },
    chorus: { kick: 'X......x..x..x..', clap: '........X.......', hat: 'x.xxx.x.x.xoxxxx', open: '..............o.' },
  },
  house: {
    verse: { kick: 'X...X...X...X...', hat: '..x...x...x...x.' },
    chorus: { kick: 'X...X...X...X...', clap: '....X.......X...', open: '..x...x...x...x.', hat: 'o.o.o.o.o.o.o.oo' },
  },
  techno: {
    verse: { kick: 'X...X...X...X...', hat: '..x...x...x...x.', rim: '...o..o....o..o.' },
    chorus: {
      kick: 'X...X...X...X...',
      clap: '....x.......x...',
      open: '..X...X...X...X.',
      hat: 'oo.ooo.ooo.ooo.o',
      rim: '...x..x....x..x.',
    },
  },
  dnb: {
    verse: { kick: 'X.........x.....', snare: '....X.......X...', hat: 'x.x.x.x.x.x.x.x.' },
    chorus: { kick: 'X.x.......x.....', snare: '....X..o.o..X..o', hat: 'x.x.x.x.x.x.x.x.', ride: '..o...o...o...o.' },
  },
  disco: {
    verse: { kick: 'X...X...X...X...', hat: '..x...x...x...x.', snare: '....x.......x...' },
    chorus: { kick: 'X...X...X...X...', snare: '....X.......X...', open: '..x...x...x...x.', hat: 'x..xx..xx..xx..x' },
  },
  funk: {
    verse: { kick: 'X..x......x..o..', snare: '....X..o.o..X...', hat: 'x.xox.xox.xox.xo' },
    chorus: { kick: 'X..x..x...x..x..', snare: '....X..o.o..X..o', hat: 'xoxoxoxoxoxoxoxo', open: '..............x.' },
  },
  jazz: {
    verse: { ride: 'X...x.o.X...x.o.', hat: '....o.......o...', kick: 'o.......o.......' },
    chorus: { ride: 'X...x.x.X...x.x.', hat: '....x.......x...', kick: 'o...o...o...o...', snare: '......o.......o.' },
  },
  shuffle: {
    verse: { kick: 'X.......x.......', snare: '....X.......X...', ride: 'x.o.x.o.x.o.x.o.' },
    chorus: { kick: 'X.....o.X.....o.', snare: '....X.......X...', ride: 'X.x.X.x.X.x.X.x.' },
  },
  bossa: {
    verse: { kick: 'x..ox..ox..ox..o', rim: 'x..x..x...x..x..', shaker: 'xoooxoooxoooxooo' },
    chorus: { kick: 'X..ox..oX..ox..o', rim: 'X..x..x...x..x..', shaker: 'xoxoxoxoxoxoxoxo' },
  },
  latin: {
    verse: { kick: 'x..x....x..x....', rim: 'x..x..x...x.x...', shaker: 'x.o.x.o.x.o.x.o.', tom: '......o.......oo' },
    chorus: { kick: 'X..x....X..x....', rim: 'X..x..x...x.x...', shaker: 'x.ooxoxox.ooxoxo', tom: '...o..x....o..xx' },
  },
  samba: {
    verse: { low: 'x...X..ox...X..o', shaker: 'xooxxooxxooxxoox', rim: '..x..x.x..x.x...' },
    chorus: { low: 'x...X..xx...X..x', shaker: 'XooxXooxXooxXoox', rim: 'x.x..x.x..x.x.x.', snare: 'o.oxo.oxo.oxo.ox' },
  },
  handclap: {
    verse: { clap: '..x...x...x...x.', low: 'x.......o.......' },
    chorus: { clap: 'o.x.o.x.o.x.oxx.', low: 'X.....x.x.......', shaker: '..o...o...o...o.' },
  },
  dembow: {
    verse: { kick: 'X...X...X...X...', snare: '...x..x....x..x.' },
    chorus: { kick: 'X...X...X...X...', snare: '...X..X....X..X.', hat: 'x.x.x.x.x.x.x.x.' },
  },
  afro: {
    verse: { kick: 'X.....x...x.....', rim: '...x..x...x.x...', shaker: 'x.xox.xox.xox.xo' },
    chorus: {
      kick: 'X..o..x.x.x.....',
      rim: 'x..x..x...x.x...',
      shaker: 'x.xox.xox.xox.xo',
      tom: '.....o.....o..oo',
      clap: '....o.......o...',
    },
  },
  onedrop: {
    verse: { kick: '........X.......', rim: '........X.....o.', hat: 'x.o.x.o.x.o.x.o.' },
    chorus: { kick: 'o.......X.......', snare: '........X.....o.', hat: 'x.ooX.o.x.ooX.o.', open: '......o.........' },
  },
  waltz: {
    verse: { kick: 'x...........', hat: '....o...o...' },
    chorus: { kick: 'X...........', snare: '....o...x...', ride: 'x...x...x.o.' },
  },
  polka: {
    verse: { kick: 'X.......X.......', snare: '....x.......x...', hat: '..o...o...o...o.' },
    chorus: { kick: 'X.......X.......', snare: '....X...o...X.oo', hat: 'x.x.x.x.x.x.x.x.' },
  },
  march: {
    verse: { low: 'X.......X.......', snare: 'x..oxoooX..oxooo' },
    chorus: { low: 'X...o...X...o...', snare: 'X..oxoooX.ooXoxo', crash: 'o...............' },
  },
  epic: {
    verse: { low: 'X.......o.......' },
    chorus: { low: 'X..x..x.X..x..xx', tom: '....x..x....x..x', crash: 'o...............' },
  },
  sleigh: {
    verse: { sleigh: 'x.o.x.o.x.o.x.o.', kick: 'o.......o.......' },
    chorus: { sleigh: 'X.o.x.o.X.o.x.o.', kick: 'x.......x.......', snare: '....o.......o...' },
  },
};
