/** The message of a request that waits for somebody who may spend: who asks for what, and two buttons. Kept true by edits. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Approvals } from '../songs/approvals.ts';
import type { ApprovalView, Words } from '../songs/songs.ts';
import type { Board, EmbedFace, Row } from './answer.ts';
import type { DiscordApi } from './api.ts';
import { createBoards } from './boards.ts';
import { routes } from './buttons.ts';
import { safeLine, safeText } from './plain-text.ts';
import type { Speech, Texts } from './texts/texts.ts';

/** A field of an embed holds 1,024 characters. */
const longestField = 1000;

/** Forgetting and the message that follows from it are no further apart. */
const momentMs = 60_000;

export interface ApprovalBoards {
  /** Where the answer that shows it stands; null: it is to be posted. */
  placed(approvalId: string, at: { messageId: string } | null): Promise<void>;
  /** It was decided. */
  changed(approvalId: string): void;
  /** Shows what the last run did not; before any new answer is under way. */
  start(): Promise<void>;
  /** Ends what waited too long. */
  expire(): Promise<void>;
  /** Somebody was forgotten a moment ago: messages with their words are shown again without them. Never throws. */
  catchUp(): void;
  stop(): Promise<void>;
}

export function createApprovalBoards(deps: {
  approvals: Approvals;
  api: DiscordApi;
  texts: Texts;
  clock: Clock;
  log: Log;
}): ApprovalBoards {
  const { approvals, api, texts, clock, log } = deps;
  const boards = createBoards({
    api,
    texts,
    clock,
    log,
    render: async (approvalId) => {
      const approval = await approvals.find(approvalId);
      if (approval === null || approval.isBeingPlaced) return null;
      const { guildId, channelId, messageId, earlierMessageId, locale } = approval;
      return {
        board: approvalBoard(approval, texts),
        place: { guildId, channelId, messageId, earlierMessageId, locale },
        version: 0,
      };
    },
    // What was not shown is found again by when it was decided.
    shown: async () => {},
    moved: (approvalId, to) => approvals.moved(approvalId, to),
  });
  return {
    changed: boards.changed,
    async placed(approvalId, at) {
      if (!(await approvals.placed(approvalId, at?.messageId ?? null))) boards.changed(approvalId);
    },
    async start() {
      for (const approvalId of await approvals.unshown(clock.now())) boards.changed(approvalId);
    },
    async expire() {
      for (const approvalId of await approvals.expire(clock.now())) boards.changed(approvalId);
    },
    catchUp() {
      approvals.decidedSince(clock.now() - momentMs).then(
        (ids) => ids.forEach(boards.changed),
        (err: unknown) => log.error({ err }, 'requests could not be shown again'),
      );
    },
    stop: boards.stop,
  };
}

/** The shared message in the server's language. Pure. */
export function approvalBoard(approval: ApprovalView, texts: Texts): Board {
  const speech = texts.in(approval.locale);
  const embed: EmbedFace = {
    ...(approval.state === 'waiting' ? { title: speech.say('approval.title') } : {}),
    text: stateLine(approval, speech),
    fields: [
      ...wordFields(approval.words, speech),
      { name: speech.say('card.service'), value: offer(approval, speech) },
    ],
  };
  return { content: '', embeds: [embed], rows: rowsOf(approval, speech) };
}

function stateLine(approval: ApprovalView, speech: Speech): string {
  const person = (userId: string | null) => (userId === null ? speech.say('card.forgotten') : `<@${userId}>`);
  return speech.say(`approval.${approval.state}`, {
    who: person(approval.userId),
    by: person(approval.decidedByUserId),
    until: `<t:${Math.floor(approval.expiresAt / 1000)}:f>`,
  });
}

const offer = ({ price, service, modelName }: ApprovalView, speech: Speech): string =>
  speech.say('choice.model', {
    count: price,
    amount: speech.number(price),
    model: safeLine(modelName, 60),
    service: safeLine(service, 60),
  });

/** What somebody must see to say yes to it. */
function wordFields(words: Words, speech: Speech): { name: string; value: string }[] {
  const typed =
    words.form === 'song'
      ? [['idea', words.idea] as const]
      : [
          ['title', words.title] as const,
          ['style', words.style] as const,
          ['lyrics', words.lyrics] as const,
          ['avoid', words.form === 'compose' ? words.avoid : ''] as const,
        ];
  const fields = typed
    .map(([field, text]) => ({ name: speech.say(`field.name.${field}`), value: safeText(text, longestField) }))
    .filter(({ value }) => value !== '');
  return words.form === 'extend' ? [...fields, { name: speech.say('approval.continues'), value: '↳' }] : fields;
}

function rowsOf({ id, state, draftId }: ApprovalView, speech: Speech): Row[] {
  if (state === 'waiting')
    return [
      [
        { label: speech.say('button.approve'), style: 'success', id: routes.approve.make({ approval: id }) },
        { label: speech.say('button.decline'), style: 'danger', id: routes.decline.make({ approval: id }) },
      ],
    ];
  if (draftId === null) return [];
  return [[{ label: speech.say('button.edit'), style: 'primary', id: routes.edit.make({ draft: draftId }) }]];
}
