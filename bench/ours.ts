/** The whole bot with a service that renders nothing, so that what is measured is ours. */
import { startBot } from '../src/bot.ts';
import { configFromEnvironment } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { createInstantProvider } from '../test/dialect/instant-provider.ts';

const config = configFromEnvironment();
const log = createLog({ level: config.log.level, secrets: config.secrets });
const provider = createInstantProvider();
process.on('disconnect', () => process.exit(0));
await startBot({ config, log, services: { providers: [provider], prices: new Map([[provider.id, 1]]) } });
