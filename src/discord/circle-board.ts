/** A circle's message: everything that everybody may know of it. Pure: the same scene gives the same board. */
import { tags } from '../circles/lyrics.ts';
import type { CircleModel } from '../circles/models.ts';
import type { CircleView, SectionView } from '../circles/view.ts';
import { takeName } from '../songs/song.ts';
import type { Board, ButtonFace, EmbedFace, Row } from './answer.ts';
import { routes } from './buttons.ts';
import { relative, sectionName, textBar } from './card-words.ts';
import { plainLine, safeLine, safeText } from './plain-text.ts';
import type { Speech } from './texts/texts.ts';

export interface CircleScene {
  id: string;
  /** As everybody may see it. */
  view: CircleView;
  model: CircleModel;
  /** Where the cards of its songs stand, by song; null while that is not known. */
  songs: ReadonlyMap<string, { title: string; link: string | null }>;
}

/** Together below what Discord takes over all embeds: a theme, these, and some hundred characters of our own. */
const lyricsRoom = 2_600;
const proposalRoom = 220;
const peopleRoom = 700;

export function circleBoard(scene: CircleScene, speech: Speech): Board {
  const { view } = scene;
  const embed: EmbedFace = {
    title: safeLine(view.theme, 200) || speech.say('circle.untitled'),
    text: [stageLines(scene, speech), lyricLines(view, speech)].filter((text) => text !== '').join('\n\n'),
    fields: fieldsOf(scene, speech),
    footer: footerOf(scene, speech),
  };
  return { content: '', embeds: [embed], rows: rowsOf(scene, speech) };
}

function stageLines({ view, songs }: CircleScene, speech: Speech): string {
  const { stage, closed } = view;
  const songId = 'songId' in stage ? stage.songId : null;
  const link = songId === null ? null : (songs.get(songId)?.link ?? null);
  const song = link === null ? [] : [`[${speech.say('button.goToSong')}](${link})`];
  const ended = closed === null ? [] : [speech.say(`circle.closed.${closed.why}`, { when: relative(closed.at) })];
  return [
    ...ended,
    ...stageWords(view, speech),
    ...song,
    ...continues(view, songs, speech),
    ...blind(view, speech),
  ].join('\n');
}

function stageWords(view: CircleView, speech: Speech): string[] {
  const { stage, closed } = view;
  switch (stage.kind) {
    case 'writing':
      return closed === null ? [speech.say('circle.stage.writing'), missingLine(view, speech)] : [];
    case 'sealed':
    case 'making':
      return [speech.say(`circle.stage.${stage.kind}`)];
    case 'voting':
      return [speech.say('circle.stage.voting', { when: relative(stage.until) })];
    case 'chosen': {
      const chosen = speech.say('circle.stage.chosen', { take: takeName(stage.take) });
      return closed === null ? [chosen, speech.say('circle.stage.goOn')] : [chosen];
    }
  }
}

/** What is still missing before a song can be made, said plainly. */
export function missingLine({ missing }: Pick<CircleView, 'missing'>, speech: Speech): string {
  if (missing.length === 0) return speech.say('circle.complete');
  return speech.say('circle.missing', { what: speech.list(missing.map((one) => speech.say(`circle.missing.${one}`))) });
}

function continues({ extends: parent }: CircleView, songs: CircleScene['songs'], speech: Speech): string[] {
  if (parent === null) return [];
  const { title = '', link = null } = songs.get(parent.songId) ?? {};
  const name = safeLine(title, 100) || speech.say('card.untitled');
  const song = link === null ? name : `[${name}](${link})`;
  return [speech.say('circle.continues', { song, take: takeName(parent.take) })];
}

const blind = (view: CircleView, speech: Speech): string[] =>
  view.mode === 'blind' && view.closed === null && isWriting(view) ? [speech.say('circle.blind')] : [];

