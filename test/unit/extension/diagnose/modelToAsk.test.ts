import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { modelToAsk } from '../../../../src/extension/diagnose/modelToAsk.ts';

describe('the model that a diagnosis asks', () => {
  const { signal } = new AbortController();
  const cases: readonly (readonly [
    what: string,
    ownModels: boolean | undefined,
    listed: readonly string[] | undefined,
    chosen: string | undefined,
    expected: string,
  ])[] = [
    ['the one to try a key with', undefined, ['b'], 'chosen', 'probe'],
    ['the chosen one, where the server has it', true, ['a', 'chosen'], 'chosen', 'chosen'],
    ['the chosen one, where the server lists none', true, [], 'chosen', 'chosen'],
    ['the chosen one, where the server cannot be asked', true, undefined, 'chosen', 'chosen'],
    ['the first one of the server, where the chosen one is gone', true, ['a', 'b'], 'chosen', 'a'],
    ['the first one of the server, where none is chosen', true, ['a', 'b'], undefined, 'a'],
    ['the one to try a key with, where there is no other', true, [], undefined, 'probe'],
  ];
  for (const [what, ownModels, listed, chosen, expected] of cases) {
    it(`is ${what}`, async () => {
      let asked = 0;
      const provider = listed && {
        async listModels(given: AbortSignal) {
          assert.equal(given, signal);
          asked += 1;
          return listed;
        },
      };
      const api = { probeModel: 'probe', ...(ownModels !== undefined && { ownModels }) };
      assert.equal(await modelToAsk(api, provider ?? {}, chosen, signal), expected);
      assert.equal(asked, ownModels && listed ? 1 : 0);
    });
  }
});
