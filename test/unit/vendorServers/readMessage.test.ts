import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fenced, inlineCode } from '../../vendors/demonstration/markdown.ts';
import { readMessage } from '../../vendors/demonstration/readMessage.ts';

function locate(introduction: string): unknown[] {
  const block = readMessage(`${introduction}\n\`\`\`ts\nx\n\`\`\``).blocks[0];
  return [block?.path, block?.range?.first, block?.range?.last];
}

describe('demonstration: reading a message', () => {
  it('takes code, place, context and question apart', () => {
    const text = [
      '`src/a.ts:18-20`',
      '```typescript',
      'let a;',
      '',
      'let b;',
      '```',
      '',
      'Context, the lines before:',
      '```typescript',
      '// before',
      '```',
      '',
      'Explain this code.',
    ].join('\n');
    assert.deepEqual(readMessage(text), {
      blocks: [
        {
          code: 'let a;\n\nlet b;',
          tag: 'typescript',
          path: 'src/a.ts',
          range: { first: 18, last: 20 },
          isContext: false,
        },
        { code: '// before', tag: 'typescript', path: undefined, range: undefined, isContext: true },
      ],
      question: 'Explain this code.',
    });
  });

  it('understands the usual ways to name a place', () => {
    assert.deepEqual(locate('`src/a b/文件.ts:18-46`'), ['src/a b/文件.ts', 18, 46]);
    assert.deepEqual(locate('`Makefile:7`'), ['Makefile', 7, 7]);
    assert.deepEqual(locate('File: src/a.ts, lines 18–46'), ['src/a.ts', 18, 46]);
    assert.deepEqual(locate('src/a.ts#L18-L46'), ['src/a.ts', 18, 46]);
    assert.deepEqual(locate('文件 `src/a.ts`，第 18–46 行：'), ['src/a.ts', 18, 46]);
    assert.deepEqual(locate('Selected code in `a.py` (lines 3 to 9):'), ['a.py', 3, 9]);
    assert.deepEqual(locate('What does this do?'), [undefined, undefined, undefined]);
  });

  it('keeps words that say more than a place', () => {
    const { question } = readMessage('Why does `a.ts:3` throw here:\n```ts\nx\n```');
    assert.equal(question, 'Why does `a.ts:3` throw here:');
  });

  it('takes an unclosed fence to the end', () => {
    assert.equal(readMessage('```js\nlet a;\nlet b;').blocks[0]?.code, 'let a;\nlet b;');
    assert.deepEqual(readMessage('no code').blocks, []);
  });

  it('reads back any code that was fenced, fences inside included', () => {
    const line = fc.string({ unit: fc.constantFrom('`', '~', ' ', 'a', '中'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const code = lines.join('\n');
        const { blocks, question } = readMessage(`${fenced(code, 'ts')}\n\nafterwards`);
        assert.deepEqual([blocks.length, blocks[0]?.code, question], [1, code, 'afterwards']);
      }),
    );
  });

  it('writes inline code around backticks', () => {
    assert.equal(inlineCode('a'), '`a`');
    assert.equal(inlineCode('a``b\nc'), '``` a``b c ```');
  });
});
