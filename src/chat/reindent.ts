import { indentation, isBlank, weight } from './codeLines.ts';
import { declaredName } from './declaration.ts';

/** What is taken off the beginning of every line, or put there. One of the two is empty. */
interface Shift {
  readonly remove: string;
  readonly add: string;
}

/**
 * The lines of a code block indented as the file has them: blocks often begin at the left edge, or are indented by two
 * spaces where the file has tabs. The lines that both have tell how far.
 *
 * @returns undefined where no such indentation can be told or made
 */
export function reindent(code: readonly string[], file: readonly string[]): string[] | undefined {
  const asWritten = commonShift(code, file);
  const restyled = restyle(code, file);
  const other = restyled && commonShift(restyled, file);
  if (restyled && other && other.votes > (asWritten?.votes ?? 0)) return shiftLines(restyled, other.shift);
  return asWritten && shiftLines(code, asWritten.shift);
}

/** The same for code that has no line in common with the lines whose place it takes: both begin equally far right. */
export function reindentLike(code: readonly string[], place: readonly string[]): string[] | undefined {
  const shift = shiftBetween(commonIndentation(code), commonIndentation(place));
  return shift && shiftLines(code, shift);
}

/** What all lines that are not blank begin with. */
export function commonIndentation(lines: readonly string[]): string {
  return (
    lines
      .filter((line) => !isBlank(line))
      .map(indentation)
      .reduce<string | undefined>((common, own) => {
        if (common === undefined) return own;
        let length = 0;
        while (length < common.length && common[length] === own[length]) length++;
        return common.slice(0, length);
      }, undefined) ?? ''
  );
}

function shiftBetween(from: string, to: string): Shift | undefined {
  if (to.endsWith(from)) return { remove: '', add: to.slice(0, to.length - from.length) };
  if (from.endsWith(to)) return { remove: from.slice(0, from.length - to.length), add: '' };
  return undefined;
}

function shiftLines(lines: readonly string[], { remove, add }: Shift): string[] | undefined {
  if (!lines.every((line) => isBlank(line) || line.startsWith(remove))) return undefined;
  return lines.map((line) => (isBlank(line) ? '' : add + line.slice(remove.length)));
}

/** A line that stands at more depths says nothing of how far right the others stand. */
const mostIndentations = 20;

const knownPlaces = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** How far right the lines of a file stand, by what is in them and by what they declare: found once for each list of lines. */
function indentationsIn(file: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = knownPlaces.get(file);
  if (known) return known;
  const places = new Map<string, readonly string[]>();
  const alone = new Map<string, readonly string[]>();
  for (const line of file) {
    const own = shared(indentation(line));
    add(places, line.trim(), own);
    add(places, declaredName(line), own);
  }
  knownPlaces.set(file, places);
  return places;

  /** Most lines are alone with what is in them: their lists are the same for the same indentation. */
  function shared(own: string): readonly string[] {
    const list = alone.get(own) ?? [own];
    alone.set(own, list);
    return list;
  }
}

function add(places: Map<string, readonly string[]>, text: string | undefined, own: readonly string[]): void {
  if (!text) return;
  const there = places.get(text);
  if (!there) places.set(text, own);
  else if (there.length <= mostIndentations && !own.every((each) => there.includes(each))) {
    places.set(text, [...there, ...own]);
  }
}

function commonShift(
  code: readonly string[],
  file: readonly string[],
): { readonly shift: Shift; readonly votes: number } | undefined {
  const places = indentationsIn(file);
  const candidates = new Map<string, { readonly shift: Shift; votes: number }>();
  for (const line of code) {
    const indentations = places.get(line.trim()) ?? places.get(declaredName(line) ?? '');
    if (!indentations || indentations.length > mostIndentations) continue;
    for (const place of indentations) {
      const shift = shiftBetween(indentation(line), place);
      if (!shift) continue;
      const key = `-${shift.remove}+${shift.add}`;
      const candidate = candidates.get(key) ?? { shift, votes: 0 };
      candidate.votes += weight(line) / indentations.length;
      candidates.set(key, candidate);
    }
  }
  return [...candidates.values()].sort((one, other) => other.votes - one.votes)[0];
}

/** The code with the file’s unit of indentation in place of its own; undefined where they are the same or unknown. */
function restyle(code: readonly string[], file: readonly string[]): string[] | undefined {
  const from = unitOf(code);
  const to = unitOf(file);
  if (from === undefined || to === undefined || from === to) return undefined;
  return code.map((line) => {
    const own = indentation(line);
    const levels = own.split(from).length - 1;
    return to.repeat(levels) + line.slice(levels * from.length);
  });
}

/** A tab, or the number of spaces by which most lines are deeper than the one above. */
function unitOf(lines: readonly string[]): string | undefined {
  const steps = new Map<string, number>();
  let above = '';
  for (const line of lines) {
    if (isBlank(line)) continue;
    const own = indentation(line);
    const step = own.startsWith(above) ? own.slice(above.length) : '';
    // One space is the star of a comment.
    if (step !== '' && step !== ' ') steps.set(step, (steps.get(step) ?? 0) + 1);
    above = own;
  }
  return [...steps].sort(([, one], [, other]) => other - one)[0]?.[0];
}
