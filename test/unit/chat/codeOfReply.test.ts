import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { codeOfReply } from '../../../src/chat/codeOfReply.ts';

const place = ['  const a = 1;', '  return a;'];

describe('the code of a reply', () => {
  it('is what is in the fence', () => {
    const reply =
      'Here it is:\n\n```ts\n  const b = 1;\n\n  return b;\n```\n\nI renamed `a`.\n```ts\nb();\n```\n';
    assert.deepEqual(codeOfReply(reply, true, place), ['  const b = 1;', '', '  return b;']);
  });

  it('is the whole reply where there is no fence', () => {
    assert.deepEqual(codeOfReply('\n  return 1;\n\n', true, place), ['  return 1;']);
  });

  it('stands as far right as the lines that it replaces', () => {
    assert.deepEqual(codeOfReply('```\nif (a) {\n  b();\n}\n```', true, ['\t\tb();']), [
      '\t\tif (a) {',
      '\t\t  b();',
      '\t\t}',
    ]);
    assert.deepEqual(codeOfReply('```\n      x;\n    y;\n```', true, ['    x;']), ['    x;', '    y;']);
    assert.deepEqual(codeOfReply('```\n    x;\n      y;\n```', true, ['x;']), ['x;', '  y;']);
  });

  it('stands as it was written where there is nothing to replace', () => {
    assert.deepEqual(codeOfReply('```\n    x;\n```', true, ['']), ['    x;']);
    assert.deepEqual(codeOfReply('```\nx;\n```', true, ['    ']), ['    x;']);
  });

  it('may have fences of its own', () => {
    const inner = ['# Title', '', '```js', 'run();', '```', '', 'End.'];
    assert.deepEqual(codeOfReply(['```markdown', ...inner, '```'].join('\n'), true, ['x']), inner);
    assert.deepEqual(codeOfReply(['````', '```', 'a', '```', '````'].join('\n'), true, ['x']), [
      '```',
      'a',
      '```',
    ]);
  });

  it('is nothing where the fence holds nothing: then the lines go', () => {
    assert.deepEqual(codeOfReply('```ts\n```\n', true, place), []);
  });

  it('drops carriage returns', () => {
    assert.deepEqual(codeOfReply('```\r\na\r\nb\r\n```', true, ['x']), ['a', 'b']);
  });

  it('only grows while the reply does, whatever is around it', () => {
    const line = fc.constantFrom('a();', '  b();', '', '}', '// c', '\tx', '漢字();');
    const parts = fc.record({
      before: fc.constantFrom('', 'Sure:\n', '\n\n', 'First\nsecond:\n\n'),
      fence: fc.constantFrom('```', '```ts', '~~~', '````', ''),
      code: fc.array(line, { maxLength: 40 }),
      after: fc.constantFrom('', '\nDone.', '\n```\nmore\n```'),
    });
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom(['x'], ['    x', 'y'], ['\tx'], ['']),
        ({ before, fence, code, after }, at) => {
          const mark = fence.replace('ts', '');
          const reply =
            fence === '' ? code.join('\n') : `${before}${[fence, ...code, mark].join('\n')}${after}`;
          const whole = codeOfReply(reply, true, at);
          for (let length = 0; length <= reply.length; length++) {
            const part = codeOfReply(reply.slice(0, length), false, at);
            const end = part.findLastIndex((text) => text !== '') + 1;
            assert.deepEqual(part.slice(0, end), whole.slice(0, end));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
