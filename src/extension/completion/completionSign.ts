import { adviseOn, type Translate } from '../../chat/advice.ts';
import type { Respondent } from '../../chat/conversation.ts';
import type { Icon } from '../display/icons.ts';
import type { GateState } from './completionGate.ts';

/** What decides what the sign in the status bar says. */
export interface CompletionState {
  readonly gate: GateState;
  readonly isBusy: boolean;
  /** Whether nothing is suggested in the active editor. */
  readonly isOffHere: boolean;
  /** Whether the file in the active editor does something by being there; if so, nothing is suggested by itself. */
  readonly isSensitiveHere: boolean;
  /** Whether the workspace is; if not, nothing is suggested by itself. */
  readonly isTrusted: boolean;
  /** The model that is asked, if there is one. */
  readonly respondent?: Respondent;
}

export interface CompletionSign {
  readonly icon: Icon;
  readonly paragraphs: readonly string[];
  /** Something has to be done about it. */
  readonly isWarning: boolean;
}

export function completionSign(
  { gate, isBusy, isOffHere, isSensitiveHere, isTrusted, respondent }: CompletionState,
  translate: Translate,
): CompletionSign {
  const sign = (icon: Icon, ...paragraphs: string[]): CompletionSign => ({
    icon,
    paragraphs,
    isWarning: gate.type === 'stopped',
  });
  switch (gate.type) {
    case 'snoozed':
      return sign('bell-slash', translate('Snoozed: nothing is suggested for a while.'));
    case 'waiting':
    case 'stopped': {
      const labels = {
        vendorLabel: respondent?.vendorLabel ?? 'Hanlin',
        modelLabel: respondent?.modelLabel ?? '',
      };
      const { title, code } = adviseOn(gate.failure, labels, translate);
      const next =
        gate.type === 'waiting'
          ? translate('It is tried again in a while, or at a click.')
          : translate('Nothing is asked until a key or a setting changes, or at a click.');
      return sign('warning', title, ...(code === undefined ? [] : [code]), next);
    }
    case 'open':
      if (isOffHere) return sign('circle-slash', translate('Nothing is suggested in this file.'));
      if (!isTrusted && !isBusy) {
        return sign(
          'circle-slash',
          translate('Nothing is suggested by itself while the workspace is in restricted mode.'),
        );
      }
      if (isSensitiveHere && !isBusy) {
        return sign(
          'circle-slash',
          translate(
            'Nothing is suggested by itself in this file, because programs run or follow what is in it by themselves.',
          ),
        );
      }
      return sign(
        isBusy ? 'loading~spin' : 'edit-sparkle',
        translate('Suggests code as you type. What stands around the cursor is sent to {vendor}.', {
          vendor: respondent?.vendorLabel ?? '',
        }),
      );
  }
}
