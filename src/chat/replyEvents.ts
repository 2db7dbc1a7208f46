import type { SessionEvent } from './session.ts';

/** Whether an event is one of the many that a reply makes while it comes. */
export function isOfReply(event: SessionEvent): boolean {
  switch (event.type) {
    case 'delta':
    case 'replace':
    case 'extras':
      return true;
    case 'status':
      return event.answer.status.state === 'reasoning' || event.answer.status.state === 'answering';
    default:
      return false;
  }
}
