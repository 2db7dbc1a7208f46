import { indentation, isBlank, similarity, totalWeight, weight } from './codeLines.ts';
import { declaredName, endOfBody, isAbove, isClosing, isDecorator, isOneDeclaration } from './declaration.ts';
import { commonLines, type Effort } from './lineChanges.ts';
import { indexOfLines } from './lineIndex.ts';

/** Neighbouring lines, by number from 0. */
export interface Region {
  readonly start: number;
  /** The line after the last one. */
  readonly end: number;
}

/** Lines of a file, and those that take their place. */
export interface Replacement extends Region {
  readonly lines: readonly string[];
}

/** How two pieces of code resemble each other, in the weight of their lines. */
export interface Resemblance {
  readonly kept: number;
  readonly lost: number;
  readonly brought: number;
}

/** Beyond this many places where a piece might begin or end it says too little. */
const mostPlaces = 40;
const mostEnds = 20;
/** Of two places the better one must be better by this much, or it is not clear which one is meant. */
const clearlyWorse = 0.9;

export function resemblance(
  lines: readonly string[],
  others: readonly string[],
  effort: Effort,
): Resemblance {
  const pairs = commonLines(lines, others, effort);
  const kept = pairs.reduce((sum, { line }) => sum + weight(lines[line] ?? ''), 0);
  return { kept, lost: totalWeight(lines) - kept, brought: totalWeight(others) - kept };
}

/**
 * Whether what is lost can be meant: a model that leaves out lines without saying so brings little in their place.
 *
 * @param allowed how much may be lost without anything in its place
 */
export function isPlausible({ lost, brought }: Resemblance, allowed: number): boolean {
  return lost <= 2 * brought + allowed;
}

/** Whether two lines are the same, or declare the same thing and differ in its parameters or type. */
export function isSameLine(line: string, other: string): boolean {
  if (line === other) return true;
  if (isBlank(line) || indentation(line) !== indentation(other)) return false;
  const name = declaredName(line);
  return name !== undefined && name === declaredName(other);
}

/**
 * Finds the lines of a file that a piece of code is a version of: its first and last lines are there unchanged, or it is
 * a declaration that the file has by the same name.
 *
 * @param file lines without spaces at their ends
 * @param code the same, indented as in the file
 * @param within where to look
 * @returns undefined where there is no such place, or not clearly one
 */
export function locatePiece(
  file: readonly string[],
  code: readonly string[],
  within: Region,
  effort: Effort,
): Replacement | undefined {
  const body = code.findIndex((line) => !isAbove(line) && !isBlank(line));
  // A comment that was written above a declaration is no line of the file yet.
  const header = body > 0 && isOneDeclaration(code.slice(body)) ? body : 0;
  // A closing bracket is found anywhere.
  if (weight(code[header] ?? '') < 1) return undefined;
  const [best, ...others] = candidates(file, code.slice(header), within, true, effort);
  if (!best || isRivalled(best, others)) return undefined;
  if (header === 0) return { start: best.start, end: best.end, lines: code };
  let start = best.start;
  while (start > within.start && isAbove(file[start - 1] ?? '')) start--;
  const above = file.slice(start, best.start);
  const losesDecorator = above.some((line) => isDecorator(line) && !code.slice(0, header).includes(line));
  return losesDecorator ? undefined : { start, end: best.end, lines: code };
}

interface Candidate extends Region {
  readonly kept: number;
  readonly score: number;
}

/** Whether another place keeps nearly as much, so that it is not clear which one is meant. */
function isRivalled(best: Candidate, others: readonly Candidate[]): boolean {
  return others.some(({ kept }) => kept >= clearlyWorse * best.kept);
}

/**
 * The best place for each line where the piece may begin, best first.
 *
 * @param complete whether a declaration at its beginning is shown with its whole body
 */
function candidates(
  file: readonly string[],
  code: readonly string[],
  within: Region,
  complete: boolean,
  effort: Effort,
): Candidate[] {
  const first = code[0] ?? '';
  const starts = indexOfLines(file).like(first, within);
  if (starts.length > mostPlaces) return [];
  return starts
    .flatMap((start) => bestFrom(file, code, { start, end: within.end }, complete, effort) ?? [])
    .sort((one, other) => other.score - one.score);
}

