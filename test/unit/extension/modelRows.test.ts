import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import type { ModelInfo } from '../../../src/core/vendor.ts';
import { abilities, isSameModel, type ModelList, modelRows } from '../../../src/extension/modelRows.ts';
import type { ApiState } from '../../../src/extension/modelService.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

const model = (id: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
  id,
  label: id.toUpperCase(),
  contextWindow: 128_000,
  maxOutputTokens: 1,
  thinking: 'none',
  ...more,
});

function state(id: string, key: ApiState['key'], models: readonly ModelInfo[], ownModels = false): ApiState {
  const api = { id: 'api', label: `${id} API`, models, ownModels } as unknown as ApiState['api'];
  return {
    vendor: { id, label: `The ${id}`, aliases: [`alias-${id}`], apis: [api] },
    api,
    key,
    isUsable: true,
  };
}

const selection = (vendorId: string, name: string) => ({ vendorId, apiId: 'api', model: name });

describe('the list of models', () => {
  const states = [
    state('one', 'stored', [model('a'), model('b')]),
    state('two', 'missing', [model('c')], true),
  ];
  const list: ModelList = { states, recent: [], listed: [], chosen: undefined, query: '' };
  const shown = (more: Partial<ModelList>): string[] =>
    modelRows({ ...list, ...more }, inEnglish).map(({ type, icon, label, description, alwaysShow }) =>
      [type, icon, label, description, alwaysShow].filter((part) => part !== undefined).join(' | '),
    );
  const keys = ['separator | ', 'keys | key | Manage keys… | true'];
  const known = [
    'separator | The one · one API',
    'model | A | 128k · The one · one API',
    'model | B | 128k · The one · one API',
    'separator | The two · two API · No key yet',
    'model | C | 128k · No key yet · The two · two API',
  ];

  it('has every suggestion under its vendor, and the keys at the end', () => {
    assert.deepEqual(shown({}), [...known, ...keys]);
    const [, first] = modelRows(list, inEnglish);
    assert.deepEqual(first?.selection, selection('one', 'a'));
    assert.match(
      modelRows({ ...list, states: [state('x', 'environment', [])] }, inEnglish)[0]?.label ?? '',
      / · Key from the environment$/,
    );
  });

  it('begins with those that were chosen lately, as far as their APIs are there', () => {
    const recent = [selection('two', 'c'), selection('gone', 'x'), selection('one', 'own')];
    assert.deepEqual(shown({ recent }), [
      'separator | recent',
      'model | C | 128k · No key yet · The two · two API',
      'model | own | The one · one API',
      ...known,
      ...keys,
    ]);
  });

  it('goes on with what the vendors and servers have beside the suggestions', () => {
    const listed = [
      selection('two', 'd'),
      selection('one', 'a'),
      selection('one', 'e'),
      selection('gone', 'x'),
    ];
    assert.deepEqual(shown({ listed }), [
      ...known,
      'separator | more from The one',
      'model | e | The one · one API',
      'separator | on your server',
      'model | d | No key yet · The two · two API',
      ...keys,
    ]);
    assert.deepEqual(shown({ listed: [selection('one', 'a')] }), [...known, ...keys]);
  });

  it('marks the chosen one', () => {
    const rows = modelRows({ ...list, chosen: selection('one', 'b') }, inEnglish);
    assert.deepEqual(
      rows.filter(({ icon }) => icon === 'check').map(({ label }) => label),
      ['B'],
    );
    const one = selection('one', 'b');
    assert.equal(isSameModel(one, { ...one }), true);
    for (const other of [{ vendorId: 'x' }, { apiId: 'x' }, { model: 'x' }]) {
      assert.equal(isSameModel(one, { ...one, ...other }), false);
    }
    assert.equal(isSameModel(one, undefined), false);
  });

  it('shows a vendor’s models when its name in another language is typed', () => {
    const always = (query: string) =>
      modelRows({ ...list, query }, inEnglish)
        .filter(({ type, alwaysShow }) => type === 'model' && alwaysShow)
        .map(({ label }) => label);
    assert.deepEqual(always('ALIAS-o'), ['A', 'B']);
    assert.deepEqual(always('al'), ['A', 'B', 'C']);
    assert.deepEqual(always('a'), []);
    assert.deepEqual(always('lias'), []);
  });

  it('offers any id that is typed, at each API that does not suggest it', () => {
    const typed = (query: string) =>
      modelRows({ ...list, query }, inEnglish).filter(({ type }) => type === 'typed');
    assert.deepEqual(typed('new-1.5:x/y'), [
      {
        type: 'typed',
        label: 'new-1.5:x/y',
        description: 'use this id at The one',
        alwaysShow: true,
        selection: selection('one', 'new-1.5:x/y'),
      },
      {
        type: 'typed',
        label: 'new-1.5:x/y',
        description: 'use this id at The two',
        alwaysShow: true,
        selection: selection('two', 'new-1.5:x/y'),
      },
    ]);
    const twoLetters = [state('one', 'stored', [model('ab')]), state('two', 'stored', [])];
    assert.deepEqual(
      modelRows({ ...list, states: twoLetters, query: 'ab' }, inEnglish)
        .filter(({ type }) => type === 'typed')
        .map(({ description }) => description),
      ['use this id at The two'],
    );
    for (const query of ['', 'a', 'a b', 'a?', '模型']) assert.deepEqual(typed(query), [], query);
  });
});

describe('what a model can do', () => {
  const said = (more: Partial<ModelInfo>): string => abilities(model('m', more), inEnglish);

  it('is its window, and what is not usual', () => {
    assert.equal(said({}), '128k');
    assert.equal(said({ contextWindow: 32_768 }), '33k');
    assert.equal(said({ contextWindow: 999_999 }), '1000k');
    assert.equal(said({ contextWindow: 1_000_000 }), '1M');
    assert.equal(
      said({ thinking: 'always', webSearch: true, images: true }),
      '128k · thinking · web · images',
    );
    assert.equal(said({ thinking: 'optional' }), '128k · thinking');
  });

  it('is little where an API counts characters', () => {
    assert.equal(said({ maxInputCharacters: 500, images: true }), '500 characters, no file context');
  });
});
