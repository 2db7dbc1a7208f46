import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelOptions } from '../../../../src/core/modelOptions.ts';
import {
  apiKeyField,
  apiSecretField,
  appIdField,
  areSwapped,
  isNoPassword,
  passwordField,
} from '../../../../src/vendors/spark/credentials.ts';
import { completionNames, functionNames, socketNames } from '../../../../src/vendors/spark/functionNames.ts';
import { findModel } from '../../../../src/vendors/spark/models.ts';
import {
  chosenOptions,
  completionOptionsOf,
  searchTools,
  socketOptionsOf,
} from '../../../../src/vendors/spark/options.ts';
import { userId } from '../../../../src/vendors/spark/userId.ts';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import { providerError } from '../../net/fakes.ts';

describe('Spark options', () => {
  type Rules = typeof socketOptionsOf;
  const choose = (id: string, options: ModelOptions, rules: Rules = socketOptionsOf) => {
    const model = findModel(id);
    return chosenOptions(options, rules(model), model);
  };
  const refused = (id: string, options: ModelOptions, rules?: Rules) =>
    assert.throws(
      () => choose(id, options, rules),
      (error) => {
        const { details, message } = providerError(error, 'invalid-request');
        const [name = ''] = Object.keys(options);
        return details.advice === 'option' && message.startsWith(name);
      },
      `${id} ${JSON.stringify(options)}`,
    );

  it('have the ranges of each version over WebSocket', () => {
    for (const good of [
      { temperature: 1 },
      { temperature: 0.01 },
      { topK: 1 },
      { topK: 6 },
      { maxOutputTokens: 4096 },
      { webSearch: false },
      { thinking: false },
    ]) {
      choose('lite', good);
    }
    for (const bad of [
      { temperature: 0 },
      { temperature: 1.1 },
      { topK: 0 },
      { topK: 7 },
      { topK: 2.5 },
      { topP: 0.5 },
      { maxOutputTokens: 4097 },
      { maxOutputTokens: 0 },
      { frequencyPenalty: 0 },
      { webSearch: true },
      { thinking: true },
      { stop: ['x'] },
      { seed: 1 },
      { responseFormat: 'json_object' },
    ]) {
      refused('lite', bad);
    }
    choose('spark-x', { temperature: 2, topP: 1, frequencyPenalty: 10, presencePenalty: -2, thinking: true });
    refused('spark-x', { temperature: 0 });
    refused('spark-x', { temperature: 2.1 });
    refused('spark-x', { topP: 0 });
    refused('spark-x', { presencePenalty: 10.1 });
    choose('generalv3.5', { webSearch: true, maxOutputTokens: 8192 });
    refused('max-32k', { webSearch: true });
  });

  it('have other ranges over HTTP', () => {
    const http = completionOptionsOf;
    choose('lite', { temperature: 2, topP: 1, frequencyPenalty: -2, responseFormat: 'json_object' }, http);
    refused('lite', { temperature: 0 }, http);
    refused('lite', { presencePenalty: 2.1 }, http);
    refused('lite', { responseFormat: 'xml' }, http);
    choose('spark-x', { presencePenalty: 10 }, http);
    refused('spark-x2.5', { temperature: 0.5 }, http);
    refused('spark-x2.5', { topP: 0.5 }, http);
  });

  it('of a model that always thinks leave the thinking to it', () => {
    assert.deepEqual(choose('spark-x2', { thinking: true, topK: 2 }), { topK: 2 });
    assert.deepEqual(choose('spark-x', { thinking: false }), { thinking: false });
    assert.deepEqual(choose('lite', { thinking: false, webSearch: false }), {});
    assert.deepEqual(choose('tomorrow', { thinking: true, webSearch: false }), {
      thinking: true,
      webSearch: false,
    });
    refused('spark-x2', { thinking: 'yes' } as unknown as ModelOptions);
  });

  it('switch the search on, with its sources, or off', () => {
    const tool = (search: object) => [{ type: 'web_search', web_search: search }];
    assert.deepEqual(searchTools({}), []);
    assert.deepEqual(searchTools({ webSearch: false }), tool({ enable: false }));
    const on = { enable: true, show_ref_label: true, search_mode: 'normal' };
    assert.deepEqual(searchTools({ webSearch: true }), tool(on));
    assert.deepEqual(
      searchTools({ webSearch: true, citations: false }),
      tool({ ...on, show_ref_label: false }),
    );
  });
});

