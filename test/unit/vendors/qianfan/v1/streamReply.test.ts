import assert from 'node:assert/strict';
import type { ErrorKind } from '../../../../../src/core/error.ts';
import type { StreamPart } from '../../../../../src/core/streamPart.ts';
import { v1Error } from '../../../../../src/vendors/qianfan/v1/errorTable.ts';
import { streamReply } from '../../../../../src/vendors/qianfan/v1/streamReply.ts';
import { type Answer, fakeTransport, providerError } from '../../../net/fakes.ts';

const url = 'https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions';
const event = 'data: {"result":"a","is_end":false}\n\n';
const last = 'data: {"result":"b","is_end":true}\n\n';
const text = (said: string): StreamPart => ({ type: 'text-delta', text: said });
const stop: StreamPart = { type: 'finish', reason: 'stop' };

async function read(answer: Answer) {
  const parts: StreamPart[] = [];
  const transport = fakeTransport([answer]);
  const call = { url, body: '{"stream":true}', mapFailure: v1Error };
  const emit = (part: StreamPart) => void parts.push(part);
  const error = await streamReply(transport, call, emit, new AbortController().signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { parts, error, transport };
}

const labelled = (type: string, body: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': type },
  chunks: [body],
});

describe('A V1 chat', () => {
  it('is one request, whose reply is not to be compressed', async () => {
    const { transport } = await read({ chunks: [last] });
    const [{ method, headers, body } = assert.fail()] = transport.sent;
    assert.deepEqual([method, body], ['POST', '{"stream":true}']);
    assert.deepEqual(headers, {
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
    });
  });

  const bodies: readonly (readonly [body: string, parts: readonly StreamPart[]])[] = [
    [event + last, [text('a'), text('b'), stop]],
    [`: hello\nevent: message\nid: 1\n${last}`, [text('b'), stop]],
    ['{"result":"b","is_end":true}', [text('b'), stop]],
    [' {"result":"b"}', [text('b'), stop]],
    ['{\n"result":"b"\n}', [text('b'), stop]],
    ['data:  {"result":"b"}', [text('b'), stop]],
    [`${event}data: [DONE]\n\n`, [text('a')]],
    [`${event}data:  [DONE] \n\ndata:\ndata:  \n${last}`, [text('a'), text('b'), stop]],
    [`${event}not an event\n${last}`, [text('a'), text('b'), stop]],
    [`${event}data: {"resu`, [text('a')]],
    [`${event}my ${last}`, [text('a')]],
    [event, [text('a')]],
    ['d', []],
    ['dat', []],
    ['data', []],
    ['data:', []],
    [' data: {"resu', []],
    ['data: x', []],
    [':', []],
    [': x', []],
    ['event: x', []],
    ['id: x', []],
    ['retry: 1', []],
    ['', []],
  ];
  for (const [body, parts] of bodies) {
    it(`takes ${JSON.stringify(body)}`, async () => {
      const { parts: got, error } = await read({ chunks: [body] });
      assert.deepEqual([got, error], [parts, undefined]);
    });
  }

  const failures: readonly (readonly [answer: Answer, kind: ErrorKind, code?: string])[] = [
    [labelled('text/event-stream', 'x'), 'protocol'],
    [labelled('text/event-stream', 'xdata: y'), 'protocol'],
    [labelled('text/event-stream', 'my event: y'), 'protocol'],
    [labelled('text/event-stream', '[]'), 'protocol'],
    [labelled('text/event-stream', '\n\n'), 'protocol'],
    [labelled('text/event-stream', '{"choices":[]}'), 'protocol'],
    [labelled('text/event-stream', 'data: x\n'), 'protocol'],
    [labelled('text/event-stream', 'data: x\ndata: [DONE]\n'), 'protocol'],
    [labelled('text/event-stream', 'data: 7\n'), 'protocol'],
    [labelled('application/json', ''), 'protocol'],
    [labelled('Text/HTML; charset=utf-8', last), 'protocol'],
    [labelled('application/json', '{"error_code":17,"error_msg":"limit"}'), 'quota', '17'],
    [labelled('application/json', '{"error_code":18}', 400), 'rate-limit', '18'],
    [labelled('application/json', last, 201), 'protocol'],
    [
      labelled('text/event-stream', 'data: {"error_code":336100,"result":"x","is_end":true}'),
      'unavailable',
      '336100',
    ],
  ];
  for (const [answer, kind, code] of failures) {
    it(`fails with ${JSON.stringify([answer.chunks, answer.headers, answer.status])}`, async () => {
      const { parts, error } = await read(answer);
      assert.equal(providerError(error, kind).details.code, code);
      assert.deepEqual(parts, []);
    });
  }

  it('may have no label, or one in capitals', async () => {
    assert.equal((await read({ headers: {}, chunks: [last] })).error, undefined);
    assert.equal((await read(labelled('Text/Event-Stream', ''))).error, undefined);
    providerError((await read({ headers: {}, chunks: [] })).error, 'protocol');
  });

  it('is known to the vendor by the id in the head of the response', async () => {
    const headers = { 'content-type': 'application/json', 'x-bce-request-id': 'r-1' };
    const chunks = ['{"error_code":17,"error_msg":"limit"}'];
    for (const status of [200, 429]) {
      const { error } = await read({ status, headers, chunks });
      assert.equal(providerError(error, 'quota').details.requestId, 'r-1');
      const nameless = await read({ status, headers: {}, chunks });
      assert.ok(!('requestId' in providerError(nameless.error, 'quota').details));
    }
  });
});
