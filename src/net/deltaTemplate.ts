import type { StreamPart } from '../core/streamPart.ts';
import { parseJson } from './json.ts';

/** A piece of a reply's text or reasoning. */
export type Delta = Extract<StreamPart, { readonly type: 'text-delta' | 'reasoning-delta' }>;

/**
 * Reads the text out of a message that differs from an earlier one in nothing but its text, and in its number if the
 * server counts its messages.
 *
 * Nearly all messages of a reply are the same JSON around another text, and parsing that JSON anew is the largest part
 * of what a message costs. What stands before and after the text is the template. A message that has the same there,
 * and one JSON string between, means exactly what the first one means, with the text exchanged. Every other message is
 * to be parsed.
 */
export interface DeltaTemplate {
  /** What a message says that fits; undefined if it has to be parsed. */
  apply(message: string): Delta | undefined;
  /** Takes a message as the template for the next ones. `delta` is all that it says. */
  learn(message: string, delta: Delta): void;
}

/**
 * @param onlyDelta what a message says, if it is valid and says nothing but a delta.
 * @param counter the name of a member that numbers the messages, and means nothing.
 */
export function createDeltaTemplate(
  onlyDelta: (message: string) => Delta | undefined,
  counter?: string,
): DeltaTemplate {
  let learned: Learned | undefined;
  let lessons = mostLessons;

  return {
    apply(message) {
      if (!learned) return undefined;
      const { type, head, before, after } = learned;
      const start = startAfter(head, message);
      if (start === undefined) return undefined;
      const textAt = start + before.length;
      const end = message.length - after.length;
      // Slices, because `startsWith` compares character by character, which takes ten times as long.
      if (end <= textAt || message.slice(start, textAt) !== before || message.slice(end) !== after) {
        return undefined;
      }
      const text = readString(message.slice(textAt, end));
      return text === undefined ? undefined : { type, text };
    },
    learn(message, { type, text }) {
      // A text that is the marker could not be told from it below.
      if (lessons === 0 || text === marker || message.length > longestLesson) return;
      const head = headOf(message, counter);
      const start = startAfter(head, message);
      if (start === undefined) return;
      const textAt = message.lastIndexOf(`"${text}"`) + 1;
      if (textAt <= start) return;
      const before = message.slice(start, textAt);
      const after = message.slice(textAt + text.length);
      // Another member may have the same value: only reading a message that has another text there tells.
      const example = onlyDelta(`${head}${head && otherNumber}${before}${marker}${after}`);
      if (example?.text !== marker) return;
      lessons -= 1;
      learned = { type, head, before, after };
    },
  };
}

interface Learned {
  readonly type: Delta['type'];
  /** What the message begins with, up to its number; empty if it has none. */
  readonly head: string;
  /** From there or behind the number up to the text, its opening quote included. */
  readonly before: string;
  readonly after: string;
}

/** A server whose messages differ in more than this teaches nothing, and each lesson costs as much as a message. */
const mostLessons = 8;

/** In UTF-16 code units. To look for its text in a message takes as long as both of them, one times the other. */
const longestLesson = 4_096;

/** Stands in for the text. */
const marker = '\uffff';

/** Stands in for the number. */
const otherNumber = '987654';

function headOf(message: string, counter: string | undefined): string {
  if (counter === undefined) return '';
  const name = `"${counter}":`;
  const at = message.indexOf(name);
  return at < 0 ? '' : message.slice(0, at + name.length);
}

/** Where the rest of a message begins, after the head and the number; undefined if it does not begin with those. */
function startAfter(head: string, message: string): number | undefined {
  if (head === '') return 0;
  if (message.slice(0, head.length) !== head) return undefined;
  let end = head.length;
  while (isDigit(message.charCodeAt(end))) end += 1;
  const digits = end - head.length;
  // With a zero in front it is no JSON.
  return digits === 0 || (digits > 1 && message[head.length] === '0') ? undefined : end;
}

/** What a JSON string stands for, given without its quotes; undefined if it is none. */
function readString(text: string): string | undefined {
  if (standsForItself(text)) return text;
  const value = parseJson(`"${text}"`);
  return typeof value === 'string' ? value : undefined;
}

/** Whether JSON writes a text as it is. */
function standsForItself(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === quote || code === backslash || code < space) return false;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

const space = 0x20;
const quote = 0x22;
const zero = 0x30;
const nine = 0x39;
const backslash = 0x5c;
