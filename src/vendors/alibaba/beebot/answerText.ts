import { ProviderError } from '../../../core/error.ts';
import { mostMessages, mostRewritten } from '../../../core/limits.ts';
import type { EmitPart } from '../../../net/partStream.ts';

/** Turns what a server says an answer is by now into what has changed. */
export interface AnswerText {
  /**
   * A message of the answer has this text by now.
   *
   * @param messageId undefined: the one that has none.
   * @param isLast whether nothing comes after it: only then may a text become empty again.
   * @returns whether it was taken at its word.
   * @throws {ProviderError} if there are too many messages.
   */
  state(messageId: string | undefined, text: string, isLast: boolean): boolean;
  /** The text that was stated last goes on; false if it has to be stated as a whole. */
  extend(messageId: string | undefined, addition: string): boolean;
}

interface Message {
  text: string;
  /** Statements in a row that have nothing to do with each other, as pieces of a text have not. */
  pieces: string[];
  appending: boolean;
}

/** So many of them, and they are pieces. */
const unrelatedStatements = 3;

/**
 * Emits `text-delta` where the text has grown and `text-replace` where it was rewritten or taken back. Characters are
 * never cut in two. Should the server send pieces instead, against its documents, they are put together after a few.
 */
export function createAnswerText(emit: EmitPart): AnswerText {
  const messages = new Map<string | undefined, Message>();
  let current: Message | undefined;
  /** What the receiver has. */
  let shown = '';
  let rewritten = 0;
  /** The first half of a character whose second half has yet to come. */
  let held = '';

  function say(addition: string): void {
    const text = held + addition;
    held = halfCharacter(text);
    const whole = held === '' ? text : text.slice(0, -1);
    if (whole === '') return;
    shown += whole;
    emit({ type: 'text-delta', text: whole });
  }

  function update(): void {
    const text = [...messages.values()].flatMap((message) => message.text || []).join('\n\n');
    if (text.startsWith(shown)) {
      held = '';
      say(text.slice(shown.length));
      return;
    }
    rewritten += text.length;
    if (rewritten > mostRewritten)
      throw new ProviderError('protocol', 'The reply is rewritten again and again');
    held = halfCharacter(text);
    shown = held === '' ? text : text.slice(0, -1);
    emit({ type: 'text-replace', text: shown });
  }

  return {
    state(messageId, text, isLast) {
      let message = messages.get(messageId);
      if (!message) {
        if (messages.size === mostMessages) {
          throw new ProviderError('protocol', `The reply has more than ${mostMessages} messages`);
        }
        message = { text: '', pieces: [], appending: false };
        messages.set(messageId, message);
      }
      current = message;
      if (text === message.text) return true;
      if (text === '' && !isLast) return false;
      const isPiece = message.appending && !continues(text, message.text);
      const { text: before } = message;
      restate(message, text);
      // All that was said is looked at only where that is necessary.
      const goesOn =
        before !== '' && [...messages.values()].at(-1) === message && (isPiece || continues(text, before));
      if (goesOn) say(message.text.slice(before.length));
      else update();
      return !isPiece && message.text === text;
    },
    extend(messageId, addition) {
      const message = messages.get(messageId);
      if (!message || message !== current || message.appending) return false;
      if (addition === '') return true;
      message.pieces = [];
      const wasEmpty = message.text === '';
      message.text += addition;
      if (!wasEmpty && [...messages.values()].at(-1) === message) say(addition);
      else update();
      return true;
    },
  };
}

/** Whether a text begins with another one. A shorter text is not compared: a growing one would be copied for it each time. */
function continues(text: string, beginning: string): boolean {
  return text.length >= beginning.length && text.startsWith(beginning);
}

function restate(message: Message, text: string): void {
  const isWhole = continues(text, message.text);
  if (message.appending && !isWhole) {
    message.text += text;
    return;
  }
  if (isWhole || message.text.startsWith(text)) {
    message.pieces = [];
    message.text = text;
    return;
  }
  const pieces = [...(message.pieces.length === 0 ? [message.text] : message.pieces), text];
  const before = pieces.slice(0, -1).join('');
  const areUnrelated = text.length < before.length;
  message.pieces = areUnrelated ? pieces : [];
  message.appending = areUnrelated && pieces.length > unrelatedStatements;
  message.text = message.appending ? before + text : text;
}

/** The last half of a surrogate pair that has come alone; empty if there is none. */
function halfCharacter(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : '';
}
