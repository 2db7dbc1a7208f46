import type { ErrorInterruption, Interruption } from './scenario.ts';
import { destroy, type Step, write } from './step.ts';

/** A reply that is not streamed: its body, and how it is to fail. */
export interface WholeReply {
  readonly head: Step;
  readonly body: object;
  /** The vendor's error object for an interruption. */
  readonly error: (interruption: ErrorInterruption) => object;
  readonly interruption: Interruption | undefined;
}

/** The steps that send the reply. Interruptions that only a stream can suffer leave it whole. */
export function wholeReplySteps({ head, body, error, interruption }: WholeReply): Step[] {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  switch (interruption?.type) {
    case 'error-object':
    case 'error-event':
    case 'error-line':
      return [head, write(JSON.stringify(error(interruption)))];
    case 'hold':
      return interruption.after === 'request'
        ? [{ type: 'hold' }, head, write(bytes)]
        : [head, { type: 'hold' }, write(bytes)];
    case 'cut':
      return [head, write(bytes.subarray(0, interruption.afterBytes)), destroy(interruption.reset)];
    default:
      return [head, write(bytes)];
  }
}
