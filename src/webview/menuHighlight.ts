export interface Piece {
  readonly text: string;
  readonly match: boolean;
}

/**
 * Cuts a label into what matches a query and what does not: where the query stands as a whole, or else its characters
 * one after the other. Of a path only the last part is looked for. Upper and lower case are the same.
 */
export function highlight(label: string, query: string): readonly Piece[] {
  const wanted = query.slice(query.lastIndexOf('/') + 1).trim();
  const marked = wanted === '' ? undefined : (markWhole(label, wanted) ?? markCharacters(label, wanted));
  if (!marked) return [{ text: label, match: false }];
  const pieces: { text: string; match: boolean }[] = [];
  for (const [index, character] of [...label].entries()) {
    const match = marked.has(index);
    const last = pieces.at(-1);
    if (last?.match === match) last.text += character;
    else pieces.push({ text: character, match });
  }
  return pieces;
}

function markWhole(label: string, wanted: string): ReadonlySet<number> | undefined {
  const characters = [...label].map(fold);
  const sought = [...wanted].map(fold);
  const start = characters.findIndex((_, at) =>
    sought.every((each, offset) => characters[at + offset] === each),
  );
  return start === -1 ? undefined : new Set(sought.map((_, offset) => start + offset));
}

function markCharacters(label: string, wanted: string): ReadonlySet<number> | undefined {
  const characters = [...label].map(fold);
  const marked = new Set<number>();
  let from = 0;
  for (const each of wanted) {
    const at = characters.indexOf(fold(each), from);
    if (at === -1) return undefined;
    marked.add(at);
    from = at + 1;
  }
  return marked;
}

function fold(character: string): string {
  return character.toLowerCase();
}
