import { pieces } from '../loopback/reply.ts';

/** A call that a model makes, as a scenario describes it. */
export interface ScriptedToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON; in a stream, one fragment per piece. */
  readonly arguments: string | readonly string[];
}

/** Calls as a message that is not streamed holds them. */
export function wholeToolCalls(calls: readonly ScriptedToolCall[]): readonly object[] {
  return calls.map((call, index) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: pieces(call.arguments).join('') },
    index,
  }));
}

/** One fragment of one call. */
export interface ToolCallFragment {
  readonly index: number;
  /** On the first fragment of its call only. */
  readonly opening: { readonly id: string; readonly name: string } | undefined;
  readonly arguments: string;
}

/**
 * The fragments of all calls in the order they are sent: for each call one that opens it, with empty arguments,
 * then its pieces. `interleaved`: all open first, and their pieces take turns.
 */
export function toolCallFragments(
  calls: readonly ScriptedToolCall[],
  interleaved: boolean,
): readonly ToolCallFragment[] {
  const perCall = calls.map((call, index): readonly ToolCallFragment[] => [
    { index, opening: { id: call.id, name: call.name }, arguments: '' },
    ...pieces(call.arguments).map((piece) => ({ index, opening: undefined, arguments: piece })),
  ]);
  if (!interleaved) return perCall.flat();
  const longest = Math.max(0, ...perCall.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => perCall.flatMap((list) => list[turn] ?? [])).flat();
}
