import { describe, it } from 'mocha';
import { codeParts } from '../../../../src/webview/markdown/codeParts.ts';
import { createInlineMemo } from '../../../../src/webview/markdown/inlineMemo.ts';
import { delimiterRuns, inlineRuns } from '../../../../src/webview/markdown/inlineRuns.ts';
import { type CodeNode, elementNode, textNode } from '../../../../src/webview/markdown/nodes.ts';
import { roughTail } from '../../../../src/webview/markdown/roughTail.ts';
import { sectionEnd } from '../../../../src/webview/markdown/sections.ts';
import { lineCount } from '../../../../src/webview/markdown/tokens.ts';
import { codeWeight, textOfWeight, textWeight, weightOf } from '../../../../src/webview/markdown/weight.ts';
import { assert } from '../assert.ts';

describe('a text without end is cut into runs', () => {
  it('at the first end of a sentence, or else at a gap, or else through a word', () => {
    for (const runs of [
      ['12345678'],
      ['123456789. ', 'abc'],
      ['12345678. ', 'abc'],
      ['123456789\n', 'abcdefghi'],
      ['一二三四五六七八九。', '十十十十'],
      ['12345678 123 ', 'abc abc'],
      ['12345678901234 ', 'abc'],
      ['1234567890123456', '7890123456789012', '345'],
      ['123456789，123456', '7890'],
    ])
      assert.deepEqual(inlineRuns(runs.join(''), 8), runs);
  });

  it('not before it is longer than a run, and not through a character', () => {
    assert.deepEqual(inlineRuns('123456. 1234567', 8), ['123456. 1234567']);
    assert.deepEqual(inlineRuns('123456789012345🐉123', 8), ['123456789012345🐉', '123']);
    assert.deepEqual(inlineRuns('1234567890123456', 8), ['1234567890123456']);
    assert.deepEqual(inlineRuns('🐉345678901234567890', 8), ['🐉34567890123456', '7890']);
    assert.deepEqual(inlineRuns('', 8), ['']);
  });

  it('earlier where it is full of what can begin or end something', () => {
    const lengths = (text: string, length: number) => inlineRuns(text, length).map((run) => run.length);
    const words = 'word '.repeat(4000);
    assert.deepEqual(lengths(words, 4096).slice(0, 2), [6145, 6145]);
    assert.deepEqual(lengths('*a '.repeat(1500), 4096), [1281, 1281, 1281, 657]);
    assert.deepEqual(lengths(`${'*'.repeat(384)} ${words}`, 4096)[0], 6145);
    assert.deepEqual(lengths(`${'*'.repeat(385)} ${words}`, 4096)[0], 516);
    const later = `${'word '.repeat(30)}${'*'.repeat(20)}${' word'.repeat(30)}`;
    assert.ok(Math.max(...lengths(later, 16)) <= 32, 'those of a later run do not count');
    assert.deepEqual(lengths(`12345678 ${'*'.repeat(9)} 1234567890`, 16), [29]);
  });

  it('so that none has very many delimiters, before one that begins something', () => {
    const lengths = (text: string) => delimiterRuns(text).map((run) => run.length);
    assert.deepEqual(lengths('* '.repeat(64)), [128]);
    assert.deepEqual(lengths('* '.repeat(65)), [128, 2]);
    assert.deepEqual(lengths('* '.repeat(130)), [128, 128, 4]);
    assert.deepEqual(lengths('*'.repeat(128)), [128]);
    assert.deepEqual(lengths('*'.repeat(258)), [128, 128, 2]);
    assert.deepEqual(lengths(`${'*'.repeat(70)} *`), [71, 1]);
    assert.deepEqual(delimiterRuns('no delimiter'), ['no delimiter']);
    assert.deepEqual(delimiterRuns(`${'*_~`$[]<\\'.repeat(7)} *end`), [`${'*_~`$[]<\\'.repeat(7)} *end`]);
    assert.deepEqual(lengths(`${'*_~`$[]<\\'.repeat(8)} *end`), [73, 4]);
  });
});

describe('what was read of a text', () => {
  it('is remembered as long as it is asked for in each round', () => {
    const memo = createInlineMemo();
    let count = 0;
    const read = () => {
      count += 1;
      return [textNode(String(count))];
    };
    const first = memo.get('a', read);
    assert.equal(memo.get('a', read), first);
    memo.next();
    assert.equal(memo.get('a', read), first);
    memo.next();
    assert.equal(memo.get('a', read), first);
    memo.next();
    memo.next();
    assert.notEqual(memo.get('a', read), first);
    assert.equal(count, 2);
    memo.clear();
    memo.get('a', read);
    memo.next();
    memo.clear();
    memo.get('a', read);
    assert.equal(count, 4);
  });
});

describe('the end of a long text', () => {
  it('begins with a block', () => {
    assert.equal(roughTail('short', 100), 'short');
    assert.equal(roughTail('one two\n\nthree\n \t\nfour', 10), 'four');
    assert.equal(roughTail('one two\n\nthree', 10), 'three');
    assert.equal(roughTail('one two three four', 10), 'three four');
    assert.equal(roughTail('one\n\n  indented\n\nnext line', 20), 'next line');
  });

  it('goes on with code that is open there, from a whole line on', () => {
    assert.equal(roughTail('```ts\nfirst\nsecond\nthird', 9), '```ts\nthird');
    assert.equal(roughTail('  ~~~~ js\nfirst\nsecond\n~~~\nthird\n\nlast', 14), '  ~~~~ js\nthird\n\nlast');
    assert.equal(roughTail('```ts\nfirst line', 4), '```ts\n');
  });

  it('knows what closes code, and what does not', () => {
    const open = (before: string) => roughTail(`${before}\nxxx\nlast`, 6);
    assert.equal(open('```ts\na\n```'), 'x\nlast');
    assert.equal(open('```ts\na\n````  '), 'x\nlast');
    assert.equal(open('````ts\na\n```'), '````ts\nlast');
    assert.equal(open('```ts\na\n```js'), '```ts\nlast');
    assert.equal(open('```ts\na\n~~~'), '```ts\nlast');
    assert.equal(open('```ts\na\n    ```'), '```ts\nlast');
    assert.equal(open('```\na\n```\n~~~ x\nb'), '~~~ x\nlast');
    assert.equal(open('text ```'), 'x\nlast');
  });

  it('looks for open code no further back than any is long', () => {
    const code = (length: number) => `\`\`\`ts\n${'x'.repeat(length)}\nlast line`;
    assert.match(roughTail(code(199_980), 4), /^```ts/);
    assert.equal(roughTail(code(200_100), 4), 'line');
  });
});

describe('how much there is to show', () => {
  it('is counted in elements, and in what costs as much', () => {
    assert.equal(textWeight(48), 2);
    assert.equal(textOfWeight(2.1), 50);
    assert.equal(codeWeight(['x'.repeat(20), 'x'.repeat(28)]), 0.25 + 2);
    const paragraph = elementNode('p', [textNode('x'.repeat(12)), elementNode('br')]);
    assert.equal(weightOf(paragraph), 1 + 0.5 + 1);
    assert.equal(weightOf(paragraph), 2.5);
    const code: CodeNode = {
      type: 'code',
      language: undefined,
      path: undefined,
      lines: ['x'.repeat(24)],
      closed: true,
    };
    assert.equal(weightOf(code), 24 + 1 / 8 + 1);
  });

  it('is counted once for each node', () => {
    let looks = 0;
    const node = {
      ...elementNode('p'),
      get children() {
        looks += 1;
        return [textNode('x'.repeat(24))];
      },
    };
    assert.equal(weightOf(node), 2);
    assert.equal(weightOf(node), 2);
    assert.equal(looks, 1);
  });

  it('decides where a section ends', () => {
    const light = elementNode('hr');
    const heavy = elementNode('p', [textNode('x'.repeat(24 * 299))]);
    const lighter = elementNode('p', [textNode('x'.repeat(24 * 298))]);
    assert.equal(sectionEnd(Array(30).fill(light), 0), 12);
    assert.equal(sectionEnd(Array(30).fill(light), 5), 17);
    assert.equal(sectionEnd(Array(30).fill(light), 25), 30);
    assert.equal(sectionEnd([light, heavy, light], 1), 2);
    assert.equal(sectionEnd([lighter, light, light], 0), 2);
  });

  it('is counted in lines as well', () => {
    assert.deepEqual(['', 'a', 'a\n', 'a\nb', '\n\n'].map(lineCount), [1, 1, 2, 2, 3]);
  });
});

describe('code without end', () => {
  it('is shown in parts, all but the last of which are closed', () => {
    const code = (count: number, closed = false): CodeNode => ({
      type: 'code',
      language: 'ts',
      path: 'a.ts',
      lines: Array.from({ length: count }, (_, index) => String(index)),
      closed,
    });
    const shape = (node: CodeNode) =>
      codeParts(node, 3).map(({ lines, closed }) => `${lines.join('')} ${closed}`);
    assert.deepEqual(shape(code(3)), ['012 false']);
    assert.deepEqual(shape(code(4)), ['012 true', '3 false']);
    assert.deepEqual(shape(code(6)), ['012 true', '345 false']);
    assert.deepEqual(shape(code(6, true)), ['012 true', '345 true']);
    const whole = code(3);
    assert.equal(codeParts(whole, 3)[0], whole);
    assert.equal(codeParts(code(4), 3)[1]?.path, 'a.ts');
  });
});
