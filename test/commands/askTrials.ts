import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vendors } from '../../src/vendors/registry.ts';
import { startDemoServers } from '../vendors/demo.ts';
import type { Preparation, Trial } from './trial.ts';

const apis = vendors.flatMap((vendor) => vendor.apis.map((api) => ({ vendor, api })));

/** Asks every API, served on this machine; and once with everything that the command can be told. */
export const askTrials: readonly Trial[] = [
  ...apis.map(({ vendor, api }): Trial => {
    const names = `--vendor ${vendor.id} --api ${api.id}`;
    return {
      line: `npm run ask -- ${names} --json --endpoint {endpoint} "What is a debounce?"`,
      says: [/"type":"text-(delta|replace)"/, /"type":"finish"/],
      prepare: () => serve(vendor.id, api.id),
    };
  }),
  {
    line:
      'npm run ask -- --vendor zhipu --auth jwt --model glm-4.7 --option temperature=0.5 --allow-http ' +
      '--messages {messages} --endpoint {endpoint} "And a throttle?"',
    says: [/demonstration/i],
    async prepare() {
      const { values, environment, close } = await serve('zhipu', 'bigmodel');
      const directory = await mkdtemp(join(tmpdir(), 'hl-ask-'));
      const messages = join(directory, 'messages.json');
      await writeFile(messages, JSON.stringify([{ role: 'user', content: 'What is a debounce?' }]));
      return {
        values: { ...values, messages },
        environment,
        close: async () => {
          await close();
          await rm(directory, { recursive: true });
        },
      };
    },
  },
  { line: 'npm run ask -- --help', says: apis.map(({ api }) => new RegExp(`--api ${api.id} `)) },
];

async function serve(vendorId: string, apiId: string): Promise<Required<Omit<Preparation, 'path'>>> {
  const servers = await startDemoServers({ paceMs: 0 });
  const endpoints = servers.settings['hanlin.endpoints'] as Readonly<Record<string, string>>;
  const address = endpoints[`${vendorId}/${apiId}`] ?? '';
  return {
    // Documented paths are the command's business, except where the address is the user's own.
    values: { endpoint: vendorId === 'custom' ? address : new URL(address).origin },
    environment: servers.environment,
    close: servers.close,
  };
}
