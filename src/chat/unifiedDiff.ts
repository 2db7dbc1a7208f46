import { largestChangedFile } from '../core/limits.ts';
import { isBlank } from './codeLines.ts';
import { isElision } from './elision.ts';
import { findLines } from './findLines.ts';
import { applyLineChanges, type LineChange, splitLines } from './lineChanges.ts';
import { linesWithKeysOfFile } from './missingKeys.ts';
import { reindent } from './reindent.ts';
import { isWithin } from './textSize.ts';

/** Lines of a file times hunks: beyond this the search takes too long. */
const mostComparisons = 3_000_000;

/** What a diff in an answer says of one file. */
export interface FileDiff {
  /** As the diff names the file, or undefined where it names none. */
  readonly path: string | undefined;
  readonly change: 'added' | 'changed' | 'deleted';
  readonly hunks: readonly Hunk[];
}

/** Neighbouring lines: those that stay, go and come. */
export interface Hunk {
  /** The line of the file, from 0, where it begins. Models count badly: only good to choose between equal places. */
  readonly near: number | undefined;
  readonly lines: readonly HunkLine[];
}

interface HunkLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * A code block that is a unified diff, file by file. Models leave out headings, line numbers, and the space before a
 * line that stays; all of that is taken as it is meant.
 *
 * @param language what stands after the fence
 * @returns undefined where the block is no diff
 */
export function readUnifiedDiff(code: string, language: string | undefined): FileDiff[] | undefined {
  const saysSo = /^(?:diff|patch|udiff)$/i.test(language ?? '');
  if (!(saysSo ? /^[-+]/m : /^--- .+\r?\n\+\+\+ .+\r?\n@@/m).test(code)) return undefined;
  const files: Draft[] = [];
  const lines = code.replace(/\r?\n$/, '').split(/\r?\n/);
  let file: Draft | undefined;
  let hunk: DraftHunk | undefined;
  const begin = (): Draft => {
    hunk = undefined;
    file = { path: undefined, change: 'changed', hunks: [] };
    files.push(file);
    return file;
  };
  const beginHunk = (near?: number): DraftHunk => {
    const { hunks } = file ?? begin();
    hunk = { near, lines: [] };
    hunks.push(hunk);
    return hunk;
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const next = lines[index + 1] ?? '';
    if (line.startsWith('diff --git ')) {
      begin();
    } else if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      const named = file && file.hunks.length === 0 ? file : begin();
      const before = pathOf(line);
      const after = pathOf(next);
      named.path = after ?? before;
      if (before === undefined) named.change = 'added';
      if (after === undefined) named.change = 'deleted';
      index += 1;
    } else if (line.startsWith('@@')) {
      beginHunk(lineNumber(line));
    } else if (hunk || !isHeading(line)) {
      const read = hunkLine(line);
      const { lines: shown } = hunk ?? beginHunk();
      if (!read) continue;
      // What is left out between two pieces.
      if (read.mark === ' ' && isElision(read.text)) beginHunk();
      else shown.push(read);
    }
  }
  const whole = files
    .map(({ path, change, hunks }) => ({ path, change, hunks: hunks.map(trimmed).filter(changesSomething) }))
    .filter(({ change, hunks }) => change === 'deleted' || hunks.length > 0);
  return whole.length > 0 ? whole : undefined;
}

/**
 * What a file becomes by a diff: all of it or nothing. Lines that the diff only shows stay byte for byte, also where it
 * has them indented differently. Applied again, it changes nothing more.
 *
 * @param text the file
 * @returns undefined where a hunk does not fit
 */
