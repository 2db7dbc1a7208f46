import type { StreamPart } from '../../core/streamPart.ts';
import { isJsonObject } from '../../net/json.ts';

/**
 * What the safety system says of a reply, if anything. `need_clear_history` stands in the choice or beside it;
 * `ban_round` counts the rounds from 1, and −1 is the last one, which needs no number.
 */
export function readSafety(...places: readonly unknown[]): readonly StreamPart[] {
  const members = Object.assign({}, ...places.filter(isJsonObject).map(definedMembers));
  if (members.need_clear_history === true) {
    const round: unknown = members.ban_round;
    const detail = Number.isInteger(round) && Number(round) > 0 ? String(round) : undefined;
    return [{ type: 'notice', kind: 'clear-history', ...(detail !== undefined && { detail }) }];
  }
  // 0 is a reply that nothing is wrong with, other numbers are classes of unsafe texts.
  const flag: unknown = members.flag;
  if (typeof flag !== 'number' || flag === 0) return [];
  return [{ type: 'notice', kind: 'sensitive', detail: String(flag) }];
}

function definedMembers(place: Readonly<Record<string, unknown>>): object {
  const names = ['need_clear_history', 'ban_round', 'flag'];
  return Object.fromEntries(names.flatMap((name) => (place[name] == null ? [] : [[name, place[name]]])));
}
