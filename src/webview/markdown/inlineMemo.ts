import type { MarkdownNode } from './nodes.ts';

/** Remembers what texts were read as, so that a block which grows by a word is not read anew as a whole. */
export interface InlineMemo {
  /** What a text was read as in this round or the last one, or else what `read` makes of it. */
  get(text: string, read: () => readonly MarkdownNode[]): readonly MarkdownNode[];
  /** Begins a round: what the last one did not ask for is forgotten. */
  next(): void;
  /** Forgets everything: link definitions are others. */
  clear(): void;
}

export function createInlineMemo(): InlineMemo {
  let before = new Map<string, readonly MarkdownNode[]>();
  let now = new Map<string, readonly MarkdownNode[]>();
  return {
    get(text, read) {
      const known = now.get(text) ?? before.get(text) ?? read();
      now.set(text, known);
      return known;
    },
    next() {
      before = now;
      now = new Map();
    },
    clear() {
      before.clear();
      now.clear();
    },
  };
}