export function applyFileDiff(text: string, { hunks }: FileDiff): string | undefined {
  if (!isWithin(text, largestChangedFile)) return undefined;
  const file = splitLines(text);
  // Each hunk is looked for in the whole file.
  if (hunks.length * file.length > mostComparisons) return undefined;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const complete = file.map((line) => (line.endsWith('\n') ? line : line + lineEnd));
  const keys = file.map((line) => line.trimEnd());
  const texts = file.map((line) => line.trim());
  const changes: LineChange[] = [];
  let moved = 0;
  let after = 0;
  for (const written of hunks) {
    const hunk = { ...written, lines: linesWithKeysOfFile(written.lines, file) };
    const expected = hunk.near === undefined ? undefined : hunk.near + moved;
    const place = placeOf(hunk, { keys, texts }, expected, after);
    if (!place) return undefined;
    const [before, result] = [linesBefore(hunk).length, linesAfter(hunk).length];
    if (expected !== undefined) moved += place.start - expected;
    // The numbers are those of the file without it.
    if (place.isDone) moved += result - before;
    after = place.start + (place.isDone ? result : before);
    if (!place.isDone) changes.push(...changesOf(hunk, place.start, keys, lineEnd));
  }
  const sorted = changes.toSorted((one, other) => one.start - other.start);
  if (sorted.some(({ start }, index) => start < (sorted[index - 1]?.end ?? 0))) return undefined;
  if (sorted.length === 0) return text;
  const result = applyLineChanges(complete.join(''), sorted);
  return text === '' || text.endsWith('\n') ? result : result.replace(/\r?\n$/, '');
}

/** The lines of a file that a diff adds as a whole. */
export function addedText({ hunks }: FileDiff): string {
  return hunks
    .flatMap(linesAfter)
    .map((line) => `${line}\n`)
    .join('');
}

interface Draft {
  path: string | undefined;
  change: FileDiff['change'];
  readonly hunks: DraftHunk[];
}

interface DraftHunk {
  readonly near: number | undefined;
  readonly lines: HunkLine[];
}

function isHeading(line: string): boolean {
  return (
    isBlank(line) ||
    /^(?:index |new file mode |deleted file mode |old mode |new mode |similarity |rename |copy |Binary )/.test(
      line,
    )
  );
}

function hunkLine(line: string): HunkLine | undefined {
  // "\ No newline at end of file"
  if (line.startsWith('\\ ')) return undefined;
  const mark = line[0];
  if (mark === '+' || mark === '-') return { mark, text: line.slice(1) };
  return { mark: ' ', text: mark === ' ' ? line.slice(1) : line };
}

