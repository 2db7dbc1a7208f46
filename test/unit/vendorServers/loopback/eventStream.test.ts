import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { endlessSteps, eventStreamSteps } from '../../../vendors/loopback/eventStream.ts';
import type { Interruption, Wire } from '../../../vendors/loopback/scenario.ts';
import { head, type Step } from '../../../vendors/loopback/step.ts';

function steps(interruption?: Interruption, wire?: Wire, pieces: readonly string[] = ['a', '你']): Step[] {
  return eventStreamSteps({
    head: head(200, {}),
    pieces,
    ending: [{ last: true }],
    endMark: '[DONE]',
    error: ({ code, message }) => ({ code, message }),
    delayMs: 7,
    wire,
    interruption,
  });
}

/** The steps in brief: written text as it is, everything else by its type. */
function brief(all: readonly Step[]): readonly string[] {
  return all.map((step) =>
    step.type === 'write' ? Buffer.from(step.bytes).toString('latin1') : `<${step.type}>`,
  );
}

function text(all: readonly Step[]): string {
  const writes = all.filter((step) => step.type === 'write');
  return Buffer.concat(writes.map(({ bytes }) => bytes)).toString();
}

describe('loopback: event streams', () => {
  it('send each event as a chunk, a pause before all but the first', () => {
    assert.deepEqual(brief(steps(undefined, undefined, ['a', 'b'])), [
      '<head>',
      'data: a\n\n',
      '<pause>',
      'data: b\n\n',
      '<pause>',
      'data: {"last":true}\n\n',
      '<pause>',
      'data: [DONE]\n\n',
    ]);
  });

  it('break off in every way', () => {
    const error = { afterPieces: 1, code: 'x', message: 'm' } as const;
    assert.equal(
      text(steps({ type: 'error-object', ...error })),
      'data: a\n\ndata: {"code":"x","message":"m"}\n\n',
    );
    assert.equal(
      text(steps({ type: 'error-event', ...error })),
      'data: a\n\nevent: error\ndata: {"code":"x","message":"m"}\n\n',
    );
    assert.equal(text(steps({ type: 'error-line', ...error })), 'data: a\n\n{"code":"x","message":"m"}\n\n');
    assert.equal(text(steps({ type: 'end', afterPieces: 2 })), 'data: a\n\ndata: 你\n\n');
    assert.ok(text(steps({ type: 'no-done' })).endsWith('data: {"last":true}\n\n'));
    assert.deepEqual(brief(steps({ type: 'cut', afterBytes: 3 })), ['<head>', 'dat', '<destroy>']);
    assert.deepEqual(brief(steps({ type: 'cut-in-character' })), [
      '<head>',
      'data: a\n\n',
      '<pause>',
      'data: \u00e4',
      '<destroy>',
    ]);
    assert.deepEqual(brief(steps({ type: 'hold', after: 'request' })).slice(0, 2), ['<hold>', '<head>']);
    assert.deepEqual(brief(steps({ type: 'hold', after: 1 })).slice(0, 3), [
      '<head>',
      'data: a\n\n',
      '<hold>',
    ]);
  });

  it('write line ends, comments, byte order marks and separators as told', () => {
    const wire: Wire = { lineEnding: '\r\n', comments: true, byteOrderMark: true, separator: '' };
    const written = text(steps(undefined, wire, ['a']));
    assert.ok(written.startsWith('\uFEFF: connected\r\n\r\n: still here\r\ndata:a\r\n\r\n'), written);
    const empty = text(steps(undefined, { byteOrderMark: true }, []));
    assert.equal(empty, '\uFEFFdata: {"last":true}\n\ndata: [DONE]\n\n');
  });

  it('never end when endless', () => {
    let count = 0;
    for (const step of endlessSteps(head(200, {}), { piece: 1 }, 0)) {
      if (step.type === 'write') count += 1;
      if (count === 1000) break;
    }
    assert.equal(count, 1000);
  });
});
