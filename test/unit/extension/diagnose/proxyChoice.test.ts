import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  chooseProxy,
  type ProxySources,
  shownProxy,
} from '../../../../src/extension/diagnose/proxyChoice.ts';
import { proxyFor, proxySettingsOf } from '../../../../src/net/proxySettings.ts';

const vendor = new URL('https://open.bigmodel.cn/api');

function sources(changes: Partial<ProxySources> = {}): ProxySources {
  return { support: 'override', setting: '', exceptions: [], environment: {}, ...changes };
}

describe('the proxy of a diagnosis', () => {
  const choose = (changes: Partial<ProxySources>, url = vendor) => chooseProxy(url, sources(changes));

  it('comes from the setting before the environment, and says from which', () => {
    const environment = { https_proxy: 'lower:1', HTTPS_PROXY: 'upper:1', ALL_PROXY: 'all:1' };
    assert.deepEqual(choose({ setting: 'http://set:1', environment }), {
      type: 'proxy',
      url: 'http://set:1',
      source: 'http.proxy',
    });
    assert.deepEqual(choose({ environment }), {
      type: 'proxy',
      url: 'http://lower:1',
      source: 'https_proxy',
    });
    assert.deepEqual(choose({ environment: { ALL_PROXY: 'socks5://all:1' } }), {
      type: 'proxy',
      url: 'socks5://all:1',
      source: 'ALL_PROXY',
    });
  });

  it('comes from the variable for the kind of address', () => {
    const environment = { http_proxy: 'plain:1', HTTPS_PROXY: 'secure:1' };
    for (const [url, source] of [
      ['http://a.example', 'http_proxy'],
      ['https://a.example', 'HTTPS_PROXY'],
    ] as const) {
      const choice = choose({ environment }, new URL(url));
      assert.equal(choice.type === 'proxy' && choice.source, source);
    }
  });

  it('says why there is none', () => {
    const setting = 'http://set:1';
    assert.deepEqual(choose({}), { type: 'none' });
    assert.deepEqual(choose({ setting, support: 'off' }), { type: 'switched-off' });
    assert.deepEqual(choose({ setting }, new URL('https://localhost:11434')), { type: 'loopback' });
    assert.deepEqual(choose({ setting, exceptions: ['other.example', '.bigmodel.cn'] }), {
      type: 'excepted',
      entry: '.bigmodel.cn',
      source: 'http.noProxy',
    });
    assert.deepEqual(choose({ setting, environment: { no_proxy: 'a.example,*' } }), {
      type: 'excepted',
      entry: '*',
      source: 'no_proxy',
    });
  });

  it('is the one that requests take', () => {
    const proxy = fc.constantFrom('', 'http://one:1', 'two:2', 'https://three:3');
    const entry = fc.constantFrom('*', 'bigmodel.cn', '.cn', 'open.bigmodel.cn:443', 'other.example');
    const variables = fc.record(
      { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, all_proxy: proxy, NO_PROXY: entry },
      { requiredKeys: [] },
    );
    const urls = fc.constantFrom(vendor, new URL('http://a.example'), new URL('https://127.0.0.1'));
    fc.assert(
      fc.property(
        proxy,
        fc.array(entry, { maxLength: 2 }),
        variables,
        urls,
        (setting, exceptions, environment, url) => {
          const choice = chooseProxy(url, sources({ setting, exceptions, environment }));
          const fromEnvironment = proxySettingsOf(environment);
          const taken = proxyFor(url, {
            ...fromEnvironment,
            ...(setting && { httpProxy: setting, httpsProxy: setting }),
            noProxy: [...exceptions, ...fromEnvironment.noProxy],
          });
          assert.equal(choice.type === 'proxy' ? choice.url : undefined, taken);
        },
      ),
    );
  });

  it('is shown without user name and password', () => {
    assert.equal(shownProxy('http://somebody:secret@proxy.example:8080/path?token=1'), 'proxy.example:8080');
    assert.equal(shownProxy('socks5://somebody:secret@127.0.0.1:1080'), 'socks5://127.0.0.1:1080');
    assert.equal(shownProxy('http://somebody:secret@'), '…');
  });
});
