import assert from 'node:assert/strict';
import * as v from 'valibot';
import { ProviderError } from '../../../../src/core/error.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Of a header: it may say any length of time, but not none. */
const duration = v.pipe(v.number(), v.finite(), v.minValue(0));

const part = v.variant('type', [
  v.strictObject({ type: v.literal('text-delta'), text: v.pipe(v.string(), v.minLength(1)) }),
  v.strictObject({ type: v.literal('text-replace'), text: v.string() }),
  v.strictObject({ type: v.literal('reasoning-delta'), text: v.pipe(v.string(), v.minLength(1)) }),
  v.strictObject({
    type: v.literal('tool-call'),
    id: v.pipe(v.string(), v.minLength(1)),
    name: v.pipe(v.string(), v.minLength(1)),
    input: v.string(),
  }),
  v.strictObject({
    type: v.literal('source'),
    title: v.pipe(v.string(), v.minLength(1)),
    number: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    url: v.exactOptional(v.string()),
    snippet: v.exactOptional(v.string()),
  }),
  v.strictObject({
    type: v.literal('suggestions'),
    purpose: v.picklist(['clarify', 'related']),
    items: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1)),
  }),
  v.strictObject({
    type: v.literal('notice'),
    kind: v.picklist(['clear-history', 'sensitive', 'hand-over', 'no-answer', 'unsupported']),
    detail: v.exactOptional(v.string()),
  }),
  v.strictObject({ type: v.literal('vendor-session'), id: v.pipe(v.string(), v.minLength(1)) }),
  v.strictObject({
    type: v.literal('finish'),
    reason: v.picklist(['stop', 'length', 'context-length', 'content-filter', 'tool-calls', 'other']),
    rawReason: v.exactOptional(v.string()),
    model: v.exactOptional(v.string()),
    usage: v.exactOptional(
      v.strictObject({
        inputTokens: v.exactOptional(count),
        outputTokens: v.exactOptional(count),
        cachedTokens: v.exactOptional(count),
        reasoningTokens: v.exactOptional(count),
      }),
    ),
    rateLimit: v.exactOptional(
      v.strictObject({
        requestLimit: v.exactOptional(count),
        requestsLeft: v.exactOptional(count),
        tokenLimit: v.exactOptional(count),
        tokensLeft: v.exactOptional(count),
        resetAfterMs: v.exactOptional(duration),
      }),
    ),
  }),
]);

const error = v.strictObject({
  kind: v.picklist([
    'auth',
    'quota',
    'rate-limit',
    'content-filter',
    'context-length',
    'invalid-request',
    'unavailable',
    'network',
    'timeout',
    'protocol',
    'cancelled',
  ]),
  message: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  details: v.object({
    retryable: v.exactOptional(v.boolean()),
    advice: v.exactOptional(v.string()),
    retryAfterMs: v.exactOptional(duration),
    resetsAt: v.exactOptional(v.string()),
    status: v.exactOptional(v.number()),
    code: v.exactOptional(v.string()),
    clockSkewMs: v.exactOptional(v.pipe(v.number(), v.finite())),
    requestId: v.exactOptional(v.string()),
  }),
});

/** What came out of a request, in a form that can be compared. */
export interface Outcome {
  readonly parts: readonly StreamPart[];
  readonly error?: { readonly kind: string; readonly message: string; readonly code?: string };
}

/** Longer than any request on a machine with other things to do; a request that takes it hangs. Milliseconds. */
const patienceMs = 20_000;

/**
 * Reads a reply to its end, and checks all that holds for every reply: parts of the right shape, then one `finish` and
 * nothing after it, or one ProviderError of the right shape. Pieces of text are joined, for their number is nobody's
 * business.
 */
export async function outcomeOf(reply: AsyncIterable<StreamPart>): Promise<Outcome> {
  const parts: StreamPart[] = [];
  const reading = (async () => {
    try {
      for await (const each of reply) parts.push(each);
      return undefined;
    } catch (failure) {
      return { failure };
    }
  })();
  const ended = await within(patienceMs, reading);
  const finish = parts.findIndex(({ type }) => type === 'finish');
  for (const each of parts) assertMatches(part, each);
  if (!ended) {
    assert.equal(finish, parts.length - 1, 'a reply without an error ends with its only finish');
    return { parts: joined(parts) };
  }
  assert.equal(finish, -1, 'no error after a finish');
  return { parts: joined(parts), error: checkedError(ended.failure) };
}

/** Fails unless a value is a ProviderError of the right shape. */
export function checkedError(failure: unknown): NonNullable<Outcome['error']> {
  if (!(failure instanceof ProviderError)) throw failure;
  // What a ProviderError is made from is a mistake of ours, if it is one of these.
  const { cause } = failure;
  if (cause instanceof TypeError || cause instanceof RangeError || cause instanceof ReferenceError)
    throw cause;
  const { kind, message, details } = failure;
  assertMatches(error, { kind, message, details });
  return { kind, message, ...(details.code !== undefined && { code: details.code }) };
}

function assertMatches(schema: v.GenericSchema, value: unknown): void {
  const result = v.safeParse(schema, value);
  if (result.success) return;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the value'}: ${issue.message}: ${JSON.stringify(value)}`);
}

function joined(parts: readonly StreamPart[]): StreamPart[] {
  const all: StreamPart[] = [];
  for (const each of parts) {
    const last = all.at(-1);
    const goesOn = each.type === 'text-delta' || each.type === 'reasoning-delta';
    if (goesOn && last?.type === each.type) all[all.length - 1] = { ...each, text: last.text + each.text };
    else all.push(each);
  }
  return all;
}

/** The text that is on the screen in the end. */
export function shownText({ parts }: Outcome): string {
  return parts.reduce((text, each) => {
    if (each.type === 'text-delta') return text + each.text;
    return each.type === 'text-replace' ? each.text : text;
  }, '');
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The request hangs.')), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
