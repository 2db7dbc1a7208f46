import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ReviewStates } from '../../../src/chat/reviewStates.ts';

describe('the states that undo goes through', () => {
  it('are those that only the review has made', () => {
    const passed = new Set<string>();
    const states = new ReviewStates(passed, 'before');
    assert.equal(states.enter('half', 'review'), 'review');
    assert.equal(states.enter('whole', 'review'), 'review');
    assert.deepEqual([...passed], ['half', 'whole']);
    states.end();
    assert.deepEqual([...passed], ['half'], 'undo stops where the review has ended');
  });

  it('end where the review began, but not by an edit that comes to the same', () => {
    const states = new ReviewStates(new Set(), 'before');
    states.enter('half', 'review');
    assert.equal(states.enter('before', 'undo-or-redo'), 'begun');
    assert.equal(states.enter('before', 'other'), 'typed');
    assert.equal(states.enter('before', 'review'), 'review');
  });

  it('never are the one that the review began with, whatever was passed before', () => {
    const passed = new Set(['before', 'earlier']);
    const states = new ReviewStates(passed, 'before');
    assert.deepEqual([...passed], ['earlier']);
    states.enter('half', 'review');
    states.enter('before', 'review');
    assert.deepEqual([...passed], ['earlier', 'half']);
    states.end();
    assert.deepEqual([...passed], ['earlier', 'half']);
  });

  it('are passed by undo and redo alone', () => {
    const states = new ReviewStates(new Set(), 'before');
    states.enter('half', 'review');
    states.enter('whole', 'review');
    assert.equal(states.enter('half', 'undo-or-redo'), 'passing');
    assert.equal(states.enter('half', 'other'), 'typed');
    assert.equal(states.enter('new', 'undo-or-redo'), 'typed');
  });

  it('are not those in which the user has typed, as long as the review is open', () => {
    const passed = new Set<string>();
    const states = new ReviewStates(passed, 'before');
    states.enter('whole', 'review');
    states.enter('whole!', 'other');
    states.rest();
    assert.deepEqual([...passed], ['whole!']);
    // Undo of what was typed stops where it was typed.
    assert.equal(states.enter('whole', 'undo-or-redo'), 'typed');
    states.rest();
    assert.deepEqual([...passed], [], 'both are places to stop at');
    states.enter('whole', 'review');
    assert.deepEqual([...passed], [], 'and stay that');
    states.enter('accepted', 'review');
    states.end();
    assert.deepEqual([...passed].sort(), ['whole', 'whole!']);
  });
});
