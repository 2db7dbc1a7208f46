import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { applyCode } from '../../../../src/chat/applyCode.ts';
import { codeOfReply } from '../../../../src/chat/codeOfReply.ts';
import { cleanCommitMessage } from '../../../../src/chat/commitMessage.ts';
import { splitDiff } from '../../../../src/chat/diffFiles.ts';
import { fitDiff } from '../../../../src/chat/fitDiff.ts';
import { hunksOf, reviewOf, settled, shownLines } from '../../../../src/chat/inlineReview.ts';
import { applyLineChanges, lineChanges, rebaseChange, splitLines } from '../../../../src/chat/lineChanges.ts';
import { codeAtCursor, codeForSelection } from '../../../../src/chat/placeCode.ts';
import { estimateTokens } from '../../../../src/chat/tokenEstimate.ts';
import { trimCompletion } from '../../../../src/extension/completion/trimCompletion.ts';
import { assertLinear } from '../support/linear.ts';
import { mutatedText } from '../support/mutate.ts';
import { cut, pieceLengths } from '../support/pieces.ts';
import { type FuzzTarget, property } from '../target.ts';

const sources = ['fuzz/support/pieces.ts', 'fuzz/target.ts', 'fuzz/support/linear.ts'].map((path) =>
  readFileSync(join(import.meta.dirname, '../..', path), 'utf8'),
);
const python =
  'def f(x):\n\tif x:\n\t\treturn 1\n\n\treturn 2\r\n\n# ... existing code ...\nclass A:\n    pass';
/** Pieces that mean something to who looks for code in code. */
const pieces = [
  '\n',
  '\r\n',
  '\r',
  '    ',
  '\t',
  '}',
  '{',
  '// ... existing code ...\n',
  '# ...\n',
  'function a() {\n',
  '/* */',
  '```\n',
  '```ts\n',
  '~~~\n',
  '\u2028',
  '\u0000',
  '\ufeff',
  '中文',
  '\ud83d',
  '\u00a0',
];
const code = mutatedText([...sources, python, ''], pieces);
const replies = sources.map(
  (source) => `Here it is:\n\n\`\`\`ts\n${source.slice(0, 600)}\`\`\`\n\nThat is all.\n`,
);

const diff = [
  'diff --git a/src/a.ts b/src/a.ts',
  'index 1111111..2222222 100644',
  '--- a/src/a.ts',
  '+++ b/src/a.ts',
  '@@ -1,2 +1,2 @@',
  '-let a;',
  '+let b;',
  'diff --git "a/\\346\\226\\207.md" "b/\\346\\226\\207.md"',
  'similarity index 90%',
  'rename from "\\346\\226\\207.md"',
  'rename to b.md',
  'diff --git a/x.png b/x.png',
  'new file mode 100644',
  'Binary files /dev/null and b/x.png differ',
  'diff --git a/gone b/gone',
  'deleted file mode 100644',
  '--- a/gone\t',
  '+++ /dev/null',
  '@@ -1 +0,0 @@',
  '-x',
  '',
].join('\n');

/** Code that is applied, reviewed, sent and shown: what is there is never lost, and what is proposed is what is meant. */
export const target: FuzzTarget = {
  properties: [
    property('line changes lead from one text to the other', 80, [code, code], (before, after) => {
      const changes = lineChanges(before, after);
      assert.equal(applyLineChanges(before, changes), after);
      assert.equal(splitLines(before).join(''), before);
      assert.equal(rebaseChange(before, after, before), after);
    }),
    property(
      'accepting a review gives the proposal, rejecting it the original',
      150,
      [code, code],
      (before, after) => {
        const [old, proposed] = [before.split('\n'), after.split('\n')];
        const review = reviewOf(old, proposed);
        assert.deepEqual(shownLines(settled(review, 'accept')), proposed);
        assert.deepEqual(shownLines(settled(review, 'reject')), old);
        const oneByOne = hunksOf(review).reduceRight((lines, hunk) => settled(lines, 'accept', hunk), review);
        assert.deepEqual(shownLines(oneByOne), proposed);
      },
    ),
    property(
      'a block is applied whole or not at all, and a second time it changes nothing',
      250,
      [code, code, fc.nat(60), fc.nat(60), fc.boolean()],
      (file, block, from, length, isAttached) => {
        const lines = file.split('\n');
        const start = from % lines.length;
        const asked = lines.slice(start, start + length + 1);
        const ranges = isAttached
          ? [{ startLine: start + 1, endLine: start + asked.length, code: asked.join('\n') }]
          : [];
        const applied = applyCode(file, block, ranges);
        if (applied === undefined) return;
        assert.equal(typeof applied, 'string');
        // Taking it back gives the file, byte for byte.
        const back = lineChanges(applied, file);
        assert.equal(applyLineChanges(applied, back), file);
      },
    ),
    property(
      'code at a cursor or in place of a selection keeps its words',
      300,
      [code, fc.constantFrom('', '  ', '\t\t', 'const a = '), fc.constantFrom('', ';', '  ')],
      (block, before, after) => {
        const words = (text: string) => text.replace(/\s+/g, '');
        const kept = words(block);
        assert.ok(words(codeAtCursor(block, before, after)).length <= kept.length);
        assert.ok(words(codeForSelection(block, `${before}x\n`, before)).length <= kept.length);
      },
    ),
    property(
      'the code of a reply only grows while the reply does',
      150,
      [mutatedText([...replies, python], pieces), pieceLengths],
      (reply, lengths) => {
        let arrived = '';
        let before: readonly string[] = [];
        for (const piece of cut(reply, lengths).slice(0, 200)) {
          arrived += piece;
          before = codeOfReply(arrived, false, ['  x']);
          assert.ok(before.every((line) => !line.includes('\n')));
        }
        codeOfReply(reply, true, []);
        assert.ok(cleanCommitMessage(reply, true).length <= reply.length);
      },
    ),
    property(
      'a suggestion is a beginning of the reply',
      300,
      [code, code, code, fc.boolean()],
      (prefix, suffix, reply, isWhole) => {
        const { text } = trimCompletion({ prefix, suffix }, reply, isWhole);
        assert.ok(text.replace(/\s+/g, '').length <= reply.replace(/\s+/g, '').length);
      },
    ),
    property(
      'a diff is split into its files without losing a byte, and cut to what fits',
      300,
      [mutatedText([diff])],
      (text) => {
        const files = splitDiff(text, new Set(['src/a.ts', 'a/src/a.ts']));
        const start = text.search(/^diff --git /m);
        assert.equal(files.map((file) => file.text).join(''), start === -1 ? '' : text.slice(start));
        for (const { path, isBinary } of files) assert.equal(typeof path + typeof isBinary, 'stringboolean');
        const { list, diff: sent } = fitDiff(files, () => false, 200);
        assert.ok(estimateTokens(list) + estimateTokens(sent) <= 260);
      },
    ),
    property('time grows with the length of file and block', 6, [mutatedText(pieces, pieces)], (unit) => {
      const line = `${unit.slice(0, 40)}\n`;
      assertLinear((size) => {
        const text = Array.from({ length: size }, (_, index) => `${line}${index}`).join('\n');
        splitDiff(text, new Set());
        codeOfReply(text, true, ['  a']);
        lineChanges(text, `${text}\nx`);
      }, 800);
    }),
  ],
};