describe('Spark function names', () => {
  const rules = [
    [socketNames, /^[\p{L}\p{N}_-]{1,64}$/u],
    [completionNames, /^[A-Za-z0-9_]{1,32}$/],
  ] as const;

  it('are what the API takes, lead back to the original, and stay the same', () => {
    const name = fc.oneof(fc.string({ maxLength: 100 }), fc.string({ unit: 'binary', maxLength: 100 }));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 8 }), (list) => {
        for (const [rule, shape] of rules) {
          const names = functionNames(list, rule);
          for (const each of list) {
            const sent = names.toVendor(each);
            assert.match(sent, shape);
            assert.equal(names.fromVendor(sent), each);
            if (shape.test(each)) assert.equal(sent, each);
            assert.equal(functionNames([], rule).toVendor(each), sent);
          }
        }
      }),
    );
  });

  it('tell apart what begins alike', () => {
    const { toVendor } = functionNames([], completionNames);
    const long = 'mcp_github_create_pull_request_';
    assert.notEqual(toVendor(`${long}review`), toVendor(`${long}comment`));
    assert.match(toVendor('read-file'), /^read_file_[0-9a-f]{8}$/);
    assert.equal(functionNames(['a'], completionNames).fromVendor('made_up'), 'made_up');
    for (const [rule, most] of [
      [completionNames, 32],
      [socketNames, 64],
    ] as const) {
      const names = functionNames([], rule);
      assert.equal(names.toVendor('a'.repeat(most)), 'a'.repeat(most));
      const cut = names.toVendor('a'.repeat(most + 1));
      assert.match(cut, new RegExp(`^a{${most - 9}}_[0-9a-f]{8}$`));
      assert.match(names.toVendor(''), /^_[0-9a-f]{8}$/);
    }
    // A letter of two code units goes as a whole where the cut goes through it.
    assert.match(
      functionNames([], socketNames).toVendor('a'.repeat(54) + '𠮷'.repeat(9)),
      /^a{54}_[0-9a-f]{8}$/,
    );
    assert.match(functionNames([], socketNames).toVendor('𠮷a'.repeat(30)), /^(?:𠮷a){18}_[0-9a-f]{8}$/u);
  });
});

describe('Spark user', () => {
  it('is the same every time, differs by application, and fits', () => {
    const own = userId('key', undefined, 32);
    assert.match(own, /^[0-9a-f]{32}$/);
    assert.equal(userId('key', undefined, 32), own);
    assert.equal(userId('key', '', 32), own);
    assert.notEqual(userId('another key', undefined, 32), own);
  });

  it('differs between people who share the keys on one computer', () => {
    const { HOME, USERPROFILE } = process.env;
    const own = userId('key', undefined, 32);
    try {
      Object.assign(process.env, { HOME: '/home/somebody-else', USERPROFILE: 'C:\\Users\\somebody-else' });
      assert.notEqual(userId('key', undefined, 32), own);
    } finally {
      for (const [name, value] of Object.entries({ HOME, USERPROFILE })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    assert.equal(userId('key', undefined, 32), own);
  });

  it('may be chosen, and is hashed if too long', () => {
    assert.equal(userId('key', 'alice', 32), 'alice');
    assert.equal(userId('key', 'a'.repeat(32), 32), 'a'.repeat(32));
    assert.match(userId('key', 'a'.repeat(33), 32), /^[0-9a-f]{32}$/);
    assert.notEqual(userId('key', 'a'.repeat(33), 32), userId('key', 'a'.repeat(34), 32));
  });
});

describe('Spark credentials', () => {
  const { appId, apiKey, apiSecret } = testAccount;
  const password = 'AbCdEfGhIjKlMnOpQrSt:UvWxYzAbCdEfGhIjKlMn';

  it('are taken out of what people paste', () => {
    for (const [field, value, names] of [
      [appIdField, appId, ['APPID', 'appid']],
      [apiKeyField, apiKey, ['APIKey', 'API Key']],
      [apiSecretField, apiSecret, ['APISecret', 'API Secret']],
      [passwordField, password, ['APIPassword', 'API Password']],
    ] as const) {
      const labelled = names.flatMap((name) => [
        `${name}: ${value}`,
        `${name}：${value}`,
        `${name}=${value}`,
      ]);
      for (const pasted of [value, ` ${value}\r\n`, `"${value}"`, `\u200b${value}`, ...labelled]) {
        assert.equal(field.normalise(pasted), value, JSON.stringify(pasted));
      }
      assert.equal(field.check(value), undefined);
      for (const bad of ['', '密钥', 'https://console.xfyun.cn', 'wss://x', 'a b']) {
        assert.match(field.check(bad) ?? '', /^[A-Z].*\.$/, bad);
      }
    }
    assert.equal(passwordField.normalise(`Authorization: Bearer ${password}`), password);
    for (const [pasted, value] of Object.entries({
      [`"APIKey: '${apiKey}'"`]: apiKey,
      [`  “API Key” ${apiKey}`]: `APIKey”${apiKey}`,
      [`APIKey  :  Bearer ${apiKey}`]: apiKey,
      [`APPID:APIKey:${apiKey}`]: apiKey,
      [`${apiKey}APIKey:`]: `${apiKey}APIKey:`,
      [`my APIKey:${apiKey}`]: `myAPIKey:${apiKey}`,
      [`APIKey${apiKey}`]: `APIKey${apiKey}`,
    })) {
      assert.equal(apiKeyField.normalise(pasted), value, pasted);
    }
  });

  it('are told apart by their shapes', () => {
    const fields = [appIdField, apiKeyField, apiSecretField, passwordField];
    for (const [index, value] of [appId, apiKey, apiSecret, password].entries()) {
      const fits = fields.map(({ shape }) => shape?.test(value));
      assert.deepEqual(
        fits,
        fields.map((_, other) => other === index),
        value,
      );
    }
  });

  it('show when they are in the wrong place', () => {
    assert.ok(areSwapped(apiSecret, apiKey));
    assert.ok(!areSwapped(apiKey, apiSecret));
    assert.ok(!areSwapped('unknown', 'shape'));
    assert.ok(isNoPassword(apiKey) && isNoPassword(apiSecret));
    assert.ok(!isNoPassword(password) && !isNoPassword('kXbLoopbackOnly:PasswordForTests'));
  });
});