const isWriting = ({ stage }: CircleView): boolean => stage.kind === 'writing' || stage.kind === 'sealed';

/** Section by section with its author. All of them always stand there: where not all words fit, the long ones are cut. */
function lyricLines({ sections }: CircleView, speech: Speech): string {
  const blocks = sections.map((section) => ({ section, heading: headingOf(section, speech) }));
  const headings = blocks.reduce((sum, { heading }) => sum + heading.length + 3, 0);
  const texts = sections.map(({ lyrics }) => (lyrics === null ? hidden(speech) : safeText(lyrics, 2 * lyricsRoom)));
  const share = fairShare(
    texts.map((text) => text.length),
    lyricsRoom - headings,
  );
  let isCut = false;
  const lines = blocks.map(({ section, heading }, at) => {
    const whole = texts[at] ?? '';
    if (whole.length <= share) return `${heading}\n${whole}`;
    isCut = true;
    return `${heading}\n${safeText(section.lyrics ?? '', share)}`;
  });
  return [...lines, ...(isCut ? [speech.say('circle.cut')] : [])].join('\n\n');
}

const hidden = (speech: Speech): string => `*${speech.say('circle.hidden')}*`;

const headingOf = (section: SectionView, speech: Speech): string =>
  [
    `**${sectionName(tags[section.kind], speech)}**`,
    mention(section.authorId, speech),
    ...(section.locked ? [speech.say('circle.locked')] : []),
  ].join(' · ');

/** The most that each may take so that all fit: what the short ones leave goes to the long ones. */
export function fairShare(lengths: readonly number[], room: number): number {
  let left = room;
  const sorted = [...lengths].sort((a, b) => a - b);
  for (const [at, length] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - at));
    if (length > share) return Math.max(1, share);
    left -= length;
  }
  return sorted.at(-1) ?? 0;
}

export const mention = (userId: string | null, speech: Speech): string =>
  userId === null ? speech.say('card.forgotten') : `<@${userId}>`;

function fieldsOf(scene: CircleScene, speech: Speech): NonNullable<EmbedFace['fields']> {
  const { view, model } = scene;
  const limit = model.limits.lyrics;
  const used = speech.say('circle.used', { used: speech.number(view.used), limit: speech.number(limit) });
  const bar = textBar(limit === 0 ? 0 : view.used / limit);
  return [
    ...(['title', 'style'] as const)
      // What nobody suggested is nothing to wait for any more.
      .filter((about) => view.closed === null || view.leading[about] !== '')
      .map((about) => ({ name: speech.say(`circle.${about}`), value: leadingLine(view, about, speech), inline: true })),
    ...takesField(view, speech),
    ...(isWriting(view) && view.closed === null
      ? [{ name: speech.say('circle.characters'), value: `${bar} ${used}` }, ...agreedField(view, speech)]
      : []),
    { name: speech.say('circle.people'), value: peopleLine(view, speech) },
  ];
}

function leadingLine(view: CircleView, about: 'title' | 'style', speech: Speech): string {
  const text = view.leading[about];
  if (text === '') return speech.say(view.extends === null ? `circle.no.${about}` : 'circle.asBefore');
  const votes = view.proposals[about].find((proposal) => proposal.text === text)?.votes ?? 0;
  const others = view.proposals[about].length - 1;
  const more = others > 0 ? [speech.say('circle.others', { count: others })] : [];
  return `${safeLine(text, proposalRoom)}\n${[speech.say('circle.votes', { count: votes }), ...more].join(' · ')}`;
}

function takesField({ stage, takeVotes, memberIds }: CircleView, speech: Speech): NonNullable<EmbedFace['fields']> {
  if (stage.kind !== 'voting') return [];
  const lines = takeVotes.map(({ take, votes }) => {
    const name = speech.say('card.take', { take: takeName(take) });
    return `${name}: ${speech.say('circle.votes', { count: votes })}`;
  });
  const voted = takeVotes.reduce((sum, { votes }) => sum + votes, 0);
  const all = speech.say('circle.voted', { voted: speech.number(voted), all: speech.number(memberIds.length) });
  return [{ name: speech.say('circle.takes'), value: [...lines, all].join('\n') }];
}

