import { ProviderError } from '../core/error.ts';
import type { Failure } from './conversation.ts';

/** Any error as data that can be stored and shown. What is not a ProviderError is our own fault and called `protocol`. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof ProviderError)) {
    return { kind: 'protocol', message: error instanceof Error ? error.message : String(error), details: {} };
  }
  const { cause: _, ...details } = error.details;
  return { kind: error.kind, message: error.message, details };
}

/**
 * What the user is shown of an error: nothing where it was cancelled, a sentence that was made for the user, or a failure
 * with the advice that belongs to it.
 */
export function shownError(error: unknown): string | Failure | undefined {
  if (!(error instanceof ProviderError)) return error instanceof Error ? error.message : String(error);
  return error.kind === 'cancelled' ? undefined : toFailure(error);
}
