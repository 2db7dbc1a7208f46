import { largestChangedFile, largestCodeBlock } from '../core/limits.ts';
import { codeLines, isBlank, similarity, totalWeight, weight } from './codeLines.ts';
import { declaredName } from './declaration.ts';
import { isElision } from './elision.ts';
import { findLines } from './findLines.ts';
import { applyLineChanges, commonLines, createEffort, type Effort, splitLines } from './lineChanges.ts';
import {
  isPlausible,
  isSameLine,
  locatePiece,
  locatePieces,
  type Region,
  type Replacement,
  resemblance,
} from './locateCode.ts';
import { codeWithKeysOfFile } from './missingKeys.ts';
import { commonIndentation, reindent, reindentLike } from './reindent.ts';
import { isWithin } from './textSize.ts';

/** Lines of the file that the question was about. */
export interface AttachedRange {
  /** One-based, both included, when the question was asked. */
  readonly startLine: number;
  readonly endLine: number;
  readonly code: string;
}

/**
 * What a file becomes when a code block of an answer is applied to it. The block may be a version of the lines that the
 * question was about, of the whole file, or of a piece of it; comments such as `// ... existing code ...` stand for what
 * is there. Only the lines that the block is a version of change: all others stay byte for byte. Applied again, the
 * block changes nothing more.
 *
 * @param text the file
 * @param code the block
 * @param ranges the lines of this file that were attached to the question
 * @returns undefined where it is not clear what the block is a version of; the text itself where the block is in it
 */
export function applyCode(
  text: string,
  code: string,
  ranges: readonly AttachedRange[] = [],
): string | undefined {
  if (!isWithin(text, largestChangedFile) || !isWithin(code, largestCodeBlock)) return undefined;
  const file = readFile(text);
  const block = codeLines(codeWithKeysOfFile(code, text));
  if (totalWeight(block) < 1) return undefined;
  if (file.keys.every(isBlank)) {
    return block.some(isElision) ? undefined : withReplacements(file, [{ ...file.whole, lines: block }]);
  }
  const effort = createEffort();
  const replacements = block.some((line) => isElision(line) && !file.known.has(line))
    ? fitAbridged(file, block, ranges, effort)
    : fitComplete(file, block, ranges, effort);
  // What was found without having looked at everything may be the wrong place.
  return replacements && effort.left > 0 ? withReplacements(file, replacements) : undefined;
}

interface File {
  readonly text: string;
  /** With line ends. */
  readonly lines: readonly string[];
  /** Without line ends and without spaces before them: what is compared. */
  readonly keys: readonly string[];
  readonly known: ReadonlySet<string>;
  readonly whole: Region;
}

function readFile(text: string): File {
  const lines = splitLines(text);
  const keys = lines.map((line) => line.trimEnd());
  return {
    text,
    lines,
    keys,
    known: new Set(keys),
    whole: { start: 0, end: lines.length },
  };
}

/** A block that says that it leaves lines out. */
function fitAbridged(
  file: File,
  block: readonly string[],
  ranges: readonly AttachedRange[],
  effort: Effort,
): Replacement[] | undefined {
  const isLeftOut = (line: string): boolean => isElision(line) && !file.known.has(line);
  const shown = reindent(
    block.map((line) => (isLeftOut(line) ? '' : line)),
    file.keys,
  );
  if (!shown) return undefined;
  const pieces: string[][] = [[]];
  for (const [index, line] of block.entries()) {
    if (isLeftOut(line)) pieces.push([]);
    else pieces.at(-1)?.push(shown[index] ?? '');
  }
  const trimmed = pieces.map(withoutOuterBlanks).filter((piece) => piece.length > 0);
  const open = { before: isLeftOut(block[0] ?? ''), after: isLeftOut(block.at(-1) ?? '') };
  for (const within of [...regionsOf(file, ranges), file.whole]) {
    const replacements = locatePieces(file.keys, trimmed, open, within, effort);
    if (replacements) return replacements;
  }
  return undefined;
}

function fitComplete(
  file: File,
  block: readonly string[],
  ranges: readonly AttachedRange[],
  effort: Effort,
): Replacement[] | undefined {
  const present = placesOf(block, file.keys);
  const regions = regionsOf(file, ranges).filter(
    (region) => region.end - region.start < file.keys.length && mayStillFit(file, region, present),
  );
  const lines = reindent(block, file.keys);
  const whole = present.length === 0 && lines && fitWhole(file, lines, effort);
  if (whole) return [whole];
  for (const region of regions) {
    const replacement = fitRange(file, block, region, effort);
    if (replacement) return [replacement];
  }
  if (present.length > 0) return [];
  if (!lines) return undefined;
  for (const region of [...regions, file.whole]) {
    const piece = locatePiece(file.keys, lines, region, effort);
    if (piece) return [piece];
  }
  const most = fitMostOfFile(file, lines, effort);
  return most && [most];
}

interface AttachedRegion extends Region {
  /** Whether the lines are still where they were when the question was asked. */
  readonly atPlace: boolean;
}

/**
 * Whether attached lines may still be waiting for the block, seeing that the file has the block already. They are not,
 * if they are where the block is, or not where they were. A block that is a part of them may be what is left of them.
 */
function mayStillFit({ keys }: File, region: AttachedRegion, present: readonly Region[]): boolean {
  if (present.length === 0) return true;
  const overlapping = present.filter(({ start, end }) => start < region.end && region.start < end);
  if (!region.atPlace) return false;
  return overlapping.every(
    ({ start, end }) =>
      region.start <= start &&
      end <= region.end &&
      end - start < region.end - region.start &&
      totalWeight(keys.slice(start, end)) * 3 >= totalWeight(keys.slice(region.start, region.end)) * 2,
  );
}

