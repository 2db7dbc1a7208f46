import assert from 'node:assert/strict';
import net from 'node:net';
import { afterEach, describe, it } from 'mocha';
import { type DemoServers, startDemoServers } from '../../vendors/demo.ts';

let servers: DemoServers;

function base(): string {
  const endpoints = servers.settings['hanlin.endpoints'] as Record<string, string>;
  return endpoints['zhipu/bigmodel'] ?? '';
}

async function post(body: object): Promise<string> {
  const response = await fetch(`${base()}/chat/completions`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${servers.environment['ZHIPUAI_API_KEY']}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      model: 'any-model-at-all',
      messages: [{ role: 'user', content: 'Hello' }],
      ...body,
    }),
  });
  assert.equal(response.status, 200);
  return response.text();
}

describe('demonstration servers', () => {
  afterEach(() => servers.close());

  it('answer with the key and the address they hand out', async () => {
    servers = await startDemoServers({ paceMs: 0 });
    assert.match(base(), /^http:\/\/127\.0\.0\.1:\d+\/api\/paas\/v4$/);
    assert.match(servers.environment['ZHIPUAI_API_KEY'] ?? '', /^[^.]+\.[^.]+$/);
    const stream = await post({ stream: true });
    assert.match(stream, /"reasoning_content".*"content".*"finish_reason":"stop".*data: \[DONE\]/s);
  });

  it('answer a key probe briefly, with finish_reason length', async () => {
    servers = await startDemoServers({ paceMs: 0 });
    const answer = JSON.parse(await post({ max_tokens: 1 }));
    assert.equal(answer.choices[0].finish_reason, 'length');
    assert.equal(answer.usage.completion_tokens, 1);
  });

  it('keep the port asked for, and take another one if it is not free', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as net.AddressInfo;
    servers = await startDemoServers({ port, paceMs: 0 });
    assert.notEqual(new URL(base()).port, String(port));
    await servers.close();
    await new Promise((resolve) => taken.close(resolve));
    servers = await startDemoServers({ port, paceMs: 0 });
    assert.equal(new URL(base()).port, String(port));
  });
});
