/** The services' page as HTML: a form for each service, and what it counted. */
import { audios, callbacks, files, lookWays, outcomes, type Script, submitWays } from './script.ts';
import type { MusicService } from './service.ts';

interface Field {
  name: keyof Script;
  label: string;
  /** What the script takes, and how it is called on the page. */
  options: readonly (readonly [value: Script[keyof Script], label: string])[];
}

const ways = (named: Readonly<Record<string, string>>) =>
  Object.entries(named).map(([value, label]) => [value as Script['audio'], label] as const);

const fields: readonly Field[] = [
  { name: 'onSubmit', label: 'When a song is asked for', options: ways(submitWays) },
  { name: 'onLook', label: 'When asked how far it is', options: ways(lookWays) },
  {
    name: 'completion',
    label: 'A song is done',
    options: [
      [12_000, 'after 12 seconds'],
      [0, 'at once'],
      [60_000, 'after a minute'],
      [20 * 60_000, 'after 20 minutes: too late'],
      ['manual', 'when told below'],
    ],
  },
  { name: 'outcome', label: 'How a song ends', options: ways(outcomes) },
  {
    name: 'oneTrackFails',
    label: 'The last track',
    options: [
      [false, 'is made like the others'],
      [true, 'fails'],
    ],
  },
  {
    name: 'takes',
    label: 'Tracks of a song',
    options: [
      [2, 'two'],
      [1, 'one'],
      [3, 'three'],
    ],
  },
  { name: 'audio', label: 'Where a finished track leads', options: ways(audios) },
  { name: 'files', label: 'The files are', options: ways(files) },
  { name: 'callbacks', label: 'It calls back', options: ways(callbacks) },
  {
    name: 'delay',
    label: 'It answers',
    options: [
      [0, 'at once'],
      [2000, 'after 2 seconds'],
      [45_000, 'after 45 seconds'],
      [90_000, 'after 90 seconds'],
    ],
  },
  {
    name: 'errorsAs200',
    label: 'Errors have',
    options: [
      [false, 'the HTTP status that the vendor uses'],
      [true, 'HTTP status 200, and their number in the body'],
    ],
  },
  {
    name: 'wordless',
    label: 'Complaints are made',
    options: [
      [false, 'in the vendor’s words'],
      [true, 'by their number alone'],
    ],
  },
];
export const fieldNames = fields.map(({ name }) => name);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);

const renderField = ({ name, label, options }: Field, { id, script }: MusicService): string => {
  const current = JSON.stringify(script[name]);
  const isListed = options.some(([value]) => JSON.stringify(value) === current);
  const listed = isListed ? options : [...options, [script[name], `${current} (told by a program)`] as const];
  const choices = listed.map(([value, words]) => {
    const text = JSON.stringify(value);
    return `<option value="${escaped(text)}"${text === current ? ' selected' : ''}>${escaped(words)}</option>`;
  });
  return `<p><label for="${id}-${name}">${escaped(label)}</label>
<select id="${id}-${name}" name="${name}">${choices.join('')}</select></p>`;
};

/** What a service counted, in the order of the page. */
export const countsOf = (service: MusicService): [label: string, count: number][] => {
  const { submissions, counts, calls, held } = service.standing();
  const begun = submissions.filter(({ taskId }) => taskId !== null).length;
  return [
    ['Songs begun', begun],
    ['Songs not begun', submissions.length - begun],
    ['Answers held back', held],
    ['Times asked how far it is', counts.looks],
    ['Files fetched', counts.files],
    ['Calls back that were taken', calls.filter(({ status }) => status === 200).length],
    ['Calls back that were not', calls.filter(({ status }) => status !== 200).length],
    ['Times asked for the credits left', counts.credits],
  ];
};

const acts = [
  ['step', 'One stage on'],
  ['finish', 'Finish all songs'],
  ['release', 'Give the answers held back'],
] as const;

const renderService = (service: MusicService): string => {
  const { id, name, baseUrl } = service;
  const rows = countsOf(service).map(
    ([label, count]) => `<tr><th scope="row">${escaped(label)}</th><td>${count}</td></tr>`,
  );
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escaped(name)} <small>${escaped(id)}</small></h2>
<p><code>${escaped(baseUrl)}</code></p>
<form method="post" action="/services/${id}">
${fields.map((field) => renderField(field, service)).join('\n')}
<p class="acts"><button>Set this</button>
${acts.map(([act, label]) => `<button name="act" value="${act}">${label}</button>`).join('\n')}</p>
</form>
<table><caption>What it counted</caption><tbody>${rows.join('')}</tbody></table>
</section>`;
};

export const renderPage = (services: readonly MusicService[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Songcircle’s music services</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body>
<header>
<h1>Music services on this machine</h1>
<p>Each one speaks a vendor’s dialect, and does what is chosen here from the next request on.</p>
<p role="status" id="said"></p>
</header>
<main>${services.map(renderService).join('\n')}</main>
</body>
</html>`;
