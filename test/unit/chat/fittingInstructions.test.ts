import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fittingInstructions } from '../../../src/chat/fittingInstructions.ts';

describe('earlier instructions', () => {
  const recent = ['Add types', 'add tests', 'Simplify'];

  it('are offered where they contain what is typed, in any case', () => {
    assert.deepEqual(fittingInstructions(recent, ''), recent);
    assert.deepEqual(fittingInstructions(recent, 'ADD'), ['Add types', 'add tests']);
    assert.deepEqual(fittingInstructions(recent, 'imp'), ['Simplify']);
    assert.deepEqual(fittingInstructions(recent, 'x'), []);
  });

  it('are not offered where the same is typed', () => {
    assert.deepEqual(fittingInstructions(recent, 'Simplify'), []);
    assert.deepEqual(fittingInstructions(recent, 'simplify'), ['Simplify']);
  });
});
