/** Files that fit a server and not a direct message, whose limit is Discord's smallest. */
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiCall } from '../src/discord/api.ts';
import { createDelivery } from '../src/discord/delivery.ts';
import { createTexts } from '../src/discord/texts/texts.ts';
import type { Place, SongView } from '../src/songs/song.ts';
import { createTestClock } from './helpers/clock.ts';
import { createTestApi, createTestLog, finishedSong, ids, noon, placeOf, track } from './helpers/discord.ts';

const mebi = 1024 * 1024;
const privateChannel = '700000000000000008';
const folder = mkdtempSync(path.join(tmpdir(), 'songcircle-large-'));
beforeAll(async () => {
  for (const name of ['a.mp3', 'b.mp3', 'a.png', 'b.png']) await writeFile(path.join(folder, name), name);
});
afterAll(() => rm(folder, { recursive: true }));

const files = (letter: string) => ({
  audioPath: path.join(folder, `${letter}.mp3`),
  coverPath: path.join(folder, `${letter}.png`),
});
const large = { audioBytes: 11 * mebi, audioUrl: 'https://cdn.example.com/a.mp3' };
const song = finishedSong({ tracks: [track(0, { ...files('a'), ...large }), track(1, files('b'))] });

/** A Discord that has closed the channel, or not. Answers the last message with files. */
async function shown(view: SongView, place: Partial<Place>, isClosed: boolean): Promise<ApiCall | undefined> {
  const api = createTestApi(({ route }) => {
    if (isClosed && route.includes(`${ids.channel}/messages`))
      return { kind: 'refused', status: 403, code: 50001, message: 'Missing Access' };
    if (route === '/users/@me/channels') return { kind: 'ok', body: { id: privateChannel } };
    return { kind: 'ok', body: { id: ids.message, channel_id: privateChannel, attachments: [] } };
  });
  const clock = createTestClock(noon + 30_000);
  const delivery = createDelivery({
    api,
    texts: createTexts(),
    clock,
    log: createTestLog(),
    operators: { ids: () => [] },
  });
  await delivery.show(view, placeOf({ attachmentLimit: 25 * mebi, ...place }));
  return api.calls.findLast((call) => (call.files?.length ?? 0) > 0);
}
const namesOf = (call: ApiCall | undefined) => call?.files?.map(({ name }) => name);

test('what fits the server is attached there', async () => {
  const call = await shown(song, {}, false);
  expect(namesOf(call)).toEqual(['Tin Roof - A.mp3', 'cover-a.png', 'Tin Roof - B.mp3', 'cover-b.png']);
  expect(JSON.stringify(call?.body)).not.toContain('not attached');
});

test.each<[string, Partial<Place>, SongView]>([
  ['the channel is closed', { token: null, messageId: null, messageChannelId: null }, song],
  ['it was cancelled too late', {}, { ...song, cancelled: true, cancelledByUserId: ids.other }],
  ['its card stands there already', { token: null, placed: 'dm', messageChannelId: privateChannel }, song],
])('it is linked in a direct message when %s', async (_when, place, view) => {
  const call = await shown(view, place, true);
  expect(call?.route).toContain(privateChannel);
  expect(namesOf(call)).toEqual(['cover-a.png', 'Tin Roof - B.mp3', 'cover-b.png']);
  expect(JSON.stringify(call?.body)).toContain('[Listen at the service](https://cdn.example.com/a.mp3)');
});
