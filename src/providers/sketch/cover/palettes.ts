/** Colours of one cover. */
export interface Palette {
  /** Sky from top to horizon. */
  sky: readonly [string, string, string];
  /** The sun, the moon, a bright line. */
  light: string;
  /** A second bright colour. */
  accent: string;
  /** Foreground from far to near; the nearest is dark enough to write on. */
  ground: readonly [string, string, string, string];
}

const palette = (sky: Palette['sky'], light: string, accent: string, ground: Palette['ground']): Palette => ({
  sky,
  light,
  accent,
  ground,
});

export const gladCalm: readonly Palette[] = [
  palette(['#fde7c8', '#ffb199', '#e8728a'], '#fff6e6', '#ffd27f', ['#cf5c80', '#9c3d73', '#672a63', '#3a1747']),
  palette(['#eaf6e4', '#b5dcc0', '#66b3a6'], '#fffbea', '#ffcf70', ['#4a9b92', '#2f7a7c', '#1d565f', '#103841']),
  palette(['#e5f3ff', '#a9d4f5', '#7aa7e8'], '#fffdf0', '#ffb7a1', ['#6488cf', '#4a66ad', '#344785', '#1f2a5a']),
];

export const gladWild: readonly Palette[] = [
  palette(['#fff1a8', '#ffb64d', '#f2604f'], '#fffbe0', '#ff8fb0', ['#e2484f', '#b32f55', '#7a2055', '#42123f']),
  palette(['#c9fbff', '#4fd3d6', '#1f8fb8'], '#fff7cf', '#ff7a70', ['#157a9f', '#0f5b85', '#0b3f68', '#082646']),
  palette(['#ffd6ec', '#ff8cc0', '#a35be8'], '#fff3c9', '#7cf0e0', ['#8543cf', '#6330a8', '#43207c', '#270f4d']),
];

export const sadCalm: readonly Palette[] = [
  palette(['#c8d3ee', '#8196c9', '#4a5c9c'], '#f6ecd4', '#e7a7a0', ['#42528f', '#313e75', '#222b57', '#141936']),
  palette(['#d3dcda', '#93abad', '#5c7a84'], '#f7f1e1', '#d9a86c', ['#4d6a76', '#395460', '#273d49', '#162731']),
  palette(['#e2d3dd', '#b493ae', '#77608f'], '#fbeee0', '#f0b8a0', ['#685180', '#4f3d69', '#382b50', '#211833']),
];

export const sadWild: readonly Palette[] = [
  palette(['#1a1030', '#5a1a4a', '#d1394a'], '#ffd07a', '#ff7a4a', ['#8e2148', '#5e173f', '#3a1032', '#1b0920']),
  palette(['#0b1238', '#31247a', '#c43fa0'], '#8ef3ff', '#ffe27a', ['#6a2a92', '#452076', '#2b175a', '#120c33']),
  palette(['#101c24', '#1f4a52', '#5fa08a'], '#f3e6b0', '#e0734f', ['#33736c', '#22545a', '#163a45', '#0b212b']),
];

export const even: readonly Palette[] = [
  palette(['#fbe8c9', '#edb384', '#c4694a'], '#fff6dc', '#5fb0a8', ['#a94f40', '#823a3d', '#5a2836', '#331727']),
  palette(['#e9efd0', '#b5cf9e', '#6fa37d'], '#fffbe3', '#f0a45f', ['#568a70', '#3c6d61', '#28504f', '#153437']),
  palette(['#dfe3ff', '#a6a8ee', '#6c68c9'], '#fff3d8', '#ff9ea6', ['#5a53b3', '#443c92', '#30296e', '#1c1747']),
];

export const night: readonly Palette[] = [
  palette(['#0d1440', '#2b2f7c', '#8a5aa8'], '#fdf0cf', '#ff9e9e', ['#3f3a86', '#2b2b6c', '#1a1d50', '#0c0f30']),
  palette(['#071a2c', '#12495f', '#4f9a94'], '#f6eccb', '#ffb36b', ['#23707a', '#17525f', '#0d3646', '#061c2a']),
  palette(['#1c0f33', '#4d2160', '#c25a7c'], '#ffe3c2', '#7fe3e0', ['#6d2f6e', '#4b2158', '#301540', '#190a26']),
];
