/** Some neighbouring lines of a text that make way for others. */
export interface LineChange {
  /** The first line that goes, from 0; where nothing goes, the line before which something comes. */
  readonly start: number;
  /** The line after the last one that goes. */
  readonly end: number;
  /** What comes; of a text with line ends. */
  readonly lines: readonly string[];
}

/** Texts that differ in more lines are shown as one change: finding the shortest way takes the square of this. */
const mostDifferences = 1_000;

/** The lines of a text, each with its line end; the last one may have none. */
export function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The shortest way from one text to the other, line by line, in the order of the lines. */
export function lineChanges(before: string, after: string): LineChange[] {
  return changedLines(splitLines(before), splitLines(after));
}

/** The shortest way from some lines to others, in their order. */
export function changedLines(lines: readonly string[], others: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  let line = 0;
  let other = 0;
  for (const pair of [...commonLines(lines, others), { line: lines.length, other: others.length }]) {
    if (pair.line > line || pair.other > other) {
      changes.push({ start: line, end: pair.line, lines: others.slice(other, pair.other) });
    }
    line = pair.line + 1;
    other = pair.other + 1;
  }
  return changes;
}

/** The text after some of its changes, which are in the order of the lines. */
export function applyLineChanges(text: string, changes: readonly LineChange[]): string {
  const lines = splitLines(text);
  for (const { start, end, lines: others } of changes.toReversed()) {
    lines.splice(start, end - start, ...others);
  }
  return lines.join('');
}

/**
 * What a change makes of a text that has changed elsewhere meanwhile.
 *
 * @returns undefined where both have changed the same lines
 */
export function rebaseChange(before: string, after: string, now: string): string | undefined {
  const others = lineChanges(before, now);
  const moved: LineChange[] = [];
  for (const change of lineChanges(before, after)) {
    let by = 0;
    for (const other of others) {
      if (other.end < change.start || (other.end === change.start && other.start < other.end)) {
        by += other.lines.length - (other.end - other.start);
      } else if (other.start < change.end || other.start === change.start) {
        return undefined;
      }
    }
    moved.push({ ...change, start: change.start + by, end: change.end + by });
  }
  return applyLineChanges(now, moved);
}

/** A line that both texts have, by its number in each, from 0. */
export interface LinePair {
  readonly line: number;
  readonly other: number;
}

/**
 * The longest sequence of lines that two texts have in common. Of texts that hardly resemble each other only what
 * they begin and end with.
 */
export function commonLines(
  lines: readonly string[],
  others: readonly string[],
  effort = createEffort(),
): LinePair[] {
  const shorter = Math.min(lines.length, others.length);
  let head = 0;
  while (head < shorter && lines[head] === others[head]) head++;
  let tail = 0;
  while (tail < shorter - head && lines.at(-1 - tail) === others.at(-1 - tail)) tail++;
  const between = commonBetween(
    lines.slice(head, lines.length - tail),
    others.slice(head, others.length - tail),
    effort,
  );
  const pairs = Array.from({ length: head }, (_, line) => ({ line, other: line }));
  for (const { line, other } of between) pairs.push({ line: line + head, other: other + head });
  for (let back = tail; back > 0; back--) {
    pairs.push({ line: lines.length - back, other: others.length - back });
  }
  return pairs;
}

/** How many more lines are compared. */
export interface Effort {
  left: number;
}

/** As many as are compared in a few hundredths of a second. */
const mostComparisons = 3_000_000;

/** What looking for common lines may take: where it is used up, texts are taken for ones that hardly resemble each other. */
export function createEffort(): Effort {
  return { left: mostComparisons };
}

/** How many lines there are at least that one of the texts has more often than the other. */
function fewestDifferences(lines: readonly string[], others: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) - 1);
  let differences = 0;
  for (const count of counts.values()) differences += Math.abs(count);
  return differences;
}

/** By Myers’ greedy algorithm: for a growing number of differences, how far one gets on each diagonal. */
function commonBetween(lines: readonly string[], others: readonly string[], effort: Effort): LinePair[] {
  effort.left -= lines.length + others.length;
  if (fewestDifferences(lines, others) > mostDifferences) return [];
  const most = Math.min(lines.length + others.length, mostDifferences);
  const rounds: Int32Array[] = [];
  let reached = new Int32Array(3);
  for (let differences = 0; differences <= most && effort.left > 0; differences++) {
    rounds.push(reached);
    const next = new Int32Array(2 * differences + 3);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let line = firstLine(reached, diagonal, differences);
      let other = line - diagonal;
      const begun = line;
      while (line < lines.length && other < others.length && lines[line] === others[other]) {
        line++;
        other++;
      }
      effort.left -= line - begun + 1;
      next[diagonal + differences + 1] = line;
      if (line >= lines.length && other >= others.length) {
        return trace(rounds, lines.length, others.length);
      }
    }
    reached = next;
  }
  return [];
}

/** `reached` is of one difference less, so that its diagonals are counted from one place further right. */
function firstLine(reached: Int32Array, diagonal: number, differences: number): number {
  if (differences === 0) return 0;
  const below = reached[diagonal - 1 + differences] ?? 0;
  const above = reached[diagonal + 1 + differences] ?? 0;
  return comesFromAbove(below, above, diagonal, differences) ? above : below + 1;
}

function comesFromAbove(below: number, above: number, diagonal: number, differences: number): boolean {
  return diagonal === -differences || (diagonal !== differences && below < above);
}

function trace(rounds: readonly Int32Array[], lineCount: number, otherCount: number): LinePair[] {
  const pairs: LinePair[] = [];
  let line = lineCount;
  let other = otherCount;
  for (let differences = rounds.length - 1; differences >= 0; differences--) {
    const reached = rounds[differences] ?? new Int32Array(0);
    const diagonal = line - other;
    const begun = firstLine(reached, diagonal, differences);
    while (line > begun) pairs.push({ line: --line, other: --other });
    if (differences === 0) break;
    const below = reached[diagonal - 1 + differences] ?? 0;
    const above = reached[diagonal + 1 + differences] ?? 0;
    if (comesFromAbove(below, above, diagonal, differences)) other--;
    else line--;
  }
  return pairs.toReversed();
}
