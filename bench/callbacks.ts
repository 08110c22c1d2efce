/** How long after a service is done its song stands in the channel, when the service calls: beside the edit alone. */
import { createMember } from '../sandbox/member.ts';
import { startSunoapi } from '../sandbox/services/sunoapi.ts';
import { openBot } from '../test/helpers/bot.ts';
import { freePort } from '../test/helpers/ports.ts';
import { openSandbox } from '../test/helpers/sandbox.ts';
import { percentile } from './answers.ts';

const songs = 60;

/** The finished card once more, with all its files, as any client would send it: what cannot be had for less. In ms. */
async function editAlone(
  url: string,
  token: string,
  files: readonly { name: string; bytes: Uint8Array }[],
): Promise<number> {
  const form = new FormData();
  for (const [index, { name, bytes }] of files.entries())
    form.append(`files[${index}]`, new Blob([bytes.slice()]), name);
  const attachments = files.map((_, id) => ({ id: String(id) }));
  form.append('payload_json', JSON.stringify({ content: 'again', attachments, allowed_mentions: { parse: [] } }));
  const began = performance.now();
  const answer = await fetch(url, { method: 'PATCH', headers: { authorization: `Bot ${token}` }, body: form });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the edit alone was answered ${answer.status}`);
  return performance.now() - began;
}

/** Prints the table. The bot, the service and Discord share this process: nothing here is faster than on its own. */
export async function printCallbacks(): Promise<void> {
  await using sandbox = await openSandbox({ rateLimits: false, strict: false });
  const service = await startSunoapi();
  const port = await freePort();
  await using _bot = await openBot({
    sandbox,
    service: 'built-in',
    env: {
      SUNOAPI_API_KEY: service.key,
      SUNOAPI_BASE_URL: service.baseUrl,
      HTTP_PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    },
  });
  const member = await createMember({
    url: sandbox.url,
    memberId: sandbox.members[0]?.id ?? '',
    channel: sandbox.channels.songs,
  });
  const ours: number[] = [];
  const alone: number[] = [];
  const looks: number[] = [];
  for (let n = 0; n < songs; n += 1) {
    const seen = await member.slash('song', { idea: `lantern ${n}` });
    if (seen.kind !== 'message') throw new Error('no card came');
    const card = seen.message;
    await until(() => service.submissions.length === n + 1);
    const before = service.counts.looks;
    const taskId = service.submissions.at(-1)?.taskId ?? '';
    // The submission's answer is being committed; a song takes longer than that.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    service.finish(taskId);
    const done = await member.see(({ id, files }) => id === card.id && files.length === 2, 20_000);
    ours.push(performance.now() - began);
    looks.push(service.counts.looks - before);
    const files = await Promise.all(
      done.message.attachments.map(async ({ url, filename }) => ({
        name: filename,
        bytes: await member.download(url),
      })),
    );
    const url = `${sandbox.apiUrl}/v10/channels/${card.channelId}/messages/${card.id}`;
    alone.push(await editAlone(url, sandbox.token, files));
  }
  member.close();
  await service.close();
  const row = (name: string, values: readonly number[]) =>
    `| ${name} | ${percentile(values, 50).toFixed(0)} | ${percentile(values, 99).toFixed(0)} |`;
  process.stdout.write(`
From the moment a service is done to the moment the card shows it, where the service calls: ${songs} songs.

| what | p50 ms | p99 ms |
| --- | --- | --- |
${row('the edit alone, with its four files (baseline)', alone)}
${row('done, called, looked up, fetched, tagged, edited', ours)}

Looks a song that a call woke: ${(looks.reduce((sum, one) => sum + one, 0) / songs).toFixed(2)}.
`);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}
