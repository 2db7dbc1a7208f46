import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Transport } from '../../../src/core/transport.ts';
import { createFetchTransport } from '../../../src/net/fetchTransport.ts';
import { createTrust } from '../../../src/net/trustedCertificates.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../src/net/undiciTransport.ts';
import { reportFigure } from '../../figures.ts';
import { canary, makeTokens, plantCanaries } from './canaries.ts';
import { type EchoPlan, type EchoServer, startEchoServer } from './echoServer.ts';
import { type Echo, echoes, formsOf } from './replies.ts';
import { search, type Tally, ways } from './search.ts';

const tokens = makeTokens();
const tokenCanaries = Object.entries(tokens).map(([name, value]) => canary(name, value));

/* Servers and gateways quote what they were sent, most of all when a key is wrong. */
describe('a key that the server repeats is in nothing that is thrown or reported', () => {
  const tally: Tally = { requests: 0, texts: 0, found: 0 };
  let server: EchoServer;
  let undici: UndiciTransport;
  let global: Transport;

  before(async () => {
    server = await startEchoServer(tokens);
    undici = createUndiciTransport(directOptions);
    const trust = { secureContext: createTrust(false, []), rejectUnauthorized: true };
    global = createFetchTransport({ throughProxy: () => false, tls: () => trust });
  });

  after(async () => {
    await undici.close();
    await server.close();
    const { requests, texts, found } = tally;
    reportFigure(`keys thrown where servers repeat them: ${found} in ${texts} texts of ${requests} requests`);
  });

  for (const way of ways) {
    const { vendor, api, mode } = way;
    const scheme = api.endpoints[0]?.baseUrl.startsWith('ws') ? 'ws' : 'http';

    describe(`${vendor.id}, ${api.id}, ${mode.id}`, () => {
      for (const echo of echoes) {
        it(`in ${echo.name}`, async () => {
          const found = new Set<string>();
          for (const [transport, plans] of [
            [undici, [...plansOf(echo, false), ...plansOf(echo, true).slice(0, 2)]],
            [global, plansOf(echo, false).slice(0, 3)],
          ] as const) {
            const { credentials, canaries } = plantCanaries(api, mode);
            const baseUrl = `${scheme}://127.0.0.1:${server.port}`;
            const connection = { credentials, authMode: mode.id, baseUrl, language: 'en' };
            const provider = await api.create(connection, transport);
            for (const plan of plans) {
              server.plan = plan;
              server.forget();
              const outcome = await search(way, provider, [...canaries, ...tokenCanaries], tally);
              for (const each of outcome.found) found.add(each);
              assert.ok(server.overheard.length > 0, 'nothing was asked');
            }
          }
          assert.deepEqual([...found], []);
        });
      }
    });
  }
});

/** Everything in one text, which is long; all proofs in one; and one of the proofs in each form. */
function plansOf({ say }: Echo, tokensToo: boolean): readonly EchoPlan[] {
  const shared = { tokensToo, refuseHandshake: true };
  const single = formsOf('').map(
    (_, form): EchoPlan => ({
      ...shared,
      answer: ({ proofs }, response) =>
        say(formsOf(proofs[form % proofs.length] ?? '')[form] ?? '', response),
    }),
  );
  return [
    { ...shared, answer: ({ request }, response) => say(request, response) },
    { ...shared, answer: ({ proofs }, response) => say(proofs.join(' '), response) },
    ...single,
  ];
}
