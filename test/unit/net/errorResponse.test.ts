import assert from 'node:assert/strict';
import { ProviderError } from '../../../src/core/error.ts';
import { longestRetryAfter } from '../../../src/core/limits.ts';
import { errorFromResponse, parseRetryAfter } from '../../../src/net/errorResponse.ts';
import { type ErrorTable, vendorError } from '../../../src/net/errorTable.ts';
import { type Answer, fakeTransport, providerError } from './fakes.ts';

describe('error response', () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const table: ErrorTable = {
    '17': { kind: 'quota', advice: 'renew-plan' },
    '18': { kind: 'invalid-request', advice: 'history', adviceIf: /messages/ },
  };
  const json = { 'content-type': 'application/json' };

  it('is judged by the vendor’s code, even against the status', async () => {
    for (const body of [
      '{"error":{"code":"17","message":"Renew."}}',
      '{"error":{"code":17,"message":"Renew."}}',
      '{"code":17,"msg":"Renew.","success":false}',
    ]) {
      const error = await map({ status: 429, headers: json, chunks: [body] });
      assert.deepEqual(
        [error.kind, error.message, error.details.code, error.details.retryable, error.details.advice],
        ['quota', 'Renew.', '17', false, 'renew-plan'],
      );
    }
  });

  it('gives an advice only to the messages it fits', async () => {
    const advice = async (message: string) =>
      (await map({ status: 400, chunks: [JSON.stringify({ error: { code: '18', message } })] })).details
        .advice;
    assert.equal(await advice('messages[2] is invalid'), 'history');
    assert.equal(await advice('top_p is invalid'), undefined);
  });

  it('is judged by its status where the code is unknown', async () => {
    const cases = [
      [400, 'invalid-request', false],
      [401, 'auth', false],
      [402, 'quota', false],
      [403, 'auth', false],
      [404, 'invalid-request', false],
      [407, 'network', false],
      [408, 'timeout', true],
      [429, 'rate-limit', true],
      [500, 'unavailable', true],
      [503, 'unavailable', true],
    ] as const;
    for (const [status, kind, retryable] of cases) {
      const error = await map({ status, headers: json, chunks: ['{"error":{"message":"Nope."}}'] });
      assert.deepEqual(
        [error.kind, error.details.retryable, error.message],
        [kind, retryable, 'Nope.'],
        `${status}`,
      );
    }
  });

  it('believes a status in the body of a response with status 200', async () => {
    const error = await map({ headers: json, chunks: ['{"code":401,"msg":"expired","success":false}'] });
    assert.deepEqual([error.kind, error.details.status], ['auth', 200]);
  });

  it('is somebody else’s when the body is no JSON, except where the status is plain', async () => {
    const page = '<html><body>nginx</body></html>';
    for (const [status, kind] of [
      [200, 'protocol'],
      [301, 'protocol'],
      [400, 'protocol'],
      [403, 'protocol'],
      [404, 'protocol'],
      [401, 'auth'],
      [407, 'network'],
      [429, 'rate-limit'],
      [500, 'unavailable'],
      [502, 'unavailable'],
    ] as const) {
      for (const body of [page, 'Bad Gateway', '', '[1]', 'null', '{"a":1}']) {
        const error = await map({ status, headers: { 'content-type': 'text/html' }, chunks: [body] });
        assert.equal(error.kind, kind, `${status} ${body}`);
        assert.doesNotMatch(error.message, /nginx|Gateway/);
      }
    }
  });

  it('says what there is in place of a reason', async () => {
    for (const [body, words] of [
      ['', 'an empty body'],
      ['\r\n ', 'an empty body'],
      ['\n<!DOCTYPE html>', 'an HTML page'],
      ['a < b', 'a body that is not in the documented format'],
    ] as const) {
      assert.equal((await map({ status: 502, chunks: [body] })).message, `HTTP 502 with ${words}`);
    }
  });

  it('is read up to a limit, then the connection is closed', async () => {
    let read = 0;
    const error = await errorFromResponse(
      {
        status: 500,
        header: () => undefined,
        async read(onChunk) {
          for (; read < 1_000; read += 1) onChunk(Buffer.alloc(1024, ' '));
        },
      },
      (failure) => vendorError(failure, table),
      now,
    );
    assert.equal(error.kind, 'unavailable');
    assert.equal(read, 64);
  });

  it('keeps its status when the body breaks off, and says so when there is none', async () => {
    const ending = new ProviderError('network', 'reset');
    assert.equal((await map({ status: 429, chunks: ['{"err'], ending })).kind, 'rate-limit');
    assert.equal(
      (await map({ status: 400, chunks: ['{"err'], ending })).message,
      'HTTP 400 with an empty body',
    );
    await assert.rejects(map({ status: 200, chunks: ['{"err'], ending }), ending);
    const stopped = new ProviderError('cancelled', 'stopped');
    await assert.rejects(map({ status: 429, ending: stopped }), stopped);
  });

  it('carries the request id and how long to wait', async () => {
    const error = await map({
      status: 429,
      headers: { ...json, 'retry-after': '7', 'x-log-id': 'from the head' },
      chunks: ['{"error":{"code":"1","message":"m"}}'],
    });
    assert.deepEqual([error.details.retryAfterMs, error.details.requestId], [7_000, 'from the head']);
    const own = await map({
      status: 500,
      headers: json,
      chunks: ['{"error":{"code":"1"},"request_id":"own"}'],
    });
    assert.deepEqual([own.details.requestId, own.message], ['own', 'HTTP 500']);
  });

  it('finds the request id, the code and the words wherever they stand', async () => {
    for (const [body, expected] of [
      ['{"error":{"code":"1","message":"No."}}', ['1', 'No.', 'from the head']],
      ['{"error":{"type":"busy","msg":"No.","request_id":"r"}}', ['busy', 'No.', 'r']],
      ['{"type":"busy","msg":"No."}', ['busy', 'No.', 'from the head']],
      ['{"error":"No."}', [undefined, 'No.', 'from the head']],
      ['{"msg":"No."}', [undefined, 'No.', 'from the head']],
    ] as const) {
      const { message, details } = await map({
        status: 400,
        headers: { ...json, 'x-request-id': 'from the head' },
        chunks: [body],
      });
      assert.deepEqual([details.code, message, details.requestId], expected, body);
    }
  });

  it('is none of the vendor’s where a success has only a code or only words', async () => {
    for (const body of ['{"code":"17"}', '{"message":"Renew."}', '{"msg":"Renew."}']) {
      assert.match((await map({ chunks: [body] })).message, /not in the documented format$/);
    }
  });

  it('is worth another try, without the vendor’s words, where the status alone says so', async () => {
    for (const [status, retryable, advice] of [
      [200, false, undefined],
      [400, false, undefined],
      [401, false, undefined],
      [407, false, 'proxy'],
      [429, true, undefined],
      [502, true, undefined],
    ] as const) {
      const { details } = await map({ status, chunks: ['<html>'] });
      assert.deepEqual([details.retryable, details.advice], [retryable, advice], String(status));
    }
  });

  it('tells by how much this clock is off, if that is more than a response takes', async () => {
    for (const [offBy, told] of [
      [0, undefined],
      [30_000, undefined],
      [-30_000, undefined],
      [31_000, 31_000],
      [-31_000, -31_000],
    ] as const) {
      const headers = { date: new Date(now - offBy).toUTCString() };
      assert.equal((await map({ status: 401, headers })).details.clockSkewMs, told);
    }
    assert.ok(!('clockSkewMs' in (await map({ status: 401, headers: {} })).details));
  });

  it('counts a Retry-After that is a date from the server’s time, however far off this clock is', async () => {
    for (const offBy of [0, 600_000, -600_000]) {
      const error = await map({
        status: 429,
        headers: {
          date: new Date(now + offBy).toUTCString(),
          'retry-after': new Date(now + offBy + 60_000).toUTCString(),
        },
      });
      assert.equal(error.details.retryAfterMs, 60_000, String(offBy));
    }
  });

  it('reads Retry-After as seconds and as a date', () => {
    assert.equal(parseRetryAfter('120', now), 120_000);
    assert.equal(parseRetryAfter(' 1.5 ', now), 1_500);
    assert.equal(parseRetryAfter('1.25', now), 1_250);
    assert.equal(parseRetryAfter('2026-01-02T03:05:05Z', now), 60_000);
    assert.equal(parseRetryAfter('Fri, 02 Jan 2026 03:05:05 GMT+0000', now), 60_000);
    assert.equal(parseRetryAfter('Fri, 02 Jan 2026 03:05:05 GMT', now), 60_000);
    assert.equal(parseRetryAfter('Fri, 02 Jan 2026 03:00:00 GMT', now), 0);
    assert.equal(parseRetryAfter('9'.repeat(400), now), longestRetryAfter);
    assert.equal(parseRetryAfter('soon', now), undefined);
    assert.equal(parseRetryAfter('', now), undefined);
    assert.equal(parseRetryAfter(undefined, now), undefined);
  });

  it('cuts a message, a code and an id that nobody would read, and leaves out what is far too long for one', async () => {
    const long = 'x'.repeat(9_000);
    const error = await map({
      status: 400,
      chunks: [JSON.stringify({ error: { message: long, code: long }, request_id: long })],
    });
    const { code, requestId } = error.details;
    assert.deepEqual([error.message.length, code?.length, requestId?.length], [500, undefined, undefined]);
    const cut = (
      await map({
        status: 400,
        chunks: [
          JSON.stringify({ error: { message: long, code: 'x'.repeat(900) }, request_id: 'x'.repeat(900) }),
        ],
      })
    ).details;
    assert.deepEqual([cut.code?.length, cut.requestId?.length], [100, 100]);
  });

  async function map(answer: Answer): Promise<ProviderError> {
    const response = await fakeTransport([answer]).fetch(
      'https://x.test',
      { method: 'GET', headers: {} },
      new AbortController().signal,
    );
    const error = await errorFromResponse(response, (failure) => vendorError(failure, table), now);
    return providerError(error, error.kind);
  }
});
