import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { errorClass, offeredIds, offeredModel } from '../../../src/chat/offeredModel.ts';
import type { ErrorKind } from '../../../src/core/error.ts';
import type { ModelInfo } from '../../../src/core/vendor.ts';

const model = (id: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
  id,
  label: `Model ${id}`,
  contextWindow: 10_001,
  maxOutputTokens: 2_000,
  thinking: 'none',
  ...more,
});
const state = (models: readonly ModelInfo[], ownModels?: boolean) => ({
  vendor: { id: 'v', label: 'Vendor' },
  api: { id: 'a', label: 'API', models, ...(ownModels !== undefined && { ownModels }) },
});
const inChinese = (text: string): string => `中${text}`;

describe('the models that other extensions are offered', () => {
  it('are the suggestions, and what the servers have', () => {
    const named = [
      { vendorId: 'v', apiId: 'a', model: 'm' },
      { vendorId: 'v', apiId: 'a', model: 'own' },
      { vendorId: 'v', apiId: 'b', model: 'other' },
      { vendorId: 'w', apiId: 'a', model: 'other' },
    ];
    assert.deepEqual(offeredIds(state([model('m'), model('n')]), named), ['m', 'n', 'own']);
    assert.deepEqual(offeredIds(state([model('n')], true), named), ['m', 'own']);
  });

  it('are described in the user’s language', () => {
    const offered = offeredModel(state([model('m', { tools: true })]), 'm', inChinese);
    assert.deepEqual(offered, {
      id: 'v/a/m',
      name: 'Model m',
      family: 'm',
      version: 'm',
      detail: '中Vendor · 中API',
      tooltip: '中Vendor · 中API\nm',
      maxInputTokens: 8_001,
      maxOutputTokens: 2_000,
      capabilities: { toolCalling: true, imageInput: false },
      selection: { vendorId: 'v', apiId: 'a', model: 'm' },
    });
  });

  it('leave half of the window for the question', () => {
    const { maxInputTokens, maxOutputTokens } = offeredModel(
      state([model('m', { maxOutputTokens: 9_000, images: true })]),
      'm',
      inChinese,
    );
    assert.deepEqual([maxInputTokens, maxOutputTokens], [5_001, 5_000]);
  });

  it('can do what is known of them; of others it is left to try', () => {
    const abilities = (more: Partial<ModelInfo>) =>
      offeredModel(state([model('m', more)]), 'm', inChinese).capabilities;
    assert.deepEqual(abilities({ images: true }), { toolCalling: false, imageInput: true });
    const unknown = offeredModel(state([model('m')]), 'x', inChinese);
    assert.deepEqual(
      [unknown.name, unknown.maxInputTokens, unknown.maxOutputTokens, unknown.capabilities],
      ['x', 28_000, 4_000, { toolCalling: true, imageInput: false }],
    );
  });
});

describe('the kind of an error to other extensions', () => {
  it('says whether it is permission, a limit, or something else', () => {
    const kinds: (ErrorKind | undefined)[] = [
      'auth',
      'quota',
      'rate-limit',
      'content-filter',
      'network',
      undefined,
    ];
    assert.deepEqual(kinds.map(errorClass), [
      'no-permissions',
      'blocked',
      'blocked',
      'blocked',
      'other',
      'other',
    ]);
  });
});
