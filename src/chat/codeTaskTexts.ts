import type { Translate } from './advice.ts';
import type { CodeAttachment } from './attachment.ts';
import { type CodeTask, codeQuestion } from './slashCommands.ts';

/** What is asked about code in the editor. */
export function questionAboutCode(task: CodeTask, code: CodeAttachment, translate: Translate): string {
  return task === 'explain' ? explanation(code, translate) : plainQuestion(task, code, translate);
}

/** What is asked about problems in the editor. */
export function questionAboutProblem(
  task: 'explain' | 'fix',
  code: CodeAttachment,
  translate: Translate,
): string {
  if (task === 'fix') return plainQuestion(task, code, translate);
  return translate('Explain this problem: what it means, why it arises here, and how it can be solved.');
}

function plainQuestion(task: CodeTask, { problems }: CodeAttachment, translate: Translate): string {
  return codeQuestion(task, problems !== undefined, translate);
}

/** Says which code it is where the user has not selected it. */
function explanation(code: CodeAttachment, translate: Translate): string {
  const lines = { start: String(code.startLine), end: String(code.endLine) };
  switch (code.kind) {
    case 'selection':
    case 'file':
      return plainQuestion('explain', code, translate);
    case 'symbol':
      return translate(
        'Nothing was selected, so explain the whole symbol around the cursor (lines {start} to {end}): what it does, how it works, and what is easily overlooked.',
        lines,
      );
    case 'block':
      return translate(
        'Nothing was selected, so explain the block around the cursor (lines {start} to {end}): what it does, how it works, and what is easily overlooked.',
        lines,
      );
  }
}

/** What a piece of code is called: the file, and its lines unless it is all of them. */
export function codeName({ kind, name, startLine, endLine }: CodeAttachment): string {
  return kind === 'file' ? name : `${name}:${startLine}-${endLine}`;
}
