import type { Clock } from '../clock.ts';
import type { Registry } from '../providers/index.ts';
import type { Work } from '../providers/provider.ts';
import type { Approvals } from './approvals.ts';
import type { Media } from './media.ts';
import type { Ordering } from './ordering.ts';
import type { Requests } from './requests.ts';
import { type GuildSettings, maySpend, type Settings } from './settings.ts';
import type { Author, Refusal, SongView } from './song.ts';
import type { ApprovalView, ApproveOutcome, Press, RequestOutcome, SongRequest, Songs, Words } from './songs.ts';
import type { Steps } from './steps.ts';
import type { Order, Taken } from './take.ts';
import { type Loaded, viewOf } from './views.ts';

type Accepted = Extract<RequestOutcome, { kind: 'accepted' }>;

/** The songs room: what members ask of songs. The work itself is `advance`'s, which the worker is woken for. */
export function createSongs(deps: {
  requests: Requests;
  approvals: Approvals;
  settings: Pick<Settings, 'of' | 'isBlocked'>;
  ordering: Ordering;
  steps: Steps;
  registry: Registry;
  media: Media;
  clock: Clock;
  wake: (songId: string) => void;
}): Songs {
  const { requests, approvals, ordering, steps, registry, clock } = deps;

  const view = async (songId: string): Promise<SongView | null> => {
    const loaded = await steps.load(songId);
    return loaded === null ? null : viewOf(loaded, registry, deps.media);
  };

  /** Cards are in the language that the server's managers chose. */
  const spoken = <T extends Press>(asked: T, { language }: GuildSettings): T => ({
    ...asked,
    guildLocale: language ?? asked.guildLocale,
  });

  const request = async (typed: SongRequest): Promise<RequestOutcome> => {
    const settings = await deps.settings.of(typed.guildId);
    const asked = spoken(typed, settings);
    const checked = await ordering(asked, settings);
    const at = clock.now();
    if (checked.kind === 'refusal') return requests.refuse(asked, checked.refusal, at);
    if (!maySpend(settings, asked)) return propose(asked, checked.order, at);
    const { taken, lasting } = await requests.take(asked, checked.order, at);
    if (taken.kind === 'taken') return fresh(asked, checked.order, { ...taken, lasting, approvedByUserId: null });
    // Somebody else may still say yes to it.
    if (taken.kind === 'refused' && taken.refusal.kind === 'member_daily')
      return propose(asked, checked.order, at, taken.refusal);
    await lasting;
    return taken.kind === 'known' ? known(taken.songId) : taken;
  };

  /** Whoever may not spend asks somebody who may. */
  const propose = async (asked: SongRequest, order: Order, at: number, why?: Refusal): Promise<RequestOutcome> => {
    const choice = registry.built(order.provider, order.model);
    const names = { service: choice?.provider.name ?? order.provider, modelName: choice?.model.name ?? order.model };
    const { proposed, lasting } = await approvals.propose(asked, { ...names, price: order.price }, at);
    if (proposed.kind === 'waiting') return { ...proposed, lasting, ...(why === undefined ? {} : { why }) };
    await lasting;
    return proposed.kind === 'known' ? known(proposed.songId) : proposed;
  };

  const fresh = async (
    asked: SongRequest,
    order: Order,
    taken: Pick<Extract<Taken, { kind: 'taken' }>, 'song' | 'firstInGuild'> & {
      approvedByUserId: string | null;
      lasting: Promise<void>;
    },
  ): Promise<Accepted> => {
    // What was just written is known: nothing is read again between the commit and the answer.
    const loaded: Loaded = {
      song: taken.song,
      userId: asked.userId,
      approvedByUserId: taken.approvedByUserId,
      cancelledByUserId: null,
      tracks: [],
      attempts: [],
      captured: null,
      authors: asked.authors ?? [],
      parent: order.parent,
    };
    const song = await viewOf(loaded, registry, deps.media);
    return { kind: 'accepted', song, fresh: true, firstInGuild: taken.firstInGuild, lasting: taken.lasting };
  };

  const known = async (songId: string): Promise<Accepted> => {
    const song = await view(songId);
    if (song === null) throw new Error(`Song ${songId} is known and is not there.`);
    return { kind: 'accepted', song, fresh: false, firstInGuild: false, lasting: Promise.resolve() };
  };

  return {
    request,
    again: async (songId, asked) => {
      const loaded = await steps.load(songId);
      if (loaded === null || loaded.song.guild_id !== asked.guildId || loaded.song.forgotten_at !== null) return null;
      const latest = await requests.latestAgain(songId, asked.userId);
      if (latest.openSongId !== null) return known(latest.openSongId);
      const { song } = loaded;
      return request({
        ...asked,
        cause: `again:${songId}:${asked.userId}:${latest.isWaiting ? latest.n : latest.n + 1}`,
        words: wordsOf(loaded),
        authors: authorsOf(loaded, asked.userId),
        model: song.model_chosen === 1 ? `${song.provider}/${song.model}` : null,
      });
    },
    approve: async (approvalId, press) => {
      const approval = await approvals.find(approvalId);
      if (approval?.guildId !== press.guildId || approval.userId === null) return { kind: 'unknown' };
      const settings = await deps.settings.of(press.guildId);
      if (!maySpend(settings, press)) return { kind: 'no_right' };
      // With several processes each of them hears of the press, and all answer the same.
      const over = async (decided: ApprovalView): Promise<ApproveOutcome> => {
        const songId = await approvals.madeBy(approvalId, press);
        return songId === null ? { kind: 'over', approval: decided } : known(songId);
      };
      if (approval.state !== 'waiting') return over(approval);
      const { userId, words, model } = approval;
      if (await deps.settings.isBlocked(press.guildId, userId)) return { kind: 'blocked' };
      const asked: SongRequest = {
        ...spoken(press, settings),
        cause: approval.songCause,
        userId,
        words,
        model,
        authors: approval.authors,
      };
      const checked = await ordering(asked, settings);
      if (checked.kind === 'refusal') return { kind: 'not_now', refusal: checked.refusal };
      const { order } = checked;
      const { approved, lasting } = await approvals.approve(approvalId, asked, order, press.userId, clock.now());
      if (approved.kind === 'taken')
        return fresh(asked, order, { ...approved, lasting, approvedByUserId: press.userId });
      await lasting;
      return approved.kind === 'over' ? over(approved.approval) : approved;
    },
    decline: async (approvalId, press) => {
      const approval = await approvals.find(approvalId);
      if (approval?.guildId !== press.guildId) return { kind: 'unknown' };
      if (!maySpend(await deps.settings.of(press.guildId), press)) return { kind: 'no_right' };
      if (await approvals.decline(approvalId, press.userId, clock.now())) return { kind: 'declined' };
      const decided = (await approvals.find(approvalId)) ?? approval;
      const isMine = decided.state === 'declined' && decided.decidedByUserId === press.userId;
      return isMine ? { kind: 'declined' } : { kind: 'over', approval: decided };
    },
    answered: async (songId, message) => {
      await requests.answered(songId, clock.now(), message);
      deps.wake(songId);
    },
    cancel: async (songId, by) => {
      const loaded = await steps.load(songId);
      if (loaded === null || loaded.song.guild_id !== by.guildId) return { kind: 'unknown' };
      if (loaded.userId !== by.userId && !by.isManager) return { kind: 'not_yours' };
      const kind = await requests.cancel(songId, by.userId, clock.now());
      deps.wake(songId);
      const song = await view(songId);
      return song === null ? { kind: 'unknown' } : { kind, song };
    },
    find: async (songId, guildId) => {
      const song = await view(songId);
      return song?.guildId === guildId ? song : null;
    },
    draft: (draftId, userId) => requests.draft(draftId, userId),
    latestDraft: (form, guildId, userId) => requests.latestDraft(form, guildId, userId, clock.now()),
    models: () => registry.offers(),
  };
}

/** Whoever makes it again did not write it. */
function authorsOf({ song, userId, authors }: Loaded, againBy: string): readonly Author[] {
  const isTyped = (JSON.parse(song.work) as Work).kind !== 'idea' && song.lyrics !== null;
  if (authors.length > 0 || !isTyped || userId === null || userId === againBy) return authors;
  return [{ userId, name: null, section: null, line: 0 }];
}

/** What was asked once, as it would be typed again. */
function wordsOf(loaded: Loaded): Words {
  const { song } = loaded;
  const work = JSON.parse(song.work) as Work;
  switch (work.kind) {
    case 'idea':
      return { form: 'song', idea: work.idea, instrumental: work.instrumental };
    case 'lyrics': {
      const { kind: _, ...typed } = work;
      return { form: 'compose', ...typed };
    }
    case 'extend':
      return {
        form: 'extend',
        parentId: song.parent_song_id ?? '',
        track: song.parent_track ?? 0,
        from: String(work.fromSecond),
        title: work.title,
        style: work.style,
        lyrics: work.lyrics,
      };
  }
}
