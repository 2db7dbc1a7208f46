import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DemoPart } from '../../../vendors/loopback/demoPart.ts';
import { startQianfanDemo } from '../../../vendors/qianfan/demo.ts';

const question = JSON.stringify({
  model: 'any-model-at-all',
  messages: [{ role: 'user', content: '你好' }],
  stream: true,
});

let demo: DemoPart;

function post(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: question,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

describe('Qianfan demonstration', () => {
  beforeEach(async () => {
    demo = await startQianfanDemo({ port: 0, paceMs: 0 });
  });
  afterEach(() => demo.close());

  it('answers on V2 with the key it hands out, in the language of the question', async () => {
    const response = await post(`${demo.endpoints['qianfan/v2']}/chat/completions`, {
      Authorization: `Bearer ${demo.environment['QIANFAN_BEARER_TOKEN']}`,
    });
    const stream = await response.text();
    assert.ok(stream.endsWith('data: [DONE]\n\n'));
    const pieces = [...stream.matchAll(/"content":("(?:[^"\\]|\\.)*")/g)].map(([, piece = '""']) =>
      JSON.parse(piece),
    );
    assert.match(pieces.join(''), /你好/);
  });

  it('answers on V1 with the application it hands out, at any path', async () => {
    const origin = demo.endpoints['qianfan/v1-oauth'];
    const { QIANFAN_AK: id, QIANFAN_SK: secret } = demo.environment;
    const grant = `grant_type=client_credentials&client_id=${id}&client_secret=${secret}`;
    const token = (await (await post(`${origin}/oauth/2.0/token?${grant}`)).json()) as {
      access_token: string;
    };
    const path = '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/any_path';
    const response = await post(`${origin}${path}?access_token=${token.access_token}`);
    assert.match(await response.text(), /"is_end":true/);
  });

  it('hands out keys of the right shapes that say what they are', () => {
    assert.match(demo.environment['QIANFAN_BEARER_TOKEN'] ?? '', /^bce-v3\/ALTAK-NotAReal\w+\/[0-9a-f]{40}$/);
    assert.match(demo.environment['QIANFAN_AK'] ?? '', /^NotAReal[A-Za-z]{16}$/);
    assert.match(demo.environment['QIANFAN_SK'] ?? '', /^NotAReal[A-Za-z]{24}$/);
    assert.match(demo.environment['QIANFAN_ACCESS_KEY'] ?? '', /^ALTAKNotAReal/);
    assert.match(demo.environment['QIANFAN_SECRET_KEY'] ?? '', /^0{32}$/);
  });
});