/** `--- a/src/x.ts<tab>2026-01-01`; undefined for `/dev/null`. */
function pathOf(heading: string): string | undefined {
  const path = heading
    .slice(4)
    .replace(/\t[\s\S]*$/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  return path === '/dev/null' ? undefined : path.replace(/^[ab]\//, '');
}

function lineNumber(heading: string): number | undefined {
  const [, line, count] = /^@@ -(\d+)(?:,(\d+))?/.exec(heading) ?? [];
  if (line === undefined) return undefined;
  // Of no line at all, the line before is named.
  return count === '0' ? Number(line) : Math.max(0, Number(line) - 1);
}

/** Blank lines at the ends that only stay say nothing about the place, and are often there by mistake. */
function trimmed({ near, lines }: Hunk): Hunk {
  const says = ({ mark, text }: HunkLine): boolean => mark !== ' ' || !isBlank(text);
  const start = Math.max(0, lines.findIndex(says));
  return {
    near: near === undefined ? undefined : near + start,
    lines: lines.slice(start, lines.findLastIndex(says) + 1),
  };
}

function changesSomething({ lines }: Hunk): boolean {
  return lines.some(({ mark }) => mark !== ' ');
}

function linesBefore({ lines }: Hunk): string[] {
  return lines.filter(({ mark }) => mark !== '+').map(({ text }) => text);
}

function linesAfter({ lines }: Hunk): string[] {
  return lines.filter(({ mark }) => mark !== '-').map(({ text }) => text);
}

/** The lines of a file. */
interface Lines {
  /** Without spaces at their ends. */
  readonly keys: readonly string[];
  /** Without those at their beginnings, too. */
  readonly texts: readonly string[];
}

interface Place {
  readonly start: number;
  /** The file has what comes already. */
  readonly isDone: boolean;
}

/** Where a hunk belongs, or undefined where it fits nowhere, or it is not clear which place is meant. */
function placeOf(
  hunk: Hunk,
  { keys, texts }: Lines,
  expected: number | undefined,
  after: number,
): Place | undefined {
  const before = linesBefore(hunk);
  const result = linesAfter(hunk);
  const leading = hunk.lines.findIndex(({ mark }) => mark !== '+');
  const isDone = (start: number): boolean =>
    result.length > before.length && (isAt(result, keys, start) || isAt(result, keys, start - leading));
  if (before.length === 0) {
    const done = isAt(result, keys, expected ?? 0);
    if (done) return { start: expected ?? 0, isDone: true };
    if (keys.every(isBlank)) return { start: 0, isDone: false };
    return expected === undefined ? undefined : { start: Math.min(expected, keys.length), isDone: false };
  }
  const startsIn = (shown: readonly string[]): number[] => findLines(shown.map(withoutEnd), keys);
  const startsOfTexts = (shown: readonly string[]): number[] => findLines(shown.map(withoutEnds), texts);
  if (expected !== undefined && result.length > 0 && isAt(result, keys, expected)) {
    // What is left of lines that go stands in them already.
    const isRest = startsIn(before).some(
      (start) => start < expected + result.length && expected < start + before.length,
    );
    if (!isRest) return { start: expected, isDone: true };
  }
  for (const find of [startsIn, startsOfTexts]) {
    const starts = find(before);
    const start = chooseStart(starts, expected, after);
    if (start !== undefined) return { start, isDone: isDone(start) };
    if (starts.length > 0) return undefined;
  }
  if (result.length === 0) return undefined;
  const start = chooseStart(startsOfTexts(result), expected, after);
  return start === undefined ? undefined : { start, isDone: true };
}

/** The nearest place to the one that is named; without a name the only one, or the only one that is left below. */
function chooseStart(
  starts: readonly number[],
  expected: number | undefined,
  after: number,
): number | undefined {
  if (starts.length <= 1) return starts[0];
  if (expected !== undefined) {
    return starts.toSorted((one, other) => Math.abs(one - expected) - Math.abs(other - expected))[0];
  }
  const below = starts.filter((start) => start >= after);
  return below.length === 1 ? below[0] : undefined;
}

function isAt(lines: readonly string[], keys: readonly string[], start: number): boolean {
  return (
    start >= 0 &&
    start + lines.length <= keys.length &&
    lines.every((line, index) => withoutEnd(line) === keys[start + index])
  );
}

function withoutEnd(line: string): string {
  return line.trimEnd();
}

function withoutEnds(line: string): string {
  return line.trim();
}

interface GrowingChange {
  readonly start: number;
  end: number;
  readonly lines: string[];
}

/** The changes of a hunk at its place. What comes is indented as the lines around it are in the file. */
function changesOf({ lines }: Hunk, start: number, keys: readonly string[], lineEnd: string): LineChange[] {
  const texts = lines.map(({ text }) => text);
  const kept = lines.filter(({ mark }) => mark !== '+').length;
  const shifted = reindent(texts, keys.slice(start, start + kept)) ?? texts;
  const changes: GrowingChange[] = [];
  let line = start;
  for (const [index, { mark }] of lines.entries()) {
    if (mark === ' ') {
      line += 1;
      continue;
    }
    const last = changes.at(-1);
    const change: GrowingChange = last?.end === line ? last : { start: line, end: line, lines: [] };
    if (change !== last) changes.push(change);
    if (mark === '+') {
      change.lines.push((shifted[index] ?? '') + lineEnd);
    } else {
      line += 1;
      change.end = line;
    }
  }
  return changes;
}
