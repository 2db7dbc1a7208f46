import * as vscode from 'vscode';
import { applyCode } from '../../chat/applyCode.ts';
import { insertCode } from '../../chat/insertCode.ts';
import { fittingOrAll, judgeChange } from '../../chat/proposedChange.ts';
import { isWithin } from '../../chat/textSize.ts';
import { readUnifiedDiff } from '../../chat/unifiedDiff.ts';
import { largestChangedFile } from '../../core/limits.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { findPath } from '../workspacePaths.ts';
import type { Dialogues } from './dialogues.ts';
import { isWritable } from './isWritable.ts';
import type { LastEditor } from './lastEditor.ts';
import { openNewFile } from './openNewFile.ts';
import type { Proposals } from './proposals.ts';
import { proposeDiff, tooLargeToChange } from './proposeDiff.ts';
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
  const fits = (target: Target): boolean => proposalFor(target, code) !== undefined;
  // A block that names a new file and fits nowhere is that file.
  if (!targets.some(fits) && path !== undefined && !(await findPath(path))) {
    return openNewFile(code, language, path, dialogues);
  }
  const target = await chooseTarget(fittingOrAll(targets, fits), dialogues);
  if (!target) return;
  const { document } = target;
  const name = fileName(document.uri);
  const before = document.getText();
  if (!isWithin(before, largestChangedFile)) return dialogues.say(tooLargeToChange(name));
  switch (judgeChange(before, proposalFor(target, code), isWritable(document))) {
    case 'read-only':
      dialogues.say(translate('{name} cannot be changed.', { name }));
      return;
    case 'done':
      dialogues.say(translate('{name} has this code already.', { name }));
      return;
    case 'change': {
      const title = translate('{name}: proposed change', { name });
      await proposals.show({ document, title, revise: (text) => applyCode(text, code, target.ranges) });
      return;
    }
    case 'unfitting': {
      dialogues.say(
        translate(
          'It is not clear which lines of {name} this code is for, so it is shown where it would be inserted.',
          { name },
        ),
      );
      const place = await lastEditor.find();
      const cursor = place?.document === document ? place.editor?.selection.active : undefined;
      const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
      const after = insertCode(before, code, { cursor, ranges: target.ranges }, lineEnd);
      const title = translate('{name}: proposed insertion', { name });
      await proposals.show({ document, title, revise: (now) => (now === before ? after : undefined) });
    }
  }
}

function proposalFor({ document, ranges }: Target, code: string): string | undefined {
  return applyCode(document.getText(), code, ranges);
}
