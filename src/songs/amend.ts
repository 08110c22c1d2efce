import type { TaskReference } from '../providers/provider.ts';
import { backOffMs } from './schedule.ts';
import type { Lease } from './steps.ts';
import { tagsOf } from './takes.ts';
import type { Go, Tools } from './tools.ts';
import { type Loaded, placeOf, viewOf } from './views.ts';

/** Discord is asked for as long as it takes, at most this seldom. */
const backOffCapMs = 10 * 60 * 1000;
/** A service that kept silent is asked again after this long, as before. */
const lateLookEveryMs = 15 * 60 * 1000;

/**
 * The step of a song that has ended and whose card says more than it may by now: first our own files, then the edit, then
 * the write that it is done. Each may be repeated.
 */
export function createAmending(tools: Tools): (lease: Lease, loaded: Loaded) => Promise<Go> {
  const { clock, log, media, registry } = tools;

  return async (lease, loaded) => {
    const { song } = loaded;
    const at = clock.now();
    if (song.forgotten_at !== null) await removeFiles(loaded);
    else if (song.amend === 'files') await tagAnew(loaded);
    const view = await viewOf(loaded, registry, media);
    await tools.courtesy();
    const shown = await tools.delivery.amend(view, placeOf(loaded), { anew: song.amend === 'files' });
    if (shown.kind === 'later') {
      log.info({ song: song.id, detail: shown.detail }, 'a card is amended later');
      const ms = Math.max(shown.retryAfterMs, backOffMs(song.failures, backOffCapMs, tools.random()));
      return tools.commit(lease, { set: { failures: song.failures + 1 }, rest: clock.now() + ms }, 'rest');
    }
    const tracks =
      song.forgotten_at === null
        ? []
        : loaded.tracks.map((track) => ({ ...track, audio_file: null, cover_file: null }));
    const set = { ...tools.standing(shown), failures: 0, amend: null };
    return tools.commit(
      lease,
      { set, tracks, rest: song.late_look_until === null ? null : at + lateLookEveryMs },
      'rest',
    );
  };

  async function removeFiles({ tracks, attempts }: Loaded): Promise<void> {
    await media.remove(tracks.flatMap((track) => [track.audio_file, track.cover_file]).filter((file) => file !== null));
    for (const { provider, task } of attempts)
      if (task !== null) await registry.provider(provider)?.forget?.([JSON.parse(task) as TaskReference]);
  }

  /** Somebody's words and name go from the files that others still have. */
  async function tagAnew(loaded: Loaded): Promise<void> {
    const { song, tracks } = loaded;
    const service = registry.provider(song.provider)?.name ?? song.provider;
    for (const { audio_file: file, cover_file: cover, title } of tracks) {
      if (file === null || (await media.size(file)) === null) continue;
      const coverFile = cover !== null && (await media.size(cover)) !== null ? cover : null;
      await media.tag(file, tagsOf(loaded, { title: title ?? song.title, lyrics: song.lyrics }, coverFile, service));
    }
  }
}
