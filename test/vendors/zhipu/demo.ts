import { demonstrationScenario } from '../loopback/demonstrationScenario.ts';
import type { DemoOptions, DemoPart } from '../loopback/demoPart.ts';
import { preferPort } from '../loopback/listen.ts';
import { startBigModelServer } from './bigModelServer.ts';

/** Opens nothing but the loopback server. */
const demonstrationKey = 'not-a-real-key.for-the-local-demo';

/** Starts BigModel. */
export async function startBigModelDemo({ port, paceMs }: DemoOptions): Promise<DemoPart> {
  const keys = [{ key: demonstrationKey, plan: 'both' }] as const;
  const server = await preferPort(port, (free) => startBigModelServer({ keys, models: 'any', port: free }));
  server.always((request) => demonstrationScenario(request, paceMs));
  server.tasks.always((request) => ({ type: 'task', outcome: demonstrationScenario(request, paceMs) }));
  return {
    environment: { ZHIPUAI_API_KEY: demonstrationKey },
    endpoints: { 'zhipu/bigmodel': server.payAsYouGoBase },
    close: server.close,
  };
}
