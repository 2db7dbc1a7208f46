import { listen } from '../vendors/loopback/listen.ts';
import type { Preparation, Trial } from './trial.ts';

const line = 'npm run audit';

const advisory = {
  id: 1,
  url: 'https://advisories.invalid/1',
  title: 'Says too much',
  severity: 'low',
  vulnerable_versions: '*',
  cwe: [],
  cvss: { score: 0, vectorString: null },
};

/** What is known of the packages is another thing every day and in every registry: so a stand-in says it. */
export const auditTrials: readonly Trial[] = [
  {
    line,
    says: [/What is passed on: no vulnerability known in \d+ packages/, /Everything: no vulnerability known/],
    prepare: () => registry(200, {}),
  },
  {
    line,
    exit: [1],
    says: [/What is passed on: 1 packages with known/, /undici .*low: Says too much \(https:\/\/advisories/],
    prepare: () => registry(200, { undici: [advisory] }),
  },
  {
    line,
    exit: [2],
    says: [/What is passed on: not audited\. The registry offers no advisories: /, /Everything: not audited/],
    prepare: () => registry(405, { error: 'Method Not Allowed' }),
  },
];

async function registry(status: number, advisories: object): Promise<Preparation> {
  const { origin, close } = await listen({}, (request, response) => {
    const asked = request.url?.endsWith('/security/advisories/bulk') ?? false;
    request.resume();
    response.writeHead(asked ? status : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(asked ? advisories : {}));
  });
  return { environment: { npm_config_registry: origin }, close };
}
