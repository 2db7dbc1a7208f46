import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { htmlPage } from '../../vendors/loopback/scenario.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import type { GlmReply } from '../../vendors/zhipu/scenario.ts';

type Json = Record<string, unknown>;

const question = { model: 'glm-4.6', messages: [{ role: 'user', content: 'Hello' }] };
const reply: GlmReply = { type: 'reply', reasoning: 'Hm.', text: ['你', '好'] };

describe('BigModel server: async completions', () => {
  let server: BigModelServer;

  before(async () => {
    server = await startBigModelServer({ now: () => 1_767_323_045_000 });
  });
  beforeEach(() => server.reset());
  after(() => server.close());

  interface Sender {
    readonly key?: string;
    readonly base?: string;
  }

  function send(method: string, path: string, { key, base }: Sender, body?: object): Promise<Response> {
    return fetch(`${base ?? server.payAsYouGoBase}/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key ?? testKeys.payAsYouGo}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  const leave = (body: object = question, sender: Sender = {}) =>
    send('POST', 'async/chat/completions', sender, body);

  const look = (id: unknown, sender: Sender = {}) =>
    send('GET', `async-result/${encodeURIComponent(String(id))}`, sender);

  async function left(sender: Sender = {}): Promise<Json> {
    return (await (await leave(question, sender)).json()) as Json;
  }

  async function statuses(id: unknown, count: number): Promise<unknown[]> {
    const seen: unknown[] = [];
    for (let index = 0; index < count; index += 1) {
      const answer = (await (await look(id)).json()) as Json;
      seen.push(answer['task_status'] ?? (answer['error'] as Json)['code']);
    }
    return seen;
  }

  it('takes the question and tells the result after so many looks, again and again', async () => {
    server.tasks.next({ type: 'task', before: 2, outcome: reply });
    const response = await leave({ ...question, request_id: 'request-1' });
    const shell = (await response.json()) as Json;
    const id = shell['id'];
    assert.match(String(id), /^20260102030405[0-9a-f]{18}$/);
    assert.deepEqual([response.status, shell], [200, processing(id)]);
    for (let count = 0; count < 2; count += 1) {
      assert.deepEqual(await (await look(id)).json(), processing(id));
    }
    for (let count = 0; count < 2; count += 1) {
      const { usage, ...result } = (await (await look(id)).json()) as Json;
      assert.deepEqual(result, {
        id,
        request_id: 'request-1',
        created: 1_767_323_045,
        model: 'glm-4.6',
        task_status: 'SUCCESS',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            message: { role: 'assistant', content: '你好', reasoning_content: 'Hm.' },
          },
        ],
      });
      assert.equal((usage as Json)['total_tokens'], 9);
    }

    function processing(task: unknown): object {
      return { model: 'glm-4.6', id: task, request_id: 'request-1', task_status: 'PROCESSING' };
    }
  });

  it('fails, stumbles on the way, never ends, and answers by another model', async () => {
    server.tasks.next(
      { type: 'task', before: 0, outcome: 'FAIL' },
      { type: 'task', before: [{ type: 'error', code: '1302' }, 'PROCESSING'], outcome: reply },
      { type: 'task', outcome: 'PROCESSING' },
      ({ model }) => ({ type: 'task', before: 0, outcome: { ...reply, model: `${model}-other` } }),
    );
    const failed = (await left())['id'];
    assert.deepEqual(await statuses(failed, 2), ['FAIL', 'FAIL']);
    assert.deepEqual(Object.keys((await (await look(failed)).json()) as Json), [
      'model',
      'id',
      'request_id',
      'task_status',
    ]);
    const stumbling = await statuses((await left())['id'], 3);
    assert.deepEqual(stumbling, ['1302', 'PROCESSING', 'SUCCESS']);
    assert.deepEqual(await statuses((await left())['id'], 4), Array(4).fill('PROCESSING'));
    const other = (await (await look((await left())['id'])).json()) as Json;
    assert.deepEqual([other['model'], other['task_status']], ['glm-4.6-other', 'SUCCESS']);
  });

  it('refuses the question by its own script, apart from that of the chat address', async () => {
    server.next({ type: 'error', code: '1301' });
    server.tasks.next({ type: 'error', code: '1305' }, htmlPage(502), {
      type: 'task',
      outcome: reply,
      interruption: { type: 'cut', afterBytes: 20 },
    });
    assert.equal((await leave()).status, 429);
    assert.equal((await leave()).status, 502);
    await assert.rejects(async () => (await leave()).text());
    assert.deepEqual(await statuses((await left())['id'], 2), ['PROCESSING', 'SUCCESS']);
    assert.equal((await send('POST', 'chat/completions', {}, question)).status, 400);
  });

  it('knows ids percent-encoded, and no others', async () => {
    const id = '8353/a b?ü%41';
    server.tasks.next({ type: 'task', id, before: 0, outcome: reply });
    assert.equal((await left())['id'], id);
    assert.equal((await look(id)).status, 200);
    const unknown = await look('20260102030405000000000000000099');
    assert.equal(unknown.status, 400);
    assert.equal(((await unknown.json()) as { error: Json }).error['code'], '1214');
    assert.equal((await send('GET', `async-result/${id}`, {})).status, 404);
    assert.equal((await send('GET', 'async-result/', {})).status, 404);
    assert.equal((await send('GET', 'async-result/%zz', {})).status, 404);
    server.reset();
    assert.equal((await look(id)).status, 400);
  });

  it('tells a result on the same base to the same key only', async () => {
    const coding = { key: testKeys.coding, base: server.codingBase };
    const { id } = await left(coding);
    const status = async (sender: Sender) => (await look(id, sender)).status;
    assert.equal(await status(coding), 200);
    assert.equal(await status({ ...coding, base: server.payAsYouGoBase }), 400);
    assert.equal(await status({ ...coding, key: testKeys.payAsYouGo }), 400);
    assert.equal(await status({ ...coding, key: 'wrong.key' }), 401);
  });

  it('checks a question as strictly as on the chat address, and what it says about streams', async () => {
    const code = async (response: Promise<Response>): Promise<unknown> =>
      /"code":"(\d+)"/.exec(await (await response).text())?.[1];
    assert.equal(await code(leave({ ...question, stream: true })), '1210');
    assert.equal(await code(leave({ ...question, model: 'glm-99' })), '1211');
    assert.equal(await code(leave(question, { key: testKeys.coding })), '1113');
    assert.equal(await code(leave(question, { key: 'wrong.key' })), '1000');
    assert.equal((await send('GET', 'async/chat/completions', {})).status, 405);
    const { id } = await left();
    assert.equal((await send('POST', `async-result/${id}`, {}, {})).status, 405);
  });

  it('records a look with the question that it is about', async () => {
    const { id } = await left();
    await look(id);
    const [asked, looked] = server.requests;
    assert.deepEqual(asked?.address, { plan: 'pay-as-you-go', call: { type: 'async' } });
    assert.deepEqual(looked?.address?.call, { type: 'async-result', taskId: id });
    assert.ok(looked?.accepted);
    assert.equal(looked.accepted, asked?.accepted);
  });
});
