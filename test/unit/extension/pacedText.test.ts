import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { PacedText } from '../../../src/extension/pacedText.ts';

describe('text that is paced', () => {
  let delivered: string[];
  let due: (() => void) | undefined;
  let paced: PacedText;

  /** Lets a frame pass. */
  function frame(): void {
    const end = due;
    due = undefined;
    end?.();
  }

  beforeEach(() => {
    delivered = [];
    due = undefined;
    paced = new PacedText(
      (text) => delivered.push(text),
      (_, onEnd) => {
        due = onEnd;
        return {
          refresh: () => {},
          stop: () => {
            due = undefined;
          },
        };
      },
    );
  });

  it('comes at once after a pause, and in one piece per frame otherwise', () => {
    for (const text of ['One ', 'two ', 'three ']) paced.add(text);
    assert.deepEqual(delivered, ['One ']);
    frame();
    assert.deepEqual(delivered, ['One ', 'two three ']);
    paced.add('four ');
    assert.equal(delivered.length, 2, 'a frame has only just begun');
    frame();
    frame();
    paced.add('five');
    assert.deepEqual(delivered, ['One ', 'two three ', 'four ', 'five']);
  });

  it('is handed on before what follows it, and no timer is left behind', () => {
    paced.add('One ');
    paced.add('two');
    paced.flush();
    assert.deepEqual(delivered, ['One ', 'two']);
    assert.equal(due, undefined);
    paced.flush();
    frame();
    assert.equal(delivered.length, 2);
  });

  it('is two messages a frame at most, however fast it comes', () => {
    for (let round = 0; round < 50; round++) {
      for (let piece = 0; piece < 1000; piece++) paced.add('x');
      frame();
    }
    paced.flush();
    assert.equal(delivered.join('').length, 50_000);
    assert.ok(delivered.length <= 52, `${delivered.length} messages`);
  });
});
