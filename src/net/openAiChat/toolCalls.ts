import { longestReply, mostToolCalls } from '../../core/limits.ts';
import type { ToolCall } from '../../core/message.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { replyTooLong } from '../replyBudget.ts';
import { createGrowingInput, type GrowingInput } from './growingInput.ts';

/** Puts the fragments of tool calls together. */
export interface ToolCallCollector {
  /**
   * @param value the `tool_calls` of a delta or a message: a list, or a single call; whole calls or fragments.
   * @throws {ProviderError} if all of them are longer than a reply may be.
   */
  add(value: unknown): void;
  /** The calls in the order in which they began, at most `mostToolCalls`. */
  readonly calls: readonly ToolCall[];
}

interface Growing {
  id: string;
  name: string;
  readonly input: GrowingInput;
}

interface Fragment {
  readonly id: string;
  readonly name: string;
  readonly input: string;
}

/** What a fragment takes that has nothing in it, in UTF-16 code units. */
const lengthOfFragment = 16;

/**
 * Fragments belong together by their `index`; without one, by their position in the list. Only the first fragment of a
 * call needs an id and a name: later ones leave them out, repeat them, or have them empty or null.
 *
 * @param newId makes an id for a call that has none.
 */
export function createToolCallCollector(newId: () => string): ToolCallCollector {
  const growing = new Map<number, Growing>();
  const begun: Growing[] = [];

  let length = 0;

  function addFragment(fragment: JsonObject, position: number): void {
    const { index, id, function: called } = fragment;
    const { name, arguments: input } = isJsonObject(called) ? called : {};
    const piece: Fragment = { id: textIn(id), name: textIn(name), input: inputIn(input) };
    length += piece.id.length + piece.name.length + piece.input.length + lengthOfFragment;
    if (length > longestReply) throw replyTooLong();
    const key = typeof index === 'number' ? index : position;
    const call = growing.get(key);
    if (!call || isAnother(call, piece, index === undefined)) {
      const next: Growing = { id: piece.id, name: piece.name, input: createGrowingInput() };
      next.input.add(piece.input);
      growing.set(key, next);
      if (begun.length < mostToolCalls) begun.push(next);
      return;
    }
    call.id ||= piece.id;
    call.name ||= piece.name;
    call.input.add(piece.input);
  }

  return {
    add(value) {
      const fragments = Array.isArray(value) ? value : [value];
      for (const [position, fragment] of fragments.entries()) {
        if (isJsonObject(fragment)) addFragment(fragment, position);
      }
    },
    get calls() {
      return begun
        .filter(({ name }) => name !== '')
        .map(({ id, name, input }) => ({ id: id || newId(), name, input: input.text || '{}' }));
    },
  };
}

/** Some servers number all calls 0, or none: then the next one shows by its own id, or by coming after a whole one. */
function isAnother(call: Growing, piece: Fragment, unnumbered: boolean): boolean {
  if (piece.name === '') return false;
  if (piece.id !== '' && call.id !== '') return piece.id !== call.id;
  return unnumbered && call.input.isWhole && piece.input !== '';
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A few servers send the input as the object itself. */
function inputIn(value: unknown): string {
  return isJsonObject(value) ? JSON.stringify(value) : textIn(value);
}
