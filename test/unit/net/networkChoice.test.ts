import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chosenProxies, networkChoice } from '../../../src/net/networkChoice.ts';

describe('the way that requests take', () => {
  it('is one of those that there are', () => {
    const choices = ['auto', 'vscode', 'undici', 'other', undefined, 1].map((set) => networkChoice(set, {}));
    assert.deepEqual(choices, ['auto', 'vscode', 'undici', 'auto', 'auto', 'auto']);
  });

  it('is undici where the environment switches the checks of certificates off', () => {
    for (const set of ['auto', 'vscode', 'undici']) {
      assert.equal(networkChoice(set, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }), 'undici');
      assert.equal(networkChoice(set, { NODE_TLS_REJECT_UNAUTHORIZED: '1' }), set);
    }
  });
});

describe('the proxies that VS Code would use', () => {
  const environment = { https_proxy: 'http://e:1', no_proxy: 'b' };

  it('are those of the settings before those of the environment', () => {
    assert.deepEqual(
      chosenProxies({ proxySupport: 'override', proxy: 'http://s:2', noProxy: ['a'] }, environment),
      { httpProxy: 'http://s:2', httpsProxy: 'http://s:2', noProxy: ['a', 'b'] },
    );
    assert.deepEqual(chosenProxies({ proxySupport: 'on', proxy: '', noProxy: [] }, environment), {
      httpsProxy: 'http://e:1',
      noProxy: ['b'],
    });
  });

  it('are none where they are switched off', () => {
    assert.deepEqual(
      chosenProxies({ proxySupport: 'off', proxy: 'http://s:2', noProxy: ['a'] }, environment),
      { noProxy: [] },
    );
  });
});
