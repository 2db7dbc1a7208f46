import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { DemoPart } from '../../../vendors/loopback/demoPart.ts';
import { startSparkDemo } from '../../../vendors/spark/demo.ts';
import { converse, parseFrames, question, signedUrl } from './socketClient.ts';

let demo: DemoPart;

function variable(name: string): string {
  return demo.environment[name] ?? '';
}

describe('Spark demonstration servers', () => {
  afterEach(() => demo.close());

  it('answer over a WebSocket with the credentials and the address they hand out', async () => {
    demo = await startSparkDemo({ port: 0, paceMs: 0 });
    const url = signedUrl(demo.endpoints['spark/websocket'] ?? '', {
      path: '/v1/x1',
      apiKey: variable('SPARKAI_API_KEY'),
      apiSecret: variable('SPARKAI_API_SECRET'),
    });
    const header = { app_id: variable('SPARKAI_APP_ID') };
    const frames = parseFrames(await converse(url, question({ header, chat: { domain: 'spark-x' } })));
    const said = frames.flatMap(({ payload }) => payload?.choices?.text ?? []);
    assert.ok(said.some((entry) => entry['reasoning_content'] !== undefined));
    assert.match(said.map(({ content }) => content ?? '').join(''), /Hello/);
    assert.equal(frames.at(-1)?.header.status, 2);
  });

  it('answer over HTTP with the password and the address they hand out, also a model nobody knows', async () => {
    demo = await startSparkDemo({ port: 0, paceMs: 0 });
    for (const token of [
      variable('SPARKAI_API_PASSWORD'),
      `${variable('SPARKAI_API_KEY')}:${variable('SPARKAI_API_SECRET')}`,
    ]) {
      const response = await fetch(`${demo.endpoints['spark/http']}/v1/chat/completions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ model: 'any', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 1 }),
      });
      const answer = (await response.json()) as { code: number; usage: { completion_tokens: number } };
      assert.deepEqual([answer.code, answer.usage.completion_tokens], [0, 1]);
    }
  });
});
