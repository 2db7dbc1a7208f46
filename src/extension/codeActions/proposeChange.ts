import * as vscode from 'vscode';
import { applyCode } from '../../chat/applyCode.ts';
import { isElision } from '../../chat/elision.ts';
import { codeAtCursor } from '../../chat/placeCode.ts';
import { readUnifiedDiff } from '../../chat/unifiedDiff.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { findPath } from '../workspacePaths.ts';
import type { Dialogues } from './dialogues.ts';
import { isWritable } from './isWritable.ts';
import type { LastEditor } from './lastEditor.ts';
import { openNewFile } from './openNewFile.ts';
import type { Proposals } from './proposals.ts';
import { proposeDiff } from './proposeDiff.ts';
import { type AppliedBlock, chooseTarget, findTargets, type Target } from './targets.ts';

/** Shows in a diff what a code block would change, to be accepted or rejected. */
export async function proposeChange(
  block: AppliedBlock,
  lastEditor: LastEditor,
  proposals: Proposals,
  dialogues: Dialogues,
): Promise<void> {
  const { code, language, path } = block;
  const diff = readUnifiedDiff(code, language);
  if (diff) return proposeDiff(diff, block, lastEditor, proposals, dialogues);
  const targets = await findTargets(block, lastEditor);
  if (targets.length === 0) {
    if (path !== undefined) return openNewFile(code, language, path, dialogues);
    dialogues.say(translate('Open the file that this code is for.'));
    return;
  }
  const fitting = targets.filter((target) => proposalFor(target, code) !== undefined);
  // A block that names a new file and fits nowhere is that file.
  if (fitting.length === 0 && path !== undefined && !(await findPath(path))) {
    return openNewFile(code, language, path, dialogues);
  }
  const target = await chooseTarget(fitting.length > 0 ? fitting : targets, dialogues);
  if (!target) return;
  const { document } = target;
  const name = fileName(document.uri);
  if (!isWritable(document)) {
    dialogues.say(translate('{name} cannot be changed.', { name }));
    return;
  }
  const fitted = proposalFor(target, code);
  if (fitted === document.getText()) {
    dialogues.say(translate('{name} has this code already.', { name }));
    return;
  }
  if (fitted !== undefined) {
    const title = translate('{name}: proposed change', { name });
    await proposals.show({ document, title, revise: (text) => applyCode(text, code, target.ranges) });
    return;
  }
  dialogues.say(
    translate(
      'It is not clear which lines of {name} this code is for, so it is shown where it would be inserted.',
      {
        name,
      },
    ),
  );
  const before = document.getText();
  const after = await withInsertion(target, code, lastEditor);
  const title = translate('{name}: proposed insertion', { name });
  await proposals.show({ document, title, revise: (text) => (text === before ? after : undefined) });
}

function proposalFor({ document, ranges }: Target, code: string): string | undefined {
  return applyCode(document.getText(), code, ranges);
}

/** The text with the code at the cursor, else below what the question was about, else at the end. */
async function withInsertion(
  { document, ranges }: Target,
  code: string,
  lastEditor: LastEditor,
): Promise<string> {
  const place = await lastEditor.find();
  const cursor = place?.document === document ? place.editor?.selection.active : undefined;
  const below = ranges[0] && document.validatePosition(new vscode.Position(ranges[0].endLine - 1, 1e6));
  const end = document.lineAt(document.lineCount - 1).range.end;
  const at = cursor ?? below ?? end;
  const line = document.lineAt(at).text;
  const inserted = codeAtCursor(withoutElisions(code), line.slice(0, at.character), line.slice(at.character));
  const text = document.getText();
  const offset = document.offsetAt(at);
  const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return text.slice(0, offset) + inserted.replaceAll('\n', lineEnd) + text.slice(offset);
}

/** Without the lines at both ends that stand for what is around the code. */
function withoutElisions(code: string): string {
  const lines = code.split('\n');
  const isNothing = (line: string): boolean => line.trim() === '' || isElision(line);
  while (isNothing(lines[0] ?? 'code')) lines.shift();
  while (isNothing(lines.at(-1) ?? 'code')) lines.pop();
  return lines.join('\n');
}