function agreedField({ agreement, sections }: CircleView, speech: Speech): NonNullable<EmbedFace['fields']> {
  if (sections.length === 0) return [];
  const { agreed, needed } = agreement;
  const value = speech.say('circle.agreedOf', { agreed: speech.number(agreed), needed: speech.number(needed) });
  return [{ name: speech.say('circle.agreed'), value }];
}

function peopleLine({ memberIds, hostId }: CircleView, speech: Speech): string {
  if (memberIds.length === 0) return speech.say('circle.nobody');
  const names = memberIds.map((id) =>
    id !== null && id === hostId ? `${mention(id, speech)} (${speech.say('circle.host')})` : mention(id, speech),
  );
  const more = (count: number) => speech.say('circle.more', { count });
  let line = '';
  for (const [at, name] of names.entries()) {
    const next = line === '' ? name : `${line}, ${name}`;
    if (next.length > peopleRoom) return `${line} ${more(names.length - at)}`;
    line = next;
  }
  return line;
}

function footerOf({ view, model }: CircleScene, speech: Speech): string {
  const round = view.round > 1 ? [speech.say('circle.round', { round: speech.number(view.round) })] : [];
  const service = model.name === model.service ? [model.name] : [model.name, model.service];
  return [...round, speech.say(`circle.mode.${view.mode}`), ...service.map((name) => plainLine(name, 60))]
    .filter((part) => part !== '')
    .join(' · ');
}

function rowsOf(scene: CircleScene, speech: Speech): Row[] {
  const { id, view } = scene;
  const circle = { circle: id };
  const { stage, closed, round } = view;
  const isOpen = closed === null && stage.kind === 'writing';
  const canWrite = { disabled: !isOpen };
  const face = (label: string, route: string, more: Partial<ButtonFace> = {}): ButtonFace => ({
    label,
    style: 'secondary',
    id: route,
    ...more,
  });
  const hasWords = view.sections.length > 0 || view.past.length > 0;
  const hasProposals = view.proposals.title.length + view.proposals.style.length > 0;
  const lyrics = face(speech.say('button.lyrics'), routes.circleLyrics.make(circle), { disabled: !hasWords });
  if (closed !== null) return [[lyrics]];
  const always: ButtonFace[] = [
    lyrics,
    face(speech.say('button.leave'), routes.circleLeave.make(circle)),
    face(speech.say('button.manage'), routes.circleManage.make(circle)),
  ];
  if (stage.kind === 'voting')
    return [
      stage.takes.map((take) =>
        face(speech.say('card.take', { take: takeName(take) }), routes.circleTake.make({ ...circle, round, take }), {
          style: 'primary',
        }),
      ),
      always,
    ];
  if (stage.kind === 'chosen') {
    const extend = routes.circleExtend.make({ ...circle, round });
    return [[face(speech.say('button.goOn'), extend, { style: 'primary' }), ...always]];
  }
  return [
    [
      face(speech.say('button.addSection'), routes.circleAdd.make(circle), { style: 'primary', ...canWrite }),
      ...(['title', 'style'] as const).map((field) =>
        face(speech.say(`button.suggest.${field}`), routes.circleSuggest.make({ ...circle, field }), canWrite),
      ),
      face(speech.say('button.vote'), routes.circleVote.make(circle), { disabled: !isOpen || !hasProposals }),
      face(speech.say('button.editMine'), routes.circleEdit.make(circle), {
        disabled: !isOpen || view.sections.length === 0,
      }),
    ],
    [
      face(speech.say('button.generate'), routes.circleGenerate.make(circle), { style: 'success', ...canWrite }),
      ...always,
    ],
  ];
}
