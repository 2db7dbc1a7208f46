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
