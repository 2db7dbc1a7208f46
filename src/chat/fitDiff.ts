import type { DiffFile } from './diffFiles.ts';
import { fairShares } from './fairShares.ts';
import { visibleName } from './hiddenCharacters.ts';
import { isSecretFile } from './secretFiles.ts';
import { estimateTokens, headWithin } from './tokenEstimate.ts';

/** A diff that says little about what was done: machines write it. */
const generatedName =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb|go\.sum|packages\.lock\.json)$|.(?:\.lock|[.-]min\.(?:js|mjs|cjs|css)|\.(?:js|mjs|cjs|css|d\.ts)\.map|\.(?:pb\.go|pb\.cc|pb\.h|g\.dart|freezed\.dart|designer\.cs)|_pb2(?:_grpc)?\.pyi?)$/is;
/** Nobody writes lines that long; in characters. */
const longestWrittenLine = 2_000;
/** The part of the room that the list of the files may take. */
const shareOfList = 0.25;

export interface FittedDiff {
  /** All files, each with what has become of it, as far as there is room: `changed src/a.ts`. */
  readonly list: string;
  /** The diffs that are sent, some of them in part. */
  readonly diff: string;
}

/**
 * As much of a diff as fits: every file is named, and the room is divided fairly among the diffs, each from its
 * beginning in whole lines. Files that may hold secrets, and what machines write, are only named.
 *
 * @param isHidden whether a file’s contents are not to be sent for another reason.
 * @param tokens estimated, for both parts together.
 */
export function fitDiff(
  files: readonly DiffFile[],
  isHidden: (path: string) => boolean,
  tokens: number,
): FittedDiff {
  const list = listed(files, Math.floor(tokens * shareOfList));
  const sent = files.filter((file) => isTelling(file) && !isWithheld(file, isHidden));
  const texts = sent.map(({ text }) => text.replaceAll('\r\n', '\n').trimEnd());
  const room = tokens - estimateTokens(list) - sent.length * tokensOfNote;
  const shares = fairShares(texts.map(estimateTokens), room);
  const pieces = texts.map((text, index) => {
    const kept = headWithin(text, Math.floor(shares[index] ?? 0));
    // A heading alone says no more than the list does.
    if (kept === text) return text;
    return kept.includes('\n@@ ') ? `${kept}\n${cutNote}` : '';
  });
  return { list, diff: pieces.filter((piece) => piece !== '').join('\n') };
}

const cutNote = '(The rest of this file’s diff is left out.)';
/** Of the note and what rounding costs. */
const tokensOfNote = estimateTokens(`\n${cutNote}\n`) + 2;

function isWithheld({ path, oldPath = path }: DiffFile, isHidden: (path: string) => boolean): boolean {
  return [path, oldPath].some((name) => isSecretFile(name) || isHidden(name));
}

function isTelling({ path, isBinary, text }: DiffFile): boolean {
  if (isBinary || generatedName.test(path.slice(path.lastIndexOf('/') + 1))) return false;
  return !hasLineOver(text, longestWrittenLine);
}

function hasLineOver(text: string, length: number): boolean {
  for (let start = 0; start + length < text.length; ) {
    const end = text.lastIndexOf('\n', start + length);
    if (end < start) return true;
    start = end + 1;
  }
  return false;
}

function listed(files: readonly DiffFile[], tokens: number): string {
  const lines = files.map(({ change, path, oldPath }) =>
    [change, ...(oldPath === undefined ? [] : [visibleName(oldPath), '→']), visibleName(path)].join(' '),
  );
  const whole = lines.join('\n');
  if (estimateTokens(whole) <= tokens) return whole;
  const more = `(${files.length} files in all)`;
  const kept = headWithin(whole, tokens - estimateTokens(`\n${more}`) - 1);
  return [kept, more].filter((part) => part !== '').join('\n');
}
