import assert from 'node:assert/strict';
import { httpUrl, proxyFor, proxySettingsOf } from '../../../src/net/proxySettings.ts';

describe('proxy settings', () => {
  const proxy = 'http://proxy.test:3128';
  const through = (address: string, ...noProxy: string[]) =>
    proxyFor(new URL(address), { httpsProxy: proxy, httpProxy: 'http://plain.test:8080', noProxy });

  it('choose the proxy by the scheme of the address', () => {
    assert.equal(through('https://open.bigmodel.cn/api'), proxy);
    assert.equal(through('http://open.bigmodel.cn/api'), 'http://plain.test:8080');
    assert.equal(proxyFor(new URL('https://open.bigmodel.cn'), { httpProxy: proxy, noProxy: [] }), undefined);
  });

  it('take a proxy without a scheme for an HTTP proxy', () => {
    const settings = { httpsProxy: 'proxy.test:3128', noProxy: [] };
    assert.equal(proxyFor(new URL('https://open.bigmodel.cn'), settings), proxy);
    const misleading = { httpsProxy: 'proxy.test/?http://a.test', noProxy: [] };
    assert.equal(
      proxyFor(new URL('https://open.bigmodel.cn'), misleading),
      'http://proxy.test/?http://a.test',
    );
  });

  it('never send loopback addresses through a proxy', () => {
    for (const host of [
      'localhost',
      'api.localhost',
      '127.0.0.1',
      '127.3.2.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ]) {
      assert.equal(through(`https://${host}:8080/v4`), undefined, host);
    }
    for (const host of ['localhost.example.com', '128.0.0.1', '[::2]', 'notlocalhost']) {
      assert.equal(through(`https://${host}:8080/v4`), proxy, host);
    }
  });

  it('leave out the hosts in noProxy', () => {
    const cases: readonly (readonly [entry: string, address: string, direct: boolean])[] = [
      ['bigmodel.cn', 'https://bigmodel.cn', true],
      ['bigmodel.cn', 'https://open.bigmodel.cn', true],
      ['.bigmodel.cn', 'https://open.bigmodel.cn', true],
      ['*.bigmodel.cn', 'https://open.bigmodel.cn', true],
      ['BigModel.CN', 'https://open.bigmodel.cn', true],
      ['bigmodel.cn', 'https://notbigmodel.cn', false],
      ['bigmodel.cn:443', 'https://open.bigmodel.cn', true],
      ['bigmodel.cn:8443', 'https://open.bigmodel.cn', false],
      ['bigmodel.cn:8443', 'https://open.bigmodel.cn:8443', true],
      ['bigmodel.cn:80', 'http://open.bigmodel.cn', true],
      [':443', 'https://open.bigmodel.cn', false],
      ['*.', 'https://open.bigmodel.cn', false],
      ['10.1.2.3', 'https://10.1.2.3', true],
      ['10.1.2.3', 'https://10.1.2.4', false],
      ['fd00::1', 'https://[fd00::1]', true],
      ['FD00::1', 'https://[fd00::1]', true],
      ['fd00::443', 'https://[fd00::443]:8443', true],
      ['[fd00::1]:443', 'https://[fd00::1]', true],
      ['[fd00::1]:8443', 'https://[fd00::1]', false],
      ['*', 'https://open.bigmodel.cn', true],
      ['', 'https://open.bigmodel.cn', false],
      ['', 'https://open.bigmodel.cn.', false],
    ];
    for (const [entry, address, direct] of cases) {
      const otherwise = address.startsWith('https:') ? proxy : 'http://plain.test:8080';
      assert.equal(
        through(address, 'other.test', entry),
        direct ? undefined : otherwise,
        `${entry} ${address}`,
      );
    }
  });

  it('take a WebSocket’s address for the one that it asks a connection of', () => {
    for (const [address, asked] of [
      ['wss://a.test/ws', 'https://a.test/ws'],
      ['WS://a.test:81/', 'http://a.test:81/'],
      ['https://ws:8080/', 'https://ws:8080/'],
      ['http://a.test/', 'http://a.test/'],
    ] as const) {
      assert.equal(httpUrl(address).href, asked);
    }
  });

  it('come from the customary variables, lower case first', () => {
    assert.deepEqual(
      proxySettingsOf({
        HTTPS_PROXY: 'http://upper.test',
        https_proxy: 'http://lower.test',
        HTTP_PROXY: 'http://plain.test',
        NO_PROXY: 'a.test, b.test c.test',
      }),
      {
        httpsProxy: 'http://lower.test',
        httpProxy: 'http://plain.test',
        noProxy: ['a.test', 'b.test', 'c.test'],
      },
    );
    assert.deepEqual(proxySettingsOf({ all_proxy: 'socks5://s.test', https_proxy: '' }), {
      httpsProxy: 'socks5://s.test',
      httpProxy: 'socks5://s.test',
      noProxy: [],
    });
    assert.deepEqual(proxySettingsOf({}), { noProxy: [] });
  });
});
