import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { applyCode } from '../../../src/chat/applyCode.ts';
import { codeOfReply } from '../../../src/chat/codeOfReply.ts';
import { readEdit } from '../../../src/chat/editOutcome.ts';
import { lacksKey, withKeysOfFile } from '../../../src/chat/missingKeys.ts';
import { codeForSelection } from '../../../src/chat/placeCode.ts';
import { applyFileDiff, readUnifiedDiff } from '../../../src/chat/unifiedDiff.ts';
import { keyGap } from '../../../src/core/keyGap.ts';

const key = 'sk-0123456789abcdef0123456789abcdef';
const file = ['export const client = new Client({', `  apiKey: "${key}",`, '  timeout: 10,', '});'];
const answered = file.map((line) => line.replace(key, keyGap).replace('10', '30'));
const wanted = file.map((line) => line.replace('10', '30'));

describe('code with a gap for a key', () => {
  it('keeps the key that the file has at this place, whole or after its first characters', () => {
    assert.deepEqual(withKeysOfFile(answered, file), wanted);
    const begun = answered.map((line) => line.replace(keyGap, key.slice(0, 7) + keyGap));
    assert.deepEqual(withKeysOfFile(begun, file), wanted);
    assert.deepEqual(withKeysOfFile([`      apiKey: "${keyGap}",`], file), [`      apiKey: "${key}",`]);
  });

  it('keeps its gap where the file has no such line, several, or something else there', () => {
    const gap = `  apiKey: "${keyGap}",`;
    for (const other of [
      [],
      ['  apiKey: key,'],
      ['  apiKey: "",'],
      ['  apiKey: "one", // and "two words",'],
      ['  apiKey: "placeholder",'],
      [...file, `  apiKey: "${key.toUpperCase()}",`],
      [`  secret: "${key}",`],
    ]) {
      assert.deepEqual(withKeysOfFile([gap], other), [gap], other.join());
    }
    const two = `  use("${keyGap}", "${keyGap}");`;
    assert.deepEqual(withKeysOfFile([two], [`  use("${key}", "${key}");`]), [two]);
  });

  it('takes the same line for one, however often it is there', () => {
    assert.deepEqual(withKeysOfFile(answered, [...file, ...file]), wanted);
  });

  it('is the file’s code again, whatever stands around the key', () => {
    const around = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    fc.assert(
      fc.property(
        around,
        around,
        fc.stringMatching(/^[a-z]{3}[0-9][0-9A-Za-z._-]{8,30}$/),
        (before, after, own) => {
          const line = `x${before}${own}${after}x`;
          fc.pre(!line.includes(keyGap));
          assert.deepEqual(withKeysOfFile([line.replace(own, () => keyGap)], [line]), [line]);
        },
      ),
    );
  });

  it('looks at so many gaps only that a long answer takes no longer', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `${at}: "${keyGap}"`);
    assert.deepEqual(
      withKeysOfFile(
        many,
        many.map((line) => `${line} `),
      ),
      many,
    );
    const whole = many.map((line) => line.replace(keyGap, key));
    const filled = withKeysOfFile(many, whole);
    assert.deepEqual(filled, [...whole.slice(0, 100), ...many.slice(100)]);
  });

  it('is noticed, but not where the file has this line itself', () => {
    const [, line = ''] = answered;
    assert.equal(lacksKey(answered.join('\n'), file.join('\n')), true);
    assert.equal(lacksKey(wanted.join('\n'), file.join('\n')), false);
    assert.equal(lacksKey(answered.join('\r\n'), `a\r\n    ${line}\r\n`), false);
  });
});

describe('a key that an answer repeats stays in the file', () => {
  const reply = `\`\`\`ts\n${answered.join('\n')}\n\`\`\`\n`;
  const before = `import 'x';\n\n${file.join('\n')}\n`;
  const after = `import 'x';\n\n${wanted.join('\n')}\n`;

  it('when it is edited in place, as soon as the line has come', () => {
    assert.deepEqual(readEdit(reply, 'stop', file), { outcome: 'review', code: wanted });
    assert.deepEqual(codeOfReply(reply.split('  timeout')[0] ?? '', false, file), wanted.slice(0, 2));
  });

  it('when a block or a diff is applied', () => {
    assert.equal(applyCode(before, answered.join('\n')), after);
    const lines = answered.map((line, at) => (at === 2 ? `-${file[2]}\n+${line}` : ` ${line}`));
    const [diff] = readUnifiedDiff(lines.join('\n'), 'diff') ?? [];
    assert.ok(diff);
    assert.equal(applyFileDiff(before, diff), after);
  });

  it('when a selection is replaced', () => {
    assert.equal(codeForSelection(answered.join('\n'), file.join('\n'), ''), wanted.join('\n'));
    assert.equal(codeForSelection(`"${keyGap}"`, `"${key}"`, 'const key = '), `"${key}"`);
  });
});
