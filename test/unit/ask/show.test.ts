import assert from 'node:assert/strict';
import { type Show, showJson, showText, type Terminal } from '../../../scripts/ask/show.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';

function show(
  make: (terminal: Terminal) => Show,
  parts: readonly StreamPart[],
  { outIsTerminal = false, noteIsTerminal = false } = {},
) {
  const written = { out: '', note: '' };
  const shown = make({
    out: (text) => {
      written.out += text;
    },
    note: (text) => {
      written.note += text;
    },
    outIsTerminal,
    noteIsTerminal,
  });
  for (const part of parts) shown.part(part);
  shown.end();
  return written;
}

const finish: StreamPart = { type: 'finish', reason: 'stop' };
const text = (piece: string): StreamPart => ({ type: 'text-delta', text: piece });

describe('What `ask` shows', () => {
  it('is one part per line with --json', () => {
    const parts = [text('a\nb'), finish];
    const { out, note } = show(showJson, parts);
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      parts,
    );
    assert.equal(note, '');
  });

  it('is the text, ended with a line break', () => {
    assert.deepEqual(show(showText, [text('Grüße'), text(' 😀'), finish]), { out: 'Grüße 😀\n', note: '' });
    assert.equal(show(showText, [text('a\n'), finish]).out, 'a\n');
    assert.equal(show(showText, [finish]).out, '');
  });

  it('holds reasoning only where somebody watches', () => {
    const parts: readonly StreamPart[] = [{ type: 'reasoning-delta', text: 'hm' }, text('So'), finish];
    assert.deepEqual(show(showText, parts), { out: 'So\n', note: '' });
    assert.deepEqual(show(showText, parts, { noteIsTerminal: true }), {
      out: 'So\n',
      note: '\u001b[2mhm\u001b[22m\n\n',
    });
  });

  it('lists sources at the end, wherever they came from', () => {
    const parts: readonly StreamPart[] = [
      { type: 'source', title: 'A', number: 3, url: 'https://a.test' },
      text('Hi'),
      { type: 'source', title: 'B' },
      finish,
    ];
    assert.equal(show(showText, parts).out, 'Hi\n\n[3] A https://a.test\n[2] B\n');
  });

  it('shows calls of tools and suggestions as part of the answer', () => {
    const parts: readonly StreamPart[] = [
      { type: 'tool-call', id: 'c', name: 'weather', input: '{"city":"北京"}' },
      { type: 'suggestions', purpose: 'clarify', items: ['One', 'Two'] },
      { type: 'finish', reason: 'tool-calls' },
    ];
    assert.deepEqual(show(showText, parts), {
      out: 'weather({"city":"北京"})\n\n1. One\n2. Two\n',
      note: '',
    });
  });

  it('continues a text that was replaced by a longer one, and repeats one that was rewritten', () => {
    const replaced = (piece: string): StreamPart => ({ type: 'text-replace', text: piece });
    assert.deepEqual(show(showText, [text('ab'), replaced('abc'), finish]), { out: 'abc\n', note: '' });
    assert.deepEqual(show(showText, [text('ab'), replaced('x'), text('y'), finish]), {
      out: 'ab\nxy\n',
      note: 'The answer has been rewritten:\n',
    });
  });

  it('says when a reply is not all there is', () => {
    assert.deepEqual(show(showText, [text('a'), { type: 'finish', reason: 'length', rawReason: 'length' }]), {
      out: 'a\n',
      note: 'The reply ended early: length\n',
    });
    assert.equal(show(showText, [{ type: 'notice', kind: 'no-answer' }, finish]).note, 'no-answer\n');
  });

  it('keeps control characters from a terminal, and a file as it is', () => {
    const evil = text('a\u001b[31mb\u009bc\td\r\n');
    assert.equal(show(showText, [evil, finish], { outIsTerminal: true }).out, 'a[31mbc\td\n');
    assert.equal(show(showText, [evil, finish]).out, 'a\u001b[31mb\u009bc\td\r\n');
  });
});
