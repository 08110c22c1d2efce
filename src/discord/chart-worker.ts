/** A thread that draws one picture and ends: drawing takes longer than anybody may be kept waiting. */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { type ChartOrder, chartSvg } from './chart.ts';

const font = fileURLToPath(new URL('../providers/sketch/fonts/Jost-SemiBold.ttf', import.meta.url));
const picture = new Resvg(chartSvg(workerData as ChartOrder), {
  fitTo: { mode: 'zoom', value: 2 },
  font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'Jost' },
});
parentPort?.postMessage(new Uint8Array(picture.render().asPng()));
