import { fittingOrAll, judgeChange } from '../../chat/proposedChange.ts';
import { isWithin } from '../../chat/textSize.ts';
import { addedText, applyFileDiff, type FileDiff } from '../../chat/unifiedDiff.ts';
import { largestChangedFile } from '../../core/limits.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';
import type { Dialogues } from './dialogues.ts';
import { isWritable } from './isWritable.ts';
import type { LastEditor } from './lastEditor.ts';
import { openNewFile } from './openNewFile.ts';
import type { Proposals } from './proposals.ts';
import { type AppliedBlock, chooseTarget, findTargets, type Target } from './targets.ts';

/** Shows what a code block that is a diff itself would change, file by file, each to be accepted or rejected. */
export async function proposeDiff(
  diff: readonly FileDiff[],
  { path, attachments }: AppliedBlock,
  lastEditor: LastEditor,
  proposals: Proposals,
  dialogues: Dialogues,
): Promise<void> {
  for (const file of diff) {
    const named = file.path ?? path;
    if (file.change === 'added') {
      await openNewFile(addedText(file), undefined, named, dialogues);
      continue;
    }
    if (file.change === 'deleted') {
      dialogues.say(translate('{name} would be deleted. That is left to you.', { name: named ?? '' }));
      continue;
    }
    const targets = await findTargets({ path: named, attachments }, lastEditor);
    const fits = ({ document }: Target): boolean => applyFileDiff(document.getText(), file) !== undefined;
    const target = await chooseTarget(fittingOrAll(targets, fits), dialogues);
    if (!target) {
      if (targets.length === 0) dialogues.say(translate('Open the file that this code is for.'));
      continue;
    }
    const { document } = target;
    const name = fileName(document.uri);
    const before = document.getText();
    if (!isWithin(before, largestChangedFile)) {
      dialogues.say(tooLargeToChange(name));
      continue;
    }
    switch (judgeChange(before, applyFileDiff(before, file), isWritable(document))) {
      case 'read-only':
        dialogues.say(translate('{name} cannot be changed.', { name }));
        break;
      case 'unfitting':
        dialogues.say(translate('This change does not fit {name}: it has other lines now.', { name }));
        break;
      case 'done':
        dialogues.say(translate('{name} has this code already.', { name }));
        break;
      case 'change': {
        const title = translate('{name}: proposed change', { name });
        await proposals.show({ document, title, revise: (text) => applyFileDiff(text, file) });
      }
    }
  }
}

/** What is said of a file that no change is looked for in. */
export function tooLargeToChange(name: string): string {
  return translate('{name} is too large for changes from an answer. Please copy the code.', { name });
}
