import * as v from 'valibot';
import type { Translate } from '../../chat/advice.ts';
import { type ExportedConversation, exportFormat } from '../../chat/conversationExport.ts';
import { lastMoment } from '../../chat/moment.ts';
import { isTooDeepInSteps } from '../../core/jsonDepth.ts';
import { longestImport, mostImported } from '../../core/limits.ts';

/*
 * A file to be imported may come from anybody. What is taken over is what is named here; strings and lists are bounded
 * by what the panel itself makes at most.
 */

const longText = v.pipe(v.string(), v.maxLength(20_000_000));
const shortText = v.pipe(v.string(), v.maxLength(8192));
const turnId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(lastMoment));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A chip is opened with a click, which must not run anything. */
const uri = v.pipe(shortText, v.regex(/^(?!command:)[a-z][a-z0-9+.-]*:/i));

function list<const Item extends v.GenericSchema>(item: Item, longest: number) {
  return v.pipe(v.array(item), v.maxLength(longest));
}

const attachmentBase = { id: turnId, name: shortText, path: shortText };

const attachment = v.variant('kind', [
  v.object({
    ...attachmentBase,
    kind: v.picklist(['selection', 'symbol', 'block', 'file']),
    uri,
    language: shortText,
    startLine: count,
    endLine: count,
    code: longText,
    before: longText,
    after: longText,
    cell: v.exactOptional(count),
    symbols: v.exactOptional(list(shortText, 100)),
    imports: v.exactOptional(longText),
    problems: v.exactOptional(longText),
  }),
  v.object({
    ...attachmentBase,
    kind: v.picklist(['folder', 'problems', 'terminal', 'changes']),
    uri: v.exactOptional(uri),
    language: shortText,
    text: longText,
    count: v.exactOptional(count),
  }),
  v.object({
    ...attachmentBase,
    kind: v.literal('image'),
    mediaType: v.pipe(v.string(), v.regex(/^image\/[\w.+-]{1,64}$/)),
    data: v.pipe(
      longText,
      v.check((data) => !/[^A-Za-z0-9+/=]/.test(data)),
    ),
  }),
]);

const question = v.object({
  role: v.literal('question'),
  id: turnId,
  parent: v.nullable(turnId),
  alternative: count,
  text: longText,
  attachments: list(attachment, 1000),
  askedAt: milliseconds,
  thinking: v.exactOptional(v.boolean()),
  webSearch: v.exactOptional(v.boolean()),
});

const failure = v.object({
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
  message: shortText,
  details: v.object({
    retryable: v.exactOptional(v.boolean()),
    resetsAt: v.exactOptional(shortText),
    status: v.exactOptional(v.number()),
    code: v.exactOptional(shortText),
    requestId: v.exactOptional(shortText),
  }),
});

const usage = v.object({
  inputTokens: v.exactOptional(count),
  outputTokens: v.exactOptional(count),
  cachedTokens: v.exactOptional(count),
  reasoningTokens: v.exactOptional(count),
});

const status = v.variant('state', [
  v.object({
    state: v.literal('done'),
    reason: v.picklist(['stop', 'length', 'context-length', 'content-filter', 'tool-calls', 'other']),
    usage: v.exactOptional(usage),
  }),
  v.object({ state: v.literal('stopped') }),
  v.object({ state: v.literal('failed'), failure }),
  v.object({ state: v.literal('interrupted') }),
]);

const extras = v.object({
  sources: list(
    v.object({
      title: shortText,
      number: v.exactOptional(count),
      url: v.exactOptional(shortText),
      snippet: v.exactOptional(longText),
    }),
    1000,
  ),
  suggestions: list(
    v.object({ purpose: v.picklist(['clarify', 'related']), items: list(shortText, 100) }),
    100,
  ),
  notices: list(
    v.object({
      kind: v.picklist(['clear-history', 'sensitive', 'hand-over', 'no-answer', 'unsupported']),
      detail: v.exactOptional(shortText),
    }),
    100,
  ),
  vendorSession: v.exactOptional(shortText),
});

const answer = v.object({
  role: v.literal('answer'),
  id: turnId,
  parent: turnId,
  alternative: count,
  respondent: v.object({
    vendorId: shortText,
    apiId: shortText,
    model: shortText,
    vendorLabel: shortText,
    modelLabel: shortText,
    maxOutputTokens: v.exactOptional(count),
  }),
  text: longText,
  reasoning: longText,
  extras,
  status,
  askedAt: milliseconds,
  reasoningMs: v.exactOptional(v.number()),
  firstTokenMs: v.exactOptional(v.number()),
  totalMs: v.exactOptional(v.number()),
  leftOut: v.exactOptional(v.object({ pairs: count, cut: list(shortText, 1000) })),
  replaces: v.exactOptional(turnId),
});

const conversation = v.object({
  id: v.string(),
  title: v.pipe(v.string(), v.maxLength(1000)),
  createdAt: milliseconds,
  pinned: v.optional(v.boolean()),
  workspace: v.optional(v.object({ name: shortText, uri: shortText })),
  turns: list(v.variant('role', [question, answer]), 1_000_000),
  head: v.optional(turnId),
  deleted: list(turnId, 1_000_000),
});

const envelope = v.object({
  format: v.literal(exportFormat),
  version: v.unknown(),
  conversations: v.unknown(),
});

/**
 * @param bytes of a file that is to be imported
 * @throws {Error} with a message in the user's language if that is too much to be read at once
 */
export function refuseLargeImport(bytes: number, translate: Translate): void {
  if (bytes <= longestImport) return;
  throw new Error(
    translate('The file is larger than {size} MB.', { size: String(longestImport / 1_000_000) }),
  );
}

/**
 * The conversations in a file that was exported, a conversation at a time, so that everything else can go on between them.
 *
 * @returns all of them
 * @throws {Error} whose message says in the user's language what is wrong with the file.
 */
export function* parseExport(
  text: string,
  translate: Translate,
): Generator<undefined, ExportedConversation[]> {
  // Editors of old like to put a byte order mark first.
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const isDeep = yield* isTooDeepInSteps(json);
  const value = isDeep ? undefined : parseJson(json);
  if (value === undefined) throw new Error(translate('The file is not JSON, or not all of it is there.'));
  yield;
  const file = v.safeParse(envelope, value, { abortEarly: true });
  if (!file.success) throw new Error(translate('The file holds no chats of Hanlin.'));
  const { version, conversations } = file.output;
  if (version !== 1) throw new Error(translate('The file was written by a newer version of Hanlin.'));
  const damaged = (place: string) =>
    new Error(translate('The file is damaged: {place} is not what it should be.', { place }));
  if (!Array.isArray(conversations)) throw damaged('conversations');
  if (conversations.length > mostImported) {
    throw new Error(translate('The file holds more than {count} chats.', { count: String(mostImported) }));
  }
  const read: ExportedConversation[] = [];
  for (const [index, one] of conversations.entries()) {
    yield;
    const result = v.safeParse(conversation, one, { abortEarly: true });
    if (!result.success) {
      const place = v.getDotPath(result.issues[0]);
      throw damaged(['conversations', index, ...(place === null ? [] : [place])].join('.'));
    }
    read.push(result.output);
  }
  return read;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
