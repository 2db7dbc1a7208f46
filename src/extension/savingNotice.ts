import type { Translate } from '../chat/advice.ts';
import { deletedText, unsavedText } from '../chat/savingTexts.ts';
import type { SavingNotice } from '../shared/protocol.ts';
import type { SavingTrouble } from './history/savingState.ts';

/** What the panels of a conversation say while it is not saved; null while it is. */
export function savingNotice(trouble: SavingTrouble | undefined, translate: Translate): SavingNotice | null {
  if (!trouble) return null;
  const exported = { label: translate('Export'), action: 'export' as const };
  if (trouble.type === 'failed') {
    const again = { label: translate('Try again'), action: 'save-again' as const };
    return { severity: 'error', ...unsavedText(trouble.error, translate), actions: [again, exported] };
  }
  const kept = { label: translate('Keep as a new chat'), action: 'keep-as-new' as const };
  return { severity: 'warning', ...deletedText(translate), actions: [kept, exported] };
}
