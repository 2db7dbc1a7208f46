import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { forgetInstructions } from '../../../src/extension/inlineEdit/forgetInstructions.ts';

describe('instructions that an earlier version kept', () => {
  function stateWith(values: Record<string, unknown>) {
    const state = new Map(Object.entries(values));
    const updated: string[] = [];
    return {
      state,
      updated,
      get: (key: string) => state.get(key),
      async update(key: string, value: undefined) {
        updated.push(key);
        if (value === undefined) state.delete(key);
      },
    };
  }

  it('are deleted, and nothing else is', async () => {
    const kept = stateWith({ 'hanlin.recentInstructions': ['make it safe'], 'hanlin.selection': 1 });
    await forgetInstructions(kept);
    assert.deepEqual([...kept.state.keys()], ['hanlin.selection']);
  });

  it('cost no write where there are none', async () => {
    const kept = stateWith({ 'hanlin.selection': 1 });
    await forgetInstructions(kept);
    assert.deepEqual(kept.updated, []);
  });
});
