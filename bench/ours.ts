/** The whole bot with a service that renders nothing, so that what is measured is ours. */
import { startBot } from '../src/bot.ts';
import { configFromEnvironment } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import type { Provider } from '../src/providers/provider.ts';
import { createInstantProvider } from '../test/helpers/instant-provider.ts';

const config = configFromEnvironment();
const log = createLog({ level: config.log.level, secrets: config.secrets });
const instant = createInstantProvider();
/** Songs stay at work and bring nothing, asked after every five seconds as a real service is. */
const idle: Provider = {
  ...instant,
  lookEveryMs: 5_000,
  look: async (tasks) => tasks.map(() => ({ kind: 'seen', stage: 'music', tracks: [] })),
};
// Otherwise each song is finished, fetched and delivered at once.
const provider = process.argv[5] === 'idle' ? idle : instant;
process.on('disconnect', () => process.exit(0));
await startBot({ config, log, services: { providers: [provider], prices: new Map([[provider.id, 1]]) } });
