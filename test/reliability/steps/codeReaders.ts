import { applyCode } from '../../../src/chat/applyCode.ts';
import { codeOfReply } from '../../../src/chat/codeOfReply.ts';
import { commandLink } from '../../../src/chat/commandLink.ts';
import { cleanCommitMessage, commitStyle } from '../../../src/chat/commitMessage.ts';
import { declaredName } from '../../../src/chat/declaration.ts';
import { splitDiff } from '../../../src/chat/diffFiles.ts';
import { readEdit } from '../../../src/chat/editOutcome.ts';
import { withoutElisions } from '../../../src/chat/elision.ts';
import { fitDiff } from '../../../src/chat/fitDiff.ts';
import { importLines } from '../../../src/chat/importLines.ts';
import { insertCode } from '../../../src/chat/insertCode.ts';
import { lineChanges } from '../../../src/chat/lineChanges.ts';
import { fileText } from '../../../src/chat/newFile.ts';
import { newFileDiff } from '../../../src/chat/newFileDiff.ts';
import { codeAtCursor, codeForSelection } from '../../../src/chat/placeCode.ts';
import { terminalCommands } from '../../../src/chat/shellCommand.ts';
import { terminalText } from '../../../src/chat/terminalText.ts';
import { isWithin, type TextSize } from '../../../src/chat/textSize.ts';
import { applyFileDiff, readUnifiedDiff } from '../../../src/chat/unifiedDiff.ts';
import {
  largestChangedFile,
  largestCodeBlock,
  largestCommitReply,
  largestEditReply,
} from '../../../src/core/limits.ts';
import { type Reader, reader } from './reader.ts';

const small = 'function a() {\n  return 1;\n}\n';

/** The most of a text that is worked on. */
function within(text: string, size: TextSize): string {
  const cut = text.slice(0, size.characters);
  return isWithin(cut, size) ? cut : cut.split('\n', size.lines).join('\n');
}

/** A reader of what is refused if it is larger. */
function ofAtMost(size: TextSize, name: string, read: (text: string) => unknown): Reader {
  return {
    name,
    prepare(text) {
      const given = within(text, size);
      return () => read(given);
    },
  };
}

/** A reader of a code block, as it comes from its button. */
function ofBlock(name: string, read: (code: string) => unknown): Reader {
  return ofAtMost(largestCodeBlock, name, read);
}

/** A reader of a code block together with the file that it is for: both as large as can be, and alike. */
function ofBlockAndFile(name: string, read: (file: string, code: string) => unknown): Reader {
  const less = ({ characters, lines }: TextSize) => ({ characters: characters - 100, lines: lines - 10 });
  return {
    name,
    prepare(text) {
      const file = within(text, less(largestChangedFile));
      const code = within(text, less(largestCodeBlock));
      return () => read(file, code);
    },
  };
}

function applyDiff(file: string, code: string): void {
  for (const diff of readUnifiedDiff(code, 'diff') ?? []) applyFileDiff(file, diff);
}

function* edited(reply: string): Generator<void> {
  codeOfReply(reply, false, ['  a']);
  yield;
  codeOfReply(reply, true, ['  a']);
  yield;
  readEdit(reply, 'stop', small.split('\n'));
}

/** Everything that reads the code in an answer, or a file that code is for. */
export const codeReaders: readonly Reader[] = [
  ofAtMost(largestEditReply, 'a reply with code, as it grows', edited),
  reader('a code block that is refused', (text) => applyCode(small, text)),
  reader('a file that is refused', (text) => applyCode(text, small)),
  ofBlock('a code block, applied to a small file', (code) => applyCode(small, code)),
  ofBlockAndFile('a code block, applied to a large file', (file, code) => applyCode(file, `${code}\nx`)),
  ofBlockAndFile('an abridged code block, applied', (file, code) => applyCode(file, `// ...\n${code}\nx`)),
  ofBlockAndFile('a code block, applied to what was asked about', (file, code) =>
    applyCode(file, `${code}\nx`, [{ startLine: 2, endLine: 3, code }]),
  ),
  ofBlockAndFile('a small code block, applied to a large file', (file) => applyCode(file, small)),
  ofBlock('a code block that may be a diff', (code) => readUnifiedDiff(code, 'diff')),
  ofBlockAndFile('a diff of the lines of a file, applied', (file, code) =>
    applyDiff(
      file,
      `${code
        .split('\n')
        .map((line) => ` ${line}`)
        .join('\n')}\n+x`,
    ),
  ),
  ofBlockAndFile('a diff of anything, applied', applyDiff),
  ofBlockAndFile('a code block, inserted into a file', (file, code) =>
    insertCode(file, code, { cursor: undefined, ranges: [] }, '\n'),
  ),
  ofBlock('a code block, inserted at the cursor', (code) => codeAtCursor(code, '  a', 'b')),
  ofBlock('a code block in the place of a selection', (code) => codeForSelection(code, code, '  ')),
  ofBlock('a code block, opened as a file', fileText),
  ofBlock('a code block without elisions', withoutElisions),
  reader('commands for the terminal', (text) => terminalCommands(text, 'sh')),
  reader('a line that may declare something', declaredName),
  ofBlockAndFile('the changes between two texts', (file) =>
    lineChanges(
      file,
      file
        .split('\n')
        .map((line, index) => (index % 3 === 0 ? `${line}x` : line))
        .join('\n'),
    ),
  ),
  reader('the imports of a file', (text) => importLines(text, 'typescript')),
  reader('Git’s diff', (text) => splitDiff(text, new Set(['a']))),
  reader('Git’s diff of one file', (text) => splitDiff(`diff --git a/a b/a\n${text}`, new Set(['a']))),
  reader(
    'a diff that has to fit',
    (text) => fitDiff([{ path: 'a', change: 'changed', isBinary: false, text }], () => false, 1000),
    1_000_000,
  ),
  reader('a new file as a diff', (text) => newFileDiff('a', text), 64_000),
  reader('the subjects of commits', (text) => commitStyle([text, text, text]), 10_000),
  ofAtMost(largestCommitReply, 'the message of a commit, as it grows', (text) =>
    cleanCommitMessage(text, false),
  ),
  ofAtMost(largestCommitReply, 'the message of a commit', (text) => cleanCommitMessage(text, true)),
  reader('what was selected in a terminal', terminalText),
  reader('a link in a hover', (text) => commandLink('Title', 'command', text.slice(0, 10_000))),
];
