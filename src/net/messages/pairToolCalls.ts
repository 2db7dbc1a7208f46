import type { ToolCall } from '../../core/message.ts';
import type { Turn } from './liftSystem.ts';
import { describeResult } from './toolsAsText.ts';

type Result = Extract<Turn, { readonly role: 'tool' }>;
type Assistant = Extract<Turn, { readonly role: 'assistant' }>;

/** A call with its answer, once there is one. */
interface Slot {
  readonly call: ToolCall;
  result?: Result;
}

/**
 * Puts every result right behind the message that asked for it, in the order of the calls. Calls that nobody answered
 * are left out; a result that nobody asked for becomes a text of the user. Ids that are empty or used twice are replaced.
 */
export function pairToolCalls(turns: readonly Turn[]): readonly Turn[] {
  const open = new Map<string, Slot>();
  const steps = turns.map((turn) => {
    if (turn.role === 'assistant') {
      // Nobody can be asked to call what has no name.
      const slots = (turn.toolCalls ?? [])
        .filter(({ name }) => name.trim() !== '')
        .map((call): Slot => ({ call }));
      for (const slot of slots) open.set(slot.call.id, slot);
      return () => answered(turn, slots);
    }
    const slot = turn.role === 'tool' ? open.get(turn.callId) : undefined;
    if (turn.role !== 'tool') return () => [turn];
    if (!slot) return (): Turn[] => [{ role: 'user', text: describeResult(turn) }];
    slot.result = turn;
    open.delete(turn.callId);
    return () => [];
  });
  return withUniqueIds(steps.flatMap((step): readonly Turn[] => step()));
}

function answered({ toolCalls: _, ...rest }: Assistant, slots: readonly Slot[]): Turn[] {
  const complete = slots.flatMap(({ call, result }) => (result ? [{ call, result }] : []));
  const results = complete.map(({ call, result }) => ({ ...result, name: call.name }));
  if (results.length === 0) return [rest];
  return [{ ...rest, toolCalls: complete.map(({ call }) => call) }, ...results];
}

/** @param turns with the results right behind the calls, in the same order. */
function withUniqueIds(turns: readonly Turn[]): readonly Turn[] {
  const used = new Set(turns.flatMap((turn) => (turn.role === 'assistant' ? callIds(turn) : [])));
  const seen = new Set<string>();
  let next = 1;
  const unique = (id: string): string => {
    let result = id;
    while (result === '' || seen.has(result) || (result !== id && used.has(result))) {
      result = `call_${next}`;
      next += 1;
    }
    seen.add(result);
    return result;
  };
  let ids: string[] = [];
  return turns.map((turn) => {
    if (turn.role === 'assistant' && turn.toolCalls) {
      const toolCalls = turn.toolCalls.map((call) => ({ ...call, id: unique(call.id) }));
      ids = toolCalls.map(({ id }) => id);
      return { ...turn, toolCalls };
    }
    return turn.role === 'tool' ? { ...turn, callId: ids.shift() ?? turn.callId } : turn;
  });
}

function callIds({ toolCalls }: Assistant): readonly string[] {
  return (toolCalls ?? []).map(({ id }) => id);
}
