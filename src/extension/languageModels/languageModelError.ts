import * as vscode from 'vscode';
import { adviseOn } from '../../chat/advice.ts';
import type { Respondent } from '../../chat/conversation.ts';
import { toFailure } from '../../chat/failure.ts';
import { errorClass } from '../../chat/offeredModel.ts';
import { ProviderError } from '../../core/error.ts';
import { translate } from '../translate.ts';

/**
 * A failure as VS Code’s own chat shows it: the sentences that the panel would show, the vendor's raw line, and the code
 * by which other extensions can tell what it was.
 */
export function languageModelError(error: unknown, respondent: Respondent): Error {
  if (error instanceof ProviderError && error.kind === 'cancelled') return new vscode.CancellationError();
  const { title, text, code } = adviseOn(toFailure(error), respondent, translate);
  const message = [`${title}. ${text}`, ...(code === undefined ? [] : [code])].join('\n');
  switch (errorClass(error instanceof ProviderError ? error.kind : undefined)) {
    case 'no-permissions':
      return vscode.LanguageModelError.NoPermissions(message);
    case 'blocked':
      return vscode.LanguageModelError.Blocked(message);
    case 'other':
      return new vscode.LanguageModelError(message);
  }
}
