/** Drawn here, so that nothing is fetched. All are decoration: the words beside them or the label carry the meaning. */
import { html, svg, type TemplateResult } from 'lit';

function icon(inside: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="currentColor" aria-hidden="true" focusable="false">${inside}</svg>`;
}

function line(path: string): TemplateResult {
  return icon(
    svg`<path d=${path} fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />`,
  );
}

function solid(path: string): TemplateResult {
  return icon(svg`<path d=${path} fill-rule="evenodd" />`);
}

export const icons = {
  hash: line('M9.500 3.500 7 20.500M17 3.500l-2.500 17M4 8.500h17M3 15.500h17'),
  thread: line('M4 5h16M4 10h9M8 15v4h12M8 19 12 15.500'),
  at: line('M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0v1.500a2.500 2.500 0 0 0 5 0V12a9 9 0 1 0-3.500 7.100'),
  play: solid('M8 5.200c0-1 1.100-1.600 2-1.100l9.600 6.800c.7.500.7 1.700 0 2.200L10 19.900c-.9.500-2-.1-2-1.100z'),
  pause: solid('M7 4h3.200v16H7zM13.800 4H17v16h-3.200z'),
  volume: solid(
    'M12 3.500v17l-6-5H3v-7h3zM14.500 8.500c2.600 1.300 2.600 5.700 0 7zM14.500 4.500c6.700 2 6.700 13 0 15v-2c4-1.800 4-9.200 0-11z',
  ),
  muted: line('M11 5 6.500 8.500H3v7h3.500L11 19zM16 9.500l5 5M21 9.500l-5 5'),
  download: line('M12 3v12M7 10.500l5 5 5-5M4 20h16'),
  music: solid('M9 18.500V5l11-2.500v13a3 3 0 1 1-2-2.800V7.300l-7 1.600v9.600a3 3 0 1 1-2-2.800z'),
  file: line('M6 2.500h8l5 5v14H6zM14 2.500v5h5M9 13h7M9 17h5'),
  send: solid('M3 3.500 22 12 3 20.500l2.500-7L14 12 5.500 10.500z'),
  close: line('M5 5l14 14M19 5 5 19'),
  eye: line(
    'M2 12s3.500-6.500 10-6.500S22 12 22 12s-3.500 6.500-10 6.500S2 12 2 12zM12 9.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5z',
  ),
  restart: line(
    'M20 5v5h-5M4 19v-5h5M5.500 9a7.500 7.500 0 0 1 13-2.500L20 10M4 14l1.500 3.500a7.500 7.500 0 0 0 13-2.500',
  ),
  kill: line('M12 3v9M6.500 6.500a8 8 0 1 0 11 0'),
  trash: line('M4 6.500h16M9 6V3.500h6V6M6.500 6.500l1 14h9l1-14M10 11v5.500M14 11v5.500'),
  alert: line('M12 3.500 2.500 20h19zM12 10v4.500M12 17.300v.2'),
  check: line('M4.500 12.500l5 5 10-11'),
  menu: line('M4 6.500h16M4 12h16M4 17.500h16'),
  people: line(
    'M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-4 3-5.500 6.500-5.500s6.500 1.500 6.500 5.500M16 5a3 3 0 0 1 0 6M17.500 14.500c2.500.5 4 2 4 5',
  ),
  down: line('M12 4v15M5.500 13l6.500 6.500 6.500-6.500'),
  open: line('M14 4h6v6M20 4l-9 9M18 14v6H4V6h6'),
  crown: solid('M3 7l4.500 4L12 4.500 16.500 11 21 7l-1.800 11H4.800z'),
  shield: solid('M12 2.500 20 5.500v6c0 5-3.500 8.500-8 10-4.500-1.500-8-5-8-10v-6z'),
  chevron: line('M6 9.500l6 6 6-6'),
  more: solid(
    'M5 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM12 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM19 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  ),
};
