/** How well a letter of the query stands where it was found. */
const bonus = { sameCase: 1, run: 6, wordStart: 8, nameStart: 4 } as const;
/** What is in the file's own name counts for more than what is in its folders. */
const nameBonus = 10;
const gapPenalty = 0.2;
const lengthPenalty = 0.05;

/**
 * How well `query` fits a path; undefined where it does not. Every word of the query must be in the path, its letters
 * in order but not side by side: `cctl` finds `src/chatController.ts`. Beginnings of words count for more, in camel case
 * too, and so does the name after the last slash.
 */
export function fuzzyScore(query: string, path: string): number | undefined {
  let sum = 0;
  for (const word of query.split(/\s+/)) {
    if (word === '') continue;
    const score = wordScore(word, path);
    if (score === undefined) return undefined;
    sum += score;
  }
  return sum - path.length * lengthPenalty;
}

function wordScore(word: string, path: string): number | undefined {
  if (!isWithin(word.toLowerCase(), path.toLowerCase())) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const inName = bestAlignment(word, name);
  return inName === undefined ? bestAlignment(word, path) : inName + nameBonus;
}

/** Cheap, and false for nearly every path. */
function isWithin(letters: string, path: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = path.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}

/**
 * The best sum over all ways to find the letters of `word` in `target` in order. For each letter in turn, `ending[at]`
 * is the best with that letter at `at`.
 */
function bestAlignment(word: string, target: string): number | undefined {
  const lowerTarget = target.toLowerCase();
  const lowerWord = word.toLowerCase();
  // Some capitals get longer in lower case, as İ; then the letters would not stand side by side.
  if (lowerTarget.length !== target.length || lowerWord.length !== word.length) return 0;
  let ending: number[] = [];
  for (let letter = 0; letter < word.length; letter++) {
    const next: number[] = new Array(target.length).fill(-Infinity);
    let bestBefore = letter === 0 ? 0 : -Infinity;
    for (let at = 0; at < target.length; at++) {
      if (lowerTarget[at] === lowerWord[letter]) {
        const adjacent = (ending[at - 1] ?? -Infinity) + bonus.run;
        next[at] = Math.max(bestBefore, adjacent) + placeBonus(target, at, word[letter] === target[at]);
      }
      if (letter > 0) bestBefore = Math.max(bestBefore, ending[at] ?? -Infinity) - gapPenalty;
    }
    ending = next;
  }
  const best = Math.max(...ending);
  return best === -Infinity ? undefined : best;
}

function placeBonus(target: string, at: number, sameCase: boolean): number {
  let score = 0;
  if (sameCase) score += bonus.sameCase;
  if (isWordStart(target, at)) score += bonus.wordStart;
  if (at === 0) score += bonus.nameStart;
  return score;
}

function isWordStart(target: string, at: number): boolean {
  const [before, letter] = [target[at - 1], target[at]];
  if (before === undefined || letter === undefined) return true;
  if (/[/\\._\-\s]/.test(before)) return true;
  return /\p{Lu}/u.test(letter) && /[\p{Ll}\d]/u.test(before);
}
