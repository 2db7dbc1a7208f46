import type { Attachment, CodeAttachment } from '../../chat/attachment.ts';
import type { SlashCommandNeeds } from '../../chat/slashCommands.ts';
import { translate } from '../translate.ts';
import { codeAtCursor, placeInSight } from './codeContext.ts';
import { changesAttachment } from './gitChanges.ts';
import { fileProblemsAttachment, problemsOf } from './problemsAttachment.ts';

/**
 * What a command is about: the code at the cursor, the same with the problems of its file, or the changes in Git.
 *
 * @throws {Error} with a message for the user where there is nothing of the kind.
 */
export async function neededContext(needs: SlashCommandNeeds): Promise<readonly Attachment[]> {
  if (needs === 'changes') return [await changesAttachment()];
  const code = await codeAtCursor();
  const document = placeInSight()?.document;
  const hasProblems = needs === 'problems' && document && problemsOf(document.uri).length > 0;
  const problems = hasProblems ? [await fileProblemsAttachment(document.uri)] : [];
  const found = [...(code ? [hasProblems ? withoutProblems(code) : code] : []), ...problems];
  if (found.length === 0) {
    throw new Error(translate('Open a file and select the code you want to ask about.'));
  }
  return found;
}

/** Those of its whole file go along. */
function withoutProblems({ problems: _, ...code }: CodeAttachment): CodeAttachment {
  return code;
}
