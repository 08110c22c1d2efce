/** The real bot as a process of its own, with a service on this machine instead of the built-in ones. Started by `bot-process.ts`. */

import { startBot } from '../../src/bot.ts';
import { configFromEnvironment } from '../../src/config.ts';
import { createHttp } from '../../src/http.ts';
import { createLog } from '../../src/log.ts';
import { createSunoapi } from '../../src/providers/sunoapi.ts';
import { createInstantProvider } from './instant-provider.ts';
import { createPunctual } from './punctual.ts';

const config = configFromEnvironment();
const log = createLog({ level: config.log.level, secrets: config.secrets });
const baseUrl = process.argv[2];
const key = process.argv[3] ?? '';
const http = createHttp({ allowPrivate: true, userAgent: 'Songcircle test' });
const provider =
  baseUrl === undefined
    ? createInstantProvider()
    : {
        ...createSunoapi({ http, baseUrl, apiKey: key, model: null, settings: { CALLBACK_PLACEHOLDER: '' } }),
        lookEveryMs: 200,
      };
const services = { providers: [provider], prices: new Map([[provider.id, 10]]) };
const bot = await startBot({ config, log, services, schedule: createPunctual() });
process.on('SIGTERM', () => void bot.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