/** The end that makes the piece at this beginning the best version of the file’s lines. */
function bestFrom(
  file: readonly string[],
  code: readonly string[],
  { start, end: limit }: Region,
  complete: boolean,
  effort: Effort,
): Candidate | undefined {
  const first = file[start] ?? '';
  const declares = complete && isOneDeclaration(code) && declaredName(first) === declaredName(code[0] ?? '');
  if (declares) {
    const end = endOfBody(file, start);
    const body = file.slice(start, end);
    const found = resemblance(body, code, effort);
    // Where nothing closes a body, nothing tells either whether the whole of it is shown.
    const isWhole = isClosing(code.at(-1) ?? '') || isPlausible(found, found.kept / 2);
    if (end > limit || !isWhole || totalWeight(code) * 3 < totalWeight(body)) return undefined;
    return { start, end, kept: found.kept, score: found.kept + (first === code[0] ? 0 : 0.5) };
  }
  if (first !== code[0]) return undefined;
  const last = code.at(-1);
  let best: Candidate | undefined;
  let ends = 0;
  const furthest = Math.min(limit, start + 3 * code.length + 50);
  for (let at = start + (code.length > 1 ? 1 : 0); at < furthest && ends < mostEnds; at++) {
    if (file[at] !== last) continue;
    ends++;
    const region = file.slice(start, at + 1);
    const found = resemblance(region, code, effort);
    const enough = 0.3 * Math.min(totalWeight(region), totalWeight(code));
    if (found.kept < 1 || found.kept < enough || !isPlausible(found, Math.max(2, found.kept / 2))) continue;
    const score = found.kept - 0.5 * found.lost;
    if (!best || score > best.score) best = { start, end: at + 1, kept: found.kept, score };
    if (code.length === 1) break;
  }
  return best;
}

/**
 * Finds the lines of a file that the pieces of a code block are versions of, one after another. What lies between two
 * pieces stays.
 *
 * @param pieces between the lines that say that something is left out
 * @param open whether something is left out before the first and after the last piece
 */
export function locatePieces(
  file: readonly string[],
  pieces: readonly (readonly string[])[],
  open: { readonly before: boolean; readonly after: boolean },
  within: Region,
  effort: Effort,
): Replacement[] | undefined {
  const replacements: Replacement[] = [];
  let position = within.start;
  for (const [index, piece] of pieces.entries()) {
    const found = locateOpenPiece(
      file,
      piece,
      { before: index > 0 || open.before, after: index < pieces.length - 1 || open.after },
      { start: position, end: within.end },
      index > 0,
      effort,
    );
    if (!found) return undefined;
    replacements.push(found);
    position = found.end;
  }
  return replacements;
}

/** A piece beside which something is left out may begin or end with lines that are new there. */
function locateOpenPiece(
  file: readonly string[],
  piece: readonly string[],
  open: { readonly before: boolean; readonly after: boolean },
  within: Region,
  follows: boolean,
  effort: Effort,
): Replacement | undefined {
  const index = indexOfLines(file);
  const isKnown = (line: string): boolean => !isBlank(line) && index.like(line, within).length > 0;
  const first = open.before ? piece.findIndex(isKnown) : 0;
  const last = open.after ? piece.findLastIndex(isKnown) : piece.length - 1;
  if (first < 0 || last < first) return undefined;
  const known = piece.slice(first, last + 1);
  // What is left out after a piece may be the rest of the body that it begins with.
  const complete = !open.after || (last === piece.length - 1 && isClosing(piece[last] ?? ''));
  const core = placeCore(file, known, within, { follows, complete }, effort);
  if (!core) return undefined;
  const before = neighboursReplaced(
    piece.slice(0, first).toReversed(),
    file.slice(within.start, core.start).toReversed(),
  );
  const after = neighboursReplaced(piece.slice(last + 1), file.slice(core.end, within.end));
  if (before === undefined || after === undefined) return undefined;
  return { start: core.start - before, end: core.end + after, lines: piece };
}

function placeCore(
  file: readonly string[],
  core: readonly string[],
  within: Region,
  { follows, complete }: { readonly follows: boolean; readonly complete: boolean },
  effort: Effort,
): Region | undefined {
  const places =
    core.length === 1
      ? indexOfLines(file)
          .like(core[0] ?? '', within)
          .map((start) => ({ start, end: start + 1, kept: 1, score: 1 }))
      : candidates(file, core, within, complete, effort);
  const [best, ...others] = places;
  if (!best || others.length === 0 || !follows) {
    const isClear = follows || weight(core[0] ?? '') === 1;
    return best && isClear && !isRivalled(best, others) ? best : undefined;
  }
  // What is left out ends where its block ends: of places that are equally good the nearest in it is the right one.
  const level = indentation(core[0] ?? '').length;
  const outside = file.findIndex(
    (line, at) => at >= within.start && !isBlank(line) && indentation(line).length < level,
  );
  const equals = places.filter(({ score }) => score > best.score - 0.3);
  const nearest = equals.toSorted((one, other) => one.start - other.start)[0];
  const isInBlock = nearest && (outside < 0 || nearest.start < outside);
  return isInBlock || equals.length === 1 ? nearest : undefined;
}

/**
 * How many of the lines beside a piece its own new lines are versions of.
 *
 * @param added the new lines, the nearest to the piece first
 * @param neighbours the file’s lines, the nearest first
 * @returns undefined where it cannot be told
 */
function neighboursReplaced(added: readonly string[], neighbours: readonly string[]): number | undefined {
  let replaced = 0;
  for (const line of added) {
    if (isBlank(line)) continue;
    const next = neighbours.slice(replaced, replaced + added.length + 2);
    const like = next.findIndex((neighbour) => similarity(line, neighbour) >= 0.6);
    if (like > 0) return undefined;
    if (like === 0) replaced++;
  }
  return replaced;
}
