import { demonstrationScenario } from '../loopback/demonstrationScenario.ts';
import type { DemoOptions, DemoPart } from '../loopback/demoPart.ts';
import { preferPort } from '../loopback/listen.ts';
import type { SparkAccount } from './accounts.ts';
import { startSparkCompletionServer } from './completionServer.ts';
import { startSparkSocketServer } from './socketServer.ts';

/** Opens nothing but the loopback servers. */
const demonstrationAccount = {
  appId: 'demo0app',
  apiKey: 'not-a-real-api-key-for-the-demo0',
  apiSecret: 'not-a-real-secret-for-the-demo00',
  passwords: [{ password: 'not-a-real-password-for-the-demo', versions: 'any' }],
  activated: 'any',
} as const satisfies SparkAccount;

/** Starts both Spark servers. `port` and the one after it are preferred; free ones when it is 0 or taken. */
export async function startSparkDemo(options: DemoOptions): Promise<DemoPart> {
  const accounts = [demonstrationAccount];
  const sockets = await preferPort(options.port, (port) => startSparkSocketServer({ accounts, port }));
  const completions = await preferPort(options.port === 0 ? 0 : options.port + 1, (port) =>
    startSparkCompletionServer({ accounts, models: 'any', port }),
  );
  sockets.always((question) => {
    const { text = [], reasoning = [], delayMs = 0 } = demonstrationScenario(question, options.paceMs);
    return { type: 'reply', text, reasoning, delayMs };
  });
  completions.always((request) => {
    const { text = [], reasoning = [], delayMs = 0 } = demonstrationScenario(request, options.paceMs);
    return { type: 'reply', text, reasoning, delayMs };
  });
  return {
    environment: {
      SPARKAI_APP_ID: demonstrationAccount.appId,
      SPARKAI_API_KEY: demonstrationAccount.apiKey,
      SPARKAI_API_SECRET: demonstrationAccount.apiSecret,
      SPARKAI_API_PASSWORD: demonstrationAccount.passwords[0].password,
    },
    endpoints: { 'spark/websocket': sockets.origin, 'spark/http': completions.origin },
    close: async () => {
      await Promise.all([sockets.close(), completions.close()]);
    },
  };
}
