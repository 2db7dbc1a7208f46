import type { NoticeAction } from '../shared/protocol.ts';

/** What makes sense outside of a conversation. */
const outside = new Set<NoticeAction>([
  'add-key',
  'edit-key',
  'choose-model',
  'confirm-address',
  'diagnose',
  'open-options',
  'open-proxy-settings',
  'retry',
  'show-log',
]);

/** Whether a button can be offered in a notification, where no conversation is. */
export function isOfferedOutside(action: NoticeAction): boolean {
  return outside.has(action);
}
