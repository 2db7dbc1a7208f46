import { ProviderError } from '../core/error.ts';
import type { Provider } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';
import type { ApiDescriptor, Connection } from '../core/vendor.ts';
import { GuardedParts } from './keysInReplies/guardedParts.ts';
import { guarded } from './keysInReplies/guardedText.ts';
import { KeySearch } from './keysInReplies/keySearch.ts';
import type { TextSearch } from './keysInReplies/textSearch.ts';
import { redact } from './redact.ts';

/**
 * The same provider, from which nothing comes that carries a key. What it throws, always a ProviderError, holds no value
 * of the connection: neither what the vendor or a gateway repeats of a request, nor what the libraries below keep with
 * their errors. What it answers holds none that `tellingPieces` can tell from ordinary text.
 *
 * @param secretFields the ids of the credentials that are keys or passwords
 */
export function discreetProvider(
  provider: Provider,
  { credentials }: Connection,
  secretFields: ReadonlySet<string>,
): Provider {
  const secrets = Object.values(credentials).flatMap((value) => [value, ...quoted(value)]);
  const keys = Object.entries(credentials).flatMap(([id, value]) => (secretFields.has(id) ? [value] : []));
  const search = new KeySearch(keys);
  const { completeCode, listModels } = provider;
  return {
    stream: (request, signal) =>
      discreetParts(provider.stream(request, signal), secrets, () => search.for([request.model])),
    ...(completeCode && {
      completeCode: (request, signal) =>
        discreetParts(completeCode.call(provider, request, signal), secrets, () =>
          search.for([request.model]),
        ),
    }),
    ...(listModels && {
      async listModels(signal) {
        const ids = await discreetly(secrets, () => listModels.call(provider, signal));
        // With a gap in its id no model could be asked.
        const keysInIds = search.for(ids);
        return ids.filter((id) => guarded(id, keysInIds, 'whole') === id);
      },
    }),
  };
}

/** The ids of the credentials of an API that are keys or passwords. */
export function secretFieldsOf({ authModes }: Pick<ApiDescriptor, 'authModes'>): ReadonlySet<string> {
  const fields = authModes.flatMap((mode) => mode.fields);
  return new Set(fields.filter(({ secret }) => secret).map(({ id }) => id));
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

/** A generator would add two more turns to each part; this adds one. */
function discreetParts(
  parts: AsyncIterable<StreamPart>,
  secrets: readonly string[],
  search: () => TextSearch,
): AsyncIterableIterator<StreamPart> {
  const iterator = parts[Symbol.asyncIterator]();
  const ready: StreamPart[] = [];
  let guard: GuardedParts | undefined;
  let failure: ProviderError | undefined;
  let isOver = false;
  type Result = IteratorResult<StreamPart, undefined>;

  function take(): Result | undefined {
    const value = ready.shift();
    if (value) return { done: false, value };
    if (!isOver) return undefined;
    const thrown = failure;
    failure = undefined;
    if (thrown) throw thrown;
    return { done: true, value: undefined };
  }

  async function rest(): Promise<Result> {
    return take() ?? read();
  }

  function read(): Promise<Result> {
    const pending = iterator.next();
    // Made while the request is on its way.
    guard ??= new GuardedParts(search(), (part) => ready.push(part));
    return pending.then(passOn, refuse);
  }

  function passOn(result: IteratorResult<StreamPart>): Result | Promise<Result> {
    if (!result.done) return guard?.push(result.value) === false ? (take() ?? read()) : result;
    isOver = true;
    guard?.end();
    return take() ?? read();
  }

  function refuse(error: unknown): Result | Promise<Result> {
    isOver = true;
    failure = withoutSecrets(error, secrets);
    // What was held back is text that has come.
    guard?.end();
    return take() ?? read();
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => (ready.length === 0 && !isOver ? read() : rest()),
    async return() {
      isOver = true;
      failure = undefined;
      ready.length = 0;
      await iterator.return?.();
      return { done: true, value: undefined };
    },
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
