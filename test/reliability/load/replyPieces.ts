/** The question that is answered with `count` pieces of `length` characters, `delayMs` milliseconds apart. */
export function questionFor(name: string, count: number, length: number, delayMs: number): string {
  return `${name} ${count} ${length} ${delayMs}`;
}

/** The pieces of the answer to it: each names the conversation and its place. */
export function replyPieces(name: string, count: number, length: number): string[] {
  return Array.from({ length: count }, (_, index) => `${`${name}:${index}`.padEnd(length - 1, '.')} `);
}
