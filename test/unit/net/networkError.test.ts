import assert from 'node:assert/strict';
import { ProviderError } from '../../../src/core/error.ts';
import { networkError } from '../../../src/net/networkError.ts';

/* What real connections fail with is tested with the transports; these are the forms that cannot be had on loopback. */
describe('network error', () => {
  const url = 'https://open.bigmodel.cn/api/paas/v4/chat?key=secret';
  const never = new AbortController().signal;
  const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause });
  const withCode = (code: string, message = code) => Object.assign(new Error(message), { code });
  const map = (error: unknown, throughProxy = false) => {
    const { kind, details, message } = networkError(error, url, never, throughProxy);
    assert.doesNotMatch(message, /secret|paas/);
    return [kind, details.advice, details.retryable ?? false];
  };

  it('is found under whatever wraps it', () => {
    const inner = withCode('EAI_AGAIN');
    for (const error of [
      inner,
      fetchFailed(inner),
      fetchFailed(new AggregateError([new Error('a'), fetchFailed(inner)])),
    ]) {
      assert.deepEqual(map(error), ['network', 'host-not-found', true]);
    }
    const circular = fetchFailed(undefined);
    circular.cause = new AggregateError([circular, inner]);
    assert.deepEqual(map(circular), ['network', 'host-not-found', true]);
  });

  it('knows the codes of Node, OpenSSL, undici and Chromium', () => {
    const cases = [
      [withCode('ENOTFOUND'), 'host-not-found', false],
      [withCode('EAI_AGAIN'), 'host-not-found', true],
      [new Error('net::ERR_NAME_NOT_RESOLVED'), 'host-not-found', false],
      [withCode('ECONNREFUSED'), 'refused', false],
      [new Error('net::ERR_CONNECTION_REFUSED'), 'refused', false],
      [withCode('CERT_HAS_EXPIRED'), 'certificate', false],
      [withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'certificate', false],
      [withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'certificate', false],
      [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'certificate', false],
      [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'certificate', false],
      [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'certificate', false],
      [withCode('UND_ERR_PRX_TLS'), 'proxy', false],
      [new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'proxy', false],
      [new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'proxy', false],
      [withCode('UND_ERR_ABORTED', 'Proxy response (407) ?.== 200 when HTTP Tunneling'), 'proxy', false],
      [new Error(''), 'proxy', false],
      [withCode('UND_ERR_CONNECT_TIMEOUT'), undefined, true],
      [withCode('ETIMEDOUT'), undefined, true],
      [withCode('ECONNRESET'), undefined, true],
      [withCode('UND_ERR_SOCKET'), undefined, true],
      [withCode('EPROTO'), undefined, true],
      // Of no meaning that is known, though a part of it has one.
      [withCode('ERR_NO_ERR_PROXY_BEHIND'), undefined, true],
      [withCode('NO_CERT_HAS_EXPIRED'), undefined, true],
      [withCode('EAI_AGAIN_AND_AGAIN'), 'host-not-found', false],
      [withCode('NO_ENOTFOUND'), undefined, true],
    ] as const;
    for (const [error, advice, retryable] of cases) {
      assert.deepEqual(map(fetchFailed(error)), ['network', advice, retryable], error.message);
    }
    assert.deepEqual(map(new TypeError('terminated')), ['network', undefined, true]);
    assert.deepEqual(map(fetchFailed(withCode('UND_ERR_HEADERS_TIMEOUT'))), ['timeout', undefined, true]);
    for (const code of ['HPE_INVALID_CONSTANT', 'Z_DATA_ERROR', 'ERR__ERROR_FORMAT_PADDING_1']) {
      assert.deepEqual(map(fetchFailed(withCode(code))), ['protocol', undefined, false]);
    }
  });

  it('is the proxy’s where there is one, except for the server’s certificate', () => {
    for (const code of ['ENOTFOUND', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']) {
      assert.equal(map(withCode(code), true)[1], 'proxy', code);
    }
    assert.equal(map(withCode('CERT_HAS_EXPIRED'), true)[1], 'certificate');
  });

  it('is the user’s stop, whatever it is called', () => {
    const error = networkError(withCode('ECONNRESET'), url, AbortSignal.abort(), false);
    assert.equal(error.kind, 'cancelled');
  });

  it('stays what it is if it is ours', () => {
    const ours = new ProviderError('timeout', 'too long');
    assert.equal(networkError(ours, url, AbortSignal.abort(), false), ours);
  });
});
