import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chosenModel, respondentOf, stateOf, withModel } from '../../../src/extension/chosenModel.ts';
import type { ApiState } from '../../../src/extension/modelService.ts';

const inChinese = (text: string): string => `中${text}`;

function state(
  id: string,
  key: ApiState['key'],
  isUsable: boolean,
  models: readonly string[] = ['m'],
): ApiState {
  const api = {
    id: 'api',
    models: models.map((name) => ({ id: name, label: `Model ${name}`, maxOutputTokens: 9 })),
  } as unknown as ApiState['api'];
  return { vendor: { id, label: `Vendor ${id}`, aliases: [], apis: [api] }, api, key, isUsable };
}

const selection = (vendorId: string, apiId: string, model: string) => ({ vendorId, apiId, model });
const keyless = state('keyless', 'missing', false);
const locked = state('locked', 'stored', false);
const ready = state('ready', 'stored', true, ['a', 'b']);
const other = state('other', 'environment', true);
const states = [keyless, locked, ready, other];

describe('the model that answers', () => {
  const chosen = (all: readonly ApiState[], by?: ReturnType<typeof selection>) => {
    const found = chosenModel(all, by);
    return found && [found.vendor.id, found.model, found.info?.label];
  };

  it('is the one that the user has chosen, with a key or without', () => {
    assert.deepEqual(chosen(states, selection('ready', 'api', 'b')), ['ready', 'b', 'Model b']);
    assert.deepEqual(chosen(states, selection('keyless', 'api', 'own')), ['keyless', 'own', undefined]);
  });

  it('is else the default of the first API with a key, one that can be read if possible', () => {
    for (const gone of [undefined, selection('gone', 'api', 'a'), selection('other', 'gone', 'a')]) {
      assert.deepEqual(chosen(states, gone), ['ready', 'a', 'Model a']);
    }
    const alsoLocked = state('late', 'stored', false);
    assert.deepEqual(chosen([keyless, locked, alsoLocked]), ['locked', 'm', 'Model m']);
    assert.equal(chosen([keyless]), undefined);
    assert.deepEqual(chosen([state('empty', 'stored', true, [])]), ['empty', '', undefined]);
  });

  it('is found by both of its ids', () => {
    assert.equal(stateOf(states, { vendorId: 'other', apiId: 'api' }), other);
    assert.equal(stateOf(states, { vendorId: 'other', apiId: 'x' }), undefined);
    assert.equal(stateOf(states, { vendorId: 'x', apiId: 'api' }), undefined);
  });
});

describe('who answers', () => {
  it('is kept with labels in the user’s language', () => {
    assert.deepEqual(respondentOf(withModel(ready, 'b'), inChinese), {
      vendorId: 'ready',
      apiId: 'api',
      model: 'b',
      vendorLabel: '中Vendor ready',
      modelLabel: 'Model b',
      maxOutputTokens: 9,
    });
    const unknown = respondentOf(withModel(ready, 'x'), inChinese);
    assert.deepEqual([unknown.modelLabel, 'maxOutputTokens' in unknown], ['x', false]);
  });

  it('is nobody where there is no model', () => {
    assert.deepEqual(respondentOf(undefined, inChinese), {
      vendorId: '',
      apiId: '',
      model: '',
      vendorLabel: 'Hanlin',
      modelLabel: '',
    });
  });
});
