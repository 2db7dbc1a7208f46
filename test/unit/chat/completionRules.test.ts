import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  firstCompletionModel,
  isSuggestible,
  languageSwitch,
  type SuggestionFacts,
} from '../../../src/chat/completionRules.ts';
import type { ModelInfo } from '../../../src/core/vendor.ts';

describe('a document in which code is suggested', () => {
  const file: SuggestionFacts = {
    scheme: 'file',
    path: '/w/a.ts',
    isWritable: true,
    isLanguageOn: true,
    length: () => 10,
  };

  it('is a file, what is to become one, or the cell of a notebook', () => {
    assert.equal(isSuggestible(file), true);
    assert.equal(isSuggestible({ ...file, scheme: 'vscode-remote' }), true);
    for (const scheme of ['untitled', 'vscode-notebook-cell']) {
      assert.equal(isSuggestible({ ...file, scheme, isWritable: false }), true, scheme);
    }
    assert.equal(isSuggestible({ ...file, scheme: 'output', isWritable: false }), false);
    assert.equal(isSuggestible({ ...file, scheme: 'vscode-userdata' }), false);
  });

  it('is in a language that is on, and no secret', () => {
    assert.equal(isSuggestible({ ...file, isLanguageOn: false }), false);
    assert.equal(isSuggestible({ ...file, path: '/w/.env' }), false);
  });

  it('is not too long to have been written by hand', () => {
    assert.equal(isSuggestible({ ...file, length: () => 1_000_000 }), true);
    assert.equal(isSuggestible({ ...file, length: () => 1_000_001 }), false);
  });
});

describe('whether a language is on', () => {
  it('is what the user says of it, else the default, else what holds for all', () => {
    const isOn = languageSwitch({ '*': true, markdown: false, json: false }, { json: true, python: false });
    assert.deepEqual(['json', 'markdown', 'python', 'go'].map(isOn), [true, false, false, true]);
    const others = languageSwitch({ '*': true }, { '*': false, go: true });
    assert.deepEqual(['go', 'json'].map(others), [true, false]);
    assert.equal(languageSwitch({}, {})('go'), true);
  });
});

describe('the model that fills in code, where none is set', () => {
  const model = (id: string, completion?: boolean): ModelInfo => ({
    id,
    label: id,
    contextWindow: 1,
    maxOutputTokens: 1,
    thinking: 'none',
    ...(completion !== undefined && { completion }),
  });
  const state = (id: string, isUsable: boolean, models: ModelInfo[], ownModels = false) => ({
    vendor: { id },
    api: { id: 'api', models, ownModels },
    isUsable,
  });

  it('is the first that can of an API with a key', () => {
    const both = [model('chat'), model('no', false), model('code', true), model('other', true)];
    assert.deepEqual(
      firstCompletionModel([
        state('keyless', false, both),
        state('chats', true, [model('chat')]),
        state('own', true, both, true),
        state('found', true, both),
        state('late', true, both),
      ]),
      { vendorId: 'found', apiId: 'api', model: 'code' },
    );
    assert.equal(firstCompletionModel([state('keyless', false, both)]), undefined);
    assert.equal(firstCompletionModel([]), undefined);
  });
});
