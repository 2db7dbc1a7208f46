import { parseJson } from '../json.ts';

/** The input of a call as it grows, of which it can be told at any time whether it is whole. */
export interface GrowingInput {
  readonly text: string;
  add(piece: string): void;
  /** Whether it is JSON with nothing missing. */
  readonly isWhole: boolean;
}

/** JSON that is no object is looked at as a whole each time, if it is short. In UTF-16 code units. */
const longestValue = 100;

/** Looks at every character once, however many pieces there are. */
export function createGrowingInput(): GrowingInput {
  let text = '';
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  /** Whether a bracket has closed all that were open. */
  let isClosed = false;
  /** Whether something follows that: no JSON any more. */
  let isBroken = false;
  /** What the last look has shown, until more comes. */
  let known: boolean | undefined;

  function look(code: number): void {
    if (isInString) {
      if (isEscaped) isEscaped = false;
      else if (code === backslash) isEscaped = true;
      else if (code === quote) isInString = false;
      return;
    }
    if (code <= space) return;
    if (isClosed) isBroken = true;
    if (code === quote) isInString = true;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      isClosed = depth === 0;
    }
  }

  return {
    get text() {
      return text;
    },
    add(piece) {
      if (piece === '') return;
      for (let at = 0; at < piece.length; at += 1) look(piece.charCodeAt(at));
      text += piece;
      known = undefined;
    },
    get isWhole() {
      if (isBroken || (!isClosed && text.length > longestValue)) return false;
      known ??= parseJson(text) !== undefined;
      // Where all brackets are closed, what is no JSON does not become any.
      if (isClosed && !known) isBroken = true;
      return known;
    },
  };
}

const space = 0x20;
const quote = 0x22;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
