import { ProviderError } from '../core/error.ts';
import type { Provider } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';
import type { Connection } from '../core/vendor.ts';
import { redact } from './redact.ts';

/**
 * The same provider, from which nothing that it throws carries a value of the connection: neither what the vendor or a
 * gateway repeats of a request, nor what the libraries below keep with their errors. Whatever it throws is a ProviderError.
 */
export function discreetProvider(provider: Provider, { credentials }: Connection): Provider {
  const secrets = Object.values(credentials).flatMap((value) => [value, ...quoted(value)]);
  const { completeCode, listModels } = provider;
  return {
    stream: (request, signal) => guarded(provider.stream(request, signal), secrets),
    ...(completeCode && {
      completeCode: (request, signal) => guarded(completeCode.call(provider, request, signal), secrets),
    }),
    ...(listModels && {
      listModels: (signal) => discreetly(secrets, () => listModels.call(provider, signal)),
    }),
  };
}

/** What `work` gives, or its error without the secrets. */
export async function discreetly<T>(secrets: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw withoutSecrets(error, secrets);
  }
}

/** An error as a ProviderError that holds none of the secrets, in what wraps it and what it wraps neither. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): ProviderError {
  if (!(error instanceof ProviderError)) {
    return new ProviderError('protocol', 'The reply could not be read', { cause: bareCause(error, secrets) });
  }
  const { cause, code, requestId, resetsAt, ...details } = error.details;
  const clean = new ProviderError(error.kind, redact(error.message, secrets), {
    ...details,
    ...(code !== undefined && { code: redact(code, secrets) }),
    ...(requestId !== undefined && { requestId: redact(requestId, secrets) }),
    ...(resetsAt !== undefined && { resetsAt: redact(resetsAt, secrets) }),
    ...(cause !== undefined && { cause: bareCause(cause, secrets) }),
  });
  clean.stack = stackOf(error, clean);
  return clean;
}

/** A wrapper of a generator would add a turn of its own to each part; this adds one to those that fail. */
function guarded(
  parts: AsyncIterable<StreamPart>,
  secrets: readonly string[],
): AsyncIterableIterator<StreamPart> {
  const iterator = parts[Symbol.asyncIterator]();
  const refuse = (error: unknown): never => {
    throw withoutSecrets(error, secrets);
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => iterator.next().catch(refuse),
    return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
  };
}

/**
 * What a library reports, without what it keeps with it: raw packets, sockets with the buffers of a request, addresses
 * with their queries.
 */
function bareCause(cause: unknown, secrets: readonly string[], depth = 0): Error | undefined {
  if (!(cause instanceof Error) || depth > 5) return undefined;
  const inner = bareCause(cause.cause, secrets, depth + 1);
  const message = redact(withoutAddresses(cause.message), secrets);
  const bare = new Error(message, inner && { cause: inner });
  bare.name = cause.name;
  bare.stack = stackOf(cause, bare);
  if ('code' in cause && typeof cause.code === 'string')
    Object.assign(bare, { code: redact(cause.code, secrets) });
  return bare;
}

/** Of an address in a message, its host says enough; a user name and a query may be secrets. */
function withoutAddresses(message: string): string {
  return message.replace(/\b(https?|wss?):\/\/(?:[^\s/@]*@)?([^\s/?#"'<>]+)[^\s"'<>]*/gi, '$1://$2');
}

/** Where an error arose, under another message. */
function stackOf(origin: Error, { name, message }: Error): string {
  const frames = (origin.stack ?? '').split('\n').filter((line) => /^\s+at .*[)\d]$/.test(line));
  return [`${name}: ${message}`, ...frames].join('\n');
}

/** Texts in a value that is JSON or lines of `Name: value`, as extra headers are. */
function quoted(value: string): string[] {
  return value
    .split(/["\n]|:\s/)
    .map((text) => text.trim())
    .filter((text) => text.length >= 8);
}
