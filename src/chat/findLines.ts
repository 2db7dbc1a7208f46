/**
 * All places where a list has some lines one after another, in time that grows with both, by the algorithm of Knuth,
 * Morris and Pratt.
 *
 * @param wanted if there are none, there is no such place
 * @returns the numbers of the first lines, from 0
 */
export function findLines(wanted: readonly string[], lines: readonly string[]): number[] {
  if (wanted.length === 0) return [];
  const found: number[] = [];
  const back = backSteps(wanted);
  let matched = 0;
  for (let at = 0; at < lines.length; at++) {
    while (matched > 0 && lines[at] !== wanted[matched]) matched = back[matched - 1] ?? 0;
    if (lines[at] === wanted[matched]) matched++;
    if (matched < wanted.length) continue;
    found.push(at + 1 - matched);
    matched = back[matched - 1] ?? 0;
  }
  return found;
}

/** For each line, how many of the first lines the lines up to it end with, without being all of them. */
function backSteps(wanted: readonly string[]): Int32Array {
  const steps = new Int32Array(wanted.length);
  let matched = 0;
  for (let at = 1; at < wanted.length; at++) {
    while (matched > 0 && wanted[at] !== wanted[matched]) matched = steps[matched - 1] ?? 0;
    if (wanted[at] === wanted[matched]) matched++;
    steps[at] = matched;
  }
  return steps;
}
