import type { ErrorKind } from '../core/error.ts';
import { longestId } from '../core/limits.ts';
import type { FinishReason, NoticeKind } from '../core/streamPart.ts';
import type { Attachment } from './attachment.ts';
import type { AnswerStatus, AnswerTurn, QuestionTurn } from './conversation.ts';
import type { LogRecord } from './logRecord.ts';
import { lastMoment } from './moment.ts';

/*
 * A file may hold what a failing disk, another program or a later version has written. As little as can be is left out
 * because of it: a question keeps its words though one of its attachments is none. What is merely unknown stays.
 */

/**
 * The record that a line of a conversation's file stands for, with everything in it of the right shape.
 *
 * @param value of the line's JSON.
 * @returns undefined if it is no record.
 */
export function restoreRecord(value: unknown): LogRecord | undefined {
  if (!isObject(value)) return undefined;
  return restore(value) as LogRecord | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;
type Checks = Readonly<Record<string, Check>>;

const kindTable: Readonly<Record<ErrorKind, true>> = {
  auth: true,
  quota: true,
  'rate-limit': true,
  'content-filter': true,
  'context-length': true,
  'invalid-request': true,
  unavailable: true,
  network: true,
  timeout: true,
  protocol: true,
  cancelled: true,
};
const reasonTable: Readonly<Record<FinishReason, true>> = {
  stop: true,
  length: true,
  'context-length': true,
  'content-filter': true,
  'tool-calls': true,
  other: true,
};
const noticeTable: Readonly<Record<NoticeKind, true>> = {
  'clear-history': true,
  sensitive: true,
  'hand-over': true,
  'no-answer': true,
  unsupported: true,
};

const progressChecks: Checks = {
  reasoningMs: isLength,
  firstTokenMs: isLength,
  totalMs: isLength,
  leftOut: (value) => isObject(value) && isCount(value['pairs']) && isListOf(value['cut'], isText),
};

function restore(record: Fields): Fields | undefined {
  const { type, id, ids, text, channel, at, turn } = record;
  switch (type) {
    case 'question':
    case 'answer':
    case 'restart': {
      if (!isObject(turn)) return undefined;
      const restored = type === 'question' ? restoreQuestion(turn) : restoreAnswer(turn);
      return restored && { ...record, turn: restored };
    }
    case 'delta':
      return isText(id) &&
        isText(text) &&
        (channel === 'text' || channel === 'reasoning') &&
        Number.isSafeInteger(at)
        ? kept(record, { rewrites: isCount })
        : undefined;
    case 'replace': {
      // Where a piece is not what it should be, its text must not be taken for the whole.
      const { piece } = record;
      return isText(id) && isText(text) && (piece === undefined || isPiece(piece))
        ? kept(record, { rewrites: isCount })
        : undefined;
    }
    case 'extras':
      return isText(id) && isCount(at) ? restoreAdded(record) : undefined;
    case 'status': {
      const { status, askedAt } = record;
      if (!isText(id)) return undefined;
      return {
        ...kept(record, { ...progressChecks, vendorSession: isText }),
        status: restoreStatus(isObject(status) ? status : {}),
        askedAt: isMoment(askedAt) ? askedAt : 0,
      };
    }
    case 'head':
      return isText(id) ? record : undefined;
    case 'delete':
    case 'restore':
      return isListOf(ids, isText) ? record : undefined;
    case 'conversation':
      return isText(id) && record['version'] === 1
        ? {
            ...kept(record, { workspace: isWorkspace }),
            createdAt: isMoment(record['createdAt']) ? record['createdAt'] : 0,
          }
        : undefined;
    case 'meta':
      return kept(record, {
        title: isText,
        pinned: isBoolean,
        deletedAt: (value) => value === null || isMoment(value),
      });
    default:
      return undefined;
  }
}

function restoreQuestion(turn: Fields): QuestionTurn | undefined {
  const { role, id, parent, text, attachments, alternative, askedAt } = turn;
  if (role !== 'question' || !isId(id) || !isText(text)) return undefined;
  if (parent !== null && !isId(parent)) return undefined;
  return {
    ...kept(turn, { thinking: isBoolean, webSearch: isBoolean }),
    attachments: list(attachments).flatMap((each) => restoreAttachment(each) ?? []),
    alternative: isCount(alternative) ? alternative : 1,
    askedAt: isMoment(askedAt) ? askedAt : 0,
  } as unknown as QuestionTurn;
}

function restoreAnswer(turn: Fields): AnswerTurn | undefined {
  const { role, id, parent, text, reasoning, alternative, askedAt, respondent, extras, status } = turn;
  if (role !== 'answer' || !isId(id) || !isId(parent) || !isText(text) || !isText(reasoning))
    return undefined;
  return {
    ...kept(turn, {
      ...progressChecks,
      rewrites: isCount,
      replaces: isId,
    }),
    respondent: restoreRespondent(isObject(respondent) ? respondent : {}),
    extras: restoreExtras(isObject(extras) ? extras : {}),
    status: restoreStatus(isObject(status) ? status : {}),
    alternative: isCount(alternative) ? alternative : 1,
    askedAt: isMoment(askedAt) ? askedAt : 0,
  } as unknown as AnswerTurn;
}

function restoreRespondent(respondent: Fields): Fields {
  const texts = ['vendorId', 'apiId', 'model', 'vendorLabel', 'modelLabel'].filter(
    (name) => !isText(respondent[name]),
  );
  return {
    ...kept(respondent, { maxOutputTokens: isCount }),
    ...Object.fromEntries(texts.map((name) => [name, ''])),
  };
}

function restoreExtras(extras: Fields): Fields {
  return {
    ...kept(extras, { vendorSession: isText }),
    sources: restoreList('sources', extras['sources']),
    suggestions: restoreList('suggestions', extras['suggestions']),
    notices: restoreList('notices', extras['notices']),
  };
}

/** What follows in the list is counted from its beginning, so that of entries that are none nothing is taken. */
function restoreAdded(record: Fields): Fields | undefined {
  const { list: name, items } = record;
  if (name !== 'sources' && name !== 'suggestions' && name !== 'notices') return undefined;
  const restored = restoreList(name, items);
  return restored.length > 0 && restored.length === list(items).length
    ? { ...kept(record, { rewrites: isCount }), items: restored }
    : undefined;
}

function restoreList(name: 'sources' | 'suggestions' | 'notices', value: unknown): readonly Fields[] {
  const items = list(value).filter(isObject);
  switch (name) {
    case 'sources':
      return items
        .filter(({ title }) => isText(title))
        .map((each) => kept(each, { number: isCount, url: isText, snippet: isText }));
    case 'suggestions':
      return items.filter(
        (each) =>
          (each['purpose'] === 'clarify' || each['purpose'] === 'related') && isListOf(each['items'], isText),
      );
    case 'notices':
      return items
        .filter(({ kind }) => isOneOf(kind, noticeTable))
        .map((each) => kept(each, { detail: isText }));
  }
}

/** A state that nobody knows is the end of a reply that nobody saw. */
function restoreStatus(status: Fields): AnswerStatus | Fields {
  const { state, reason, failure, waitMs, untilMs } = status;
  switch (state) {
    case 'waiting':
    case 'reasoning':
    case 'answering':
    case 'stopped':
    case 'interrupted':
      return status;
    case 'done':
      return {
        ...kept(status, { rateLimit: isObject, usage: isUsage }),
        reason: isOneOf(reason, reasonTable) ? reason : 'other',
      };
    case 'failed':
      if (isFailure(failure)) return { ...status, failure: restoreFailure(failure) };
      break;
    case 'retrying':
      if (isFailure(failure) && isLength(waitMs) && isMoment(untilMs)) {
        return { ...status, failure: restoreFailure(failure) };
      }
      break;
  }
  return { state: 'interrupted' };
}

function isFailure(value: unknown): value is Fields {
  return isObject(value) && isOneOf(value['kind'], kindTable) && isText(value['message']);
}

function restoreFailure(failure: Fields): Fields {
  const { details } = failure;
  return {
    ...failure,
    details: kept(isObject(details) ? details : {}, {
      retryable: isBoolean,
      advice: isText,
      retryAfterMs: isLength,
      resetsAt: isText,
      status: isLength,
      code: isText,
      clockSkewMs: Number.isFinite,
      requestId: isText,
    }),
  };
}

function restoreAttachment(value: unknown): Attachment | undefined {
  if (!isObject(value) || !isId(value['id']) || !isText(value['name']) || !isText(value['path']))
    return undefined;
  const required = requiredOf(value['kind']);
  const isWhole = required && Object.entries(required).every(([name, isRight]) => isRight(value[name]));
  if (!isWhole) return undefined;
  return kept(value, {
    ...(required === textMembers ? { uri: isText, count: isCount } : {}),
    cell: isCount,
    symbols: (symbols) => isListOf(symbols, isText),
    imports: isText,
    problems: isText,
  }) as unknown as Attachment;
}

const codeMembers: Checks = {
  uri: isText,
  language: isText,
  startLine: isCount,
  endLine: isCount,
  code: isText,
  before: isText,
  after: isText,
};
const textMembers: Checks = { language: isText, text: isText };
const imageMembers: Checks = {
  mediaType: (value) => isText(value) && /^image\/[\w.+-]{1,64}$/.test(value),
  data: (value) => isText(value) && !/[^A-Za-z0-9+/=]/.test(value),
};

/** What an attachment of a kind cannot be without; undefined for what is no kind. */
function requiredOf(kind: unknown): Checks | undefined {
  switch (kind as Attachment['kind']) {
    case 'selection':
    case 'symbol':
    case 'block':
    case 'file':
      return codeMembers;
    case 'folder':
    case 'problems':
    case 'terminal':
    case 'changes':
      return textMembers;
    case 'image':
      return imageMembers;
    default:
      return undefined;
  }
}

/** The same without members that may be missing and are not what they should be. */
function kept(fields: Fields, checks: Checks): Fields {
  const wrong = Object.keys(checks).filter(
    (name) => Object.hasOwn(fields, name) && checks[name]?.(fields[name]) === false,
  );
  if (wrong.length === 0) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !wrong.includes(name)));
}

function isPiece(value: unknown): boolean {
  return isObject(value) && ['at', 'removed', 'length'].every((name) => isCount(value[name]));
}

function isUsage(value: unknown): boolean {
  const names = ['inputTokens', 'outputTokens', 'cachedTokens', 'reasoningTokens'];
  return isObject(value) && names.every((name) => value[name] === undefined || isCount(value[name]));
}

function isWorkspace(value: unknown): boolean {
  return isObject(value) && isText(value['name']) && isText(value['uri']);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isListOf(value: unknown, check: Check): boolean {
  return Array.isArray(value) && value.every(check);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOneOf(value: unknown, table: Readonly<Record<string, true>>): boolean {
  return typeof value === 'string' && Object.hasOwn(table, value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestId;
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Milliseconds. */
function isLength(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= lastMoment;
}

/** Milliseconds since 1970 UTC, which may have been measured finer. */
function isMoment(value: unknown): value is number {
  return isLength(value);
}