/** The attached lines where they are now: at their place, or else where the file has them once. Without blank ends. */
function regionsOf(file: File, ranges: readonly AttachedRange[]): AttachedRegion[] {
  return ranges.flatMap(({ startLine, code }) => {
    const all = code.split(/\r?\n/).map((line) => line.trimEnd());
    const shown = withoutBlankEnds(all);
    const lines = all.slice(shown.start, shown.end);
    if (lines.length === 0) return [];
    const place = startLine - 1 + shown.start;
    const atPlace = lines.every((line, index) => line === file.keys[place + index]);
    const places = atPlace ? [place] : findLines(lines, file.keys);
    const [start, ...others] = places;
    if (start === undefined || others.length > 0) return [];
    return [{ start, end: start + lines.length, atPlace }];
  });
}

/** Of places that may have the block, together. */
const mostLinesOfPlaces = 50_000;

/** Where the file has all lines of the block one after another, however far they are indented. */
function placesOf(block: readonly string[], file: readonly string[]): Region[] {
  const places = findLines(
    block.map((line) => line.trim()),
    file.map((line) => line.trim()),
  );
  return places.slice(0, Math.ceil(mostLinesOfPlaces / block.length)).flatMap((start) => {
    const end = start + block.length;
    const place = file.slice(start, end);
    const shifted = reindentLike(block, place);
    return shifted?.every((line, index) => line === place[index]) ? [{ start, end }] : [];
  });
}

/** A block that begins and ends as the file does. */
function fitWhole({ keys }: File, lines: readonly string[], effort: Effort): Replacement | undefined {
  const region = withoutBlankEnds(keys);
  const old = keys.slice(region.start, region.end);
  if (!haveSameEnds(old, lines)) return undefined;
  const found = resemblance(old, lines, effort);
  return isPlausible(found, found.kept / 2) ? { ...region, lines } : undefined;
}

/** A block that has most of the file’s lines, and at its ends at least as many new ones as it lacks. */
function fitMostOfFile({ keys }: File, lines: readonly string[], effort: Effort): Replacement | undefined {
  const region = withoutBlankEnds(keys);
  const old = keys.slice(region.start, region.end);
  const pairs = commonLines(old, lines, effort).filter(({ line }) => weight(old[line] ?? '') === 1);
  const first = pairs[0];
  const last = pairs.at(-1);
  const { kept } = resemblance(old, lines, effort);
  if (!first || !last || kept < 0.6 * totalWeight(old) || kept < 0.4 * totalWeight(lines)) return undefined;
  const bringsEnough =
    first.line <= first.other && old.length - 1 - last.line <= lines.length - 1 - last.other;
  return bringsEnough ? { ...region, lines } : undefined;
}

/** A block that is a version of the lines that the question was about. */
function fitRange(
  { keys }: File,
  block: readonly string[],
  region: Region,
  effort: Effort,
): Replacement | undefined {
  const old = keys.slice(region.start, region.end);
  const lines = reindent(block, old) ?? reindentLike(block, old);
  if (!lines || !isVersion(old, lines, effort)) return undefined;
  const outside = new Set([...keys.slice(0, region.start), ...keys.slice(region.end)]);
  const inside = new Set(old);
  const fromElsewhere = lines.filter((line) => weight(line) === 1 && !inside.has(line) && outside.has(line));
  if (fromElsewhere.length > 0.3 * totalWeight(lines)) return undefined;
  return { ...region, lines };
}

function isVersion(old: readonly string[], lines: readonly string[], effort: Effort): boolean {
  const found = resemblance(old, lines, effort);
  if (found.kept > 0 && 2 * found.kept >= found.lost + found.brought) return true;
  if (haveSameEnds(old, lines) && isPlausible(found, found.kept)) return true;
  const name = outermostName(old);
  if (name !== undefined && name === outermostName(lines) && totalWeight(lines) * 3 >= totalWeight(old)) {
    return true;
  }
  return similarity(old.join('\n'), lines.join('\n')) >= 0.5;
}

function haveSameEnds(lines: readonly string[], others: readonly string[]): boolean {
  return [0, -1].every((end) => isSameLine(lines.at(end) ?? '', others.at(end) ?? ''));
}

/** What the first declaration at the outer edge is called. */
function outermostName(lines: readonly string[]): string | undefined {
  const edge = commonIndentation(lines);
  return lines
    .filter((line) => line.startsWith(edge) && !/^[\t ]/.test(line.slice(edge.length)))
    .map(declaredName)
    .find((name) => name !== undefined);
}

function withoutOuterBlanks(lines: readonly string[]): string[] {
  const { start, end } = withoutBlankEnds(lines);
  return lines.slice(start, end);
}

function withoutBlankEnds(lines: readonly string[]): Region {
  const start = lines.findIndex((line) => !isBlank(line));
  return { start: Math.max(0, start), end: lines.findLastIndex((line) => !isBlank(line)) + 1 };
}

/** The file with the replacements made, in its own line ends and ending as it did. */
function withReplacements({ text, lines, keys }: File, replacements: readonly Replacement[]): string {
  if (replacements.length === 0) return text;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  // The last line may not be the last one any more.
  const complete = lines.map((line) => (line.endsWith('\n') ? line : line + lineEnd));
  const changes = replacements.map(({ start, end, lines: others }) => {
    const kept = new Map<number, string>();
    for (const { line, other } of commonLines(keys.slice(start, end), others)) {
      kept.set(other, complete[start + line] ?? '');
    }
    return { start, end, lines: others.map((line, index) => kept.get(index) ?? line + lineEnd) };
  });
  const result = applyLineChanges(complete.join(''), changes);
  return text === '' || text.endsWith('\n') ? result : result.replace(/\r?\n$/, '');
}
