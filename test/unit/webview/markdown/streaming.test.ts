import fc from 'fast-check';
import type { CodeNode, MarkdownNode } from '../../../../src/webview/markdown/nodes.ts';
import { createMarkdownStream, renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { assertProportional } from '../../../proportional.ts';
import { assert } from '../assert.ts';
import { useDeadline } from '../deadline.ts';
import { corpus } from './corpus.ts';
import { assertEveryPrefix, eager, pieces } from './everyPrefix.ts';

/** Pieces that mean something to the parser, so that random documents are full of beginnings and ends. */
const fragments = [
  'word',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\r\n',
  '    ',
  '\t',
  '- ',
  '-',
  '* ',
  '+ ',
  '1. ',
  '2) ',
  '# ',
  '#',
  '> ',
  '>',
  '---',
  '***',
  '===',
  '```',
  '~~~',
  '```js\n',
  '|',
  ' | ',
  '|---|',
  '-|-\n',
  '| a | b |\n',
  ':-:',
  '[',
  ']',
  '[a]',
  '[a]: x',
  '[a]: https://e.co\n',
  '](',
  '(https://e.co)',
  '"t"',
  "'",
  ')',
  '!',
  '*',
  '**',
  '_',
  '`',
  '``',
  '~~',
  '<',
  '>',
  '<b>',
  '</div>\n',
  '<div>\n',
  '<!--',
  '-->',
  '<?',
  '?>',
  '<pre>',
  '</pre>',
  '<foo>\n',
  '&',
  '&amp;',
  '\\',
  '\\\n',
  '  \n',
  '[ ] ',
  '[x] ',
  '中文',
  '，',
  '：',
  '“',
  '”',
  'https://e.co',
  'www.e.co',
  'a@b.co',
  '👍',
  '\u00a0',
  '[^1]: x\n',
  '$',
  '$$',
  '$$\n',
  '$a_1*b$',
  '\\(',
  '\\)',
  '\\[',
  '\\]',
  '_{',
];
const documents = fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(''));
const seeds = fc.oneof(
  fc.constantFrom(...corpus),
  documents,
  fc.tuple(documents, fc.constantFrom(...corpus)).map(([a, b]) => a + b),
);

function codeBlocksIn(nodes: readonly MarkdownNode[]): readonly CodeNode[] {
  return nodes.flatMap((node) =>
    node.type === 'code' ? [node] : node.type === 'element' ? codeBlocksIn(node.children) : [],
  );
}

describe('streamed markdown', () => {
  useDeadline();

  it('equals one-shot markdown at every character of the corpus', () => {
    for (const text of corpus) assertEveryPrefix(text, [1]);
  });

  it('knows what was defined above where a long block turns out to be another one', () => {
    const above = '[a]: https://example.com/a\n\n';
    for (const text of [
      '- [a]\n- [late]\n- c\n- d\n- e\n- f\n- [a]\n\n[late]: https://example.com\n',
      'x\n<b>[a]</b>\nmore [a]\n\nin [a]\n',
      'x\n1. \n- [a]\n',
    ]) {
      assertEveryPrefix(above + text, [1]);
    }
  });

  it('does not let emphasis depend on where a long paragraph was settled', () => {
    const text = ':-:*[x] *a **b* c** d* ** e ** f*g*h i_j_k __l__ _m_ **n*o*p** *q**r*\n';
    assertEveryPrefix(text, [1]);
  });

  it('goes on with a long line of code, whatever it goes on with', () => {
    const long = 'const value = compute(a, b, c);'.repeat(3);
    for (const end of ['```', '\n```', '\n```\nafter', ' ```\n```\n', '\nlast', '\n\n', '`\n   ```']) {
      assertEveryPrefix(`\`\`\`js\nfirst\n${long}${end}`, [1]);
      assertEveryPrefix(`  ~~~\n    ${long}\n  ${long}${end}\n~~~\n\nafter`, [7, 30]);
      assertEveryPrefix(`\`\`\`\n${'`'.repeat(60)}${end}`, [1, 40]);
    }
  });

  it('shows a code block without end as several, and what is whole stays', () => {
    const lines = Array.from({ length: 12 }, (_, at) => `line ${at}`);
    const stream = createMarkdownStream(eager);
    stream.append('```ts\n');
    for (const [at, line] of lines.entries()) {
      const before = stream.blocks;
      stream.append(`${line}\n`);
      const parts = stream.blocks.flatMap((node) => (node.type === 'code' ? [node.lines] : []));
      assert.equal(parts.flat().join(), lines.slice(0, at + 1).join());
      assert.ok(parts.every((part) => part.length <= eager.code));
      assert.ok(stream.blocks[0] === before[0] || at <= eager.code + 4);
    }
    stream.append('```\n');
    const closed = stream.blocks.map((node) => node.type === 'code' && node.closed);
    assert.equal(closed.join(), 'true,true,true');
  });

  it('does not tear code in an item, however many lines it has', () => {
    const code = Array.from({ length: 900 }, (_, line) => `const value${line} = compute(${line});`);
    const text = `1. Write this:\n\n   \`\`\`ts\n${code.map((line) => `   ${line}\n`).join('')}   \`\`\`\n\n2. Run it.\n`;
    const stream = createMarkdownStream();
    for (const piece of pieces(text, [700])) stream.append(piece);
    for (const nodes of [stream.blocks, renderMarkdown(text)]) {
      const blocks = codeBlocksIn(nodes);
      assert.deepEqual(
        blocks.map(({ lines }) => lines),
        [code],
      );
    }
  });

  it('does not settle a part of a paragraph that may turn out to be none, or not of this length', () => {
    assertEveryPrefix('> - a\n   some words in a line\n   some words in a line\n1.   - b\n', [1]);
    assertEveryPrefix('word\n    -|-\n-|-\n*a **b* c** d* ** e ** f*g*h i_j_k __l__ _m_ **n*o*p**\n', [1]);
    assertEveryPrefix('some words in a line, and more\n1. \n- b\n', [1]);
    const head = 'wordwordword| a | b |\n\twordwordword2) | a | b |\n|---|--:|\n| 1 | 2 |\n';
    assertEveryPrefix(head, [1]);
  });

  it('reads a quote that ends with an empty item, whatever follows', () => {
    for (const end of ['words\n', '- words\n', '> words', '\n']) {
      assertEveryPrefix(`- item\n  > - \n   ${end}`, [1]);
      assertEveryPrefix(`> - \n${end}`, [1]);
      assertEveryPrefix(`> > 1. \n  ${end}`, [1]);
    }
  });

  it('reads blocks again in time proportional to them when a definition comes late', () => {
    assertProportional((count) => {
      const text = `${'[late]\n\n'.repeat(count)}[late]: x\n\nend\n\nend\n\n`;
      return () => {
        const stream = createMarkdownStream();
        stream.append(text);
        assert.ok(stream.blocks.length >= count);
      };
    }, 2_000);
  });

  it('does not take what follows a backslash for an address only because it came later', () => {
    assertEveryPrefix('wordwordwordword\\www.e.co', [1]);
  });

  it('reads a paragraph again of which a part was settled when what it refers to is defined', () => {
    const text =
      'wordwordwordSee [ref], [text][ref] and [other][].\n\nMore text here.\n\n- [ref]\n- item\n\n[ref]: https://example.com/a "title"\n';
    assertEveryPrefix(text, [26, 14, 26]);
  });

  it('equals one-shot markdown at every prefix of random documents, however they are cut', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(seeds, lengths, assertEveryPrefix), {
      numRuns: Number(process.env['RUNS'] ?? 300),
    });
  });
});
