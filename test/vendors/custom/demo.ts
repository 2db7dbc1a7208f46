import { demonstrationCompletion } from '../demonstration/completion.ts';
import { demonstrationScenario } from '../loopback/demonstrationScenario.ts';
import type { DemoOptions, DemoPart } from '../loopback/demoPart.ts';
import { preferPort } from '../loopback/listen.ts';
import { startCustomServer } from './customServer.ts';
import { servers } from './peculiarities.ts';

/** Opens nothing but the loopback server. */
const demonstrationKey = 'not-a-real-key-for-the-local-demo';

/** Starts a server with the habits of Ollama, and with a key. */
export async function startCustomDemo({ port, paceMs }: DemoOptions): Promise<DemoPart> {
  const server = await preferPort(port, (free) =>
    startCustomServer({ peculiarities: servers.ollama, key: demonstrationKey, models: 'any', port: free }),
  );
  server.always((request) =>
    request.call === 'completion' ? demonstrationCompletion(request) : demonstrationScenario(request, paceMs),
  );
  return {
    environment: { OPENAI_API_KEY: demonstrationKey, OPENAI_BASE_URL: server.base },
    endpoints: { 'custom/openai': server.base },
    close: server.close,
  };
}
