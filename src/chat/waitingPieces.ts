import type { AnswerPiece } from './foldAnswers.ts';

interface Waiting {
  readonly piece: AnswerPiece;
  /** Position in the order of the file. */
  readonly order: number;
}

/**
 * Pieces of one part of an answer that wait for what they follow: the next one is the one that follows the least. It is a
 * binary heap, for a file may have them in any order.
 */
export class WaitingPieces {
  readonly #heap: Waiting[] = [];
  #count = 0;

  get isEmpty(): boolean {
    return this.#heap.length === 0;
  }

  /** All of them, each after what it follows. */
  get all(): AnswerPiece[] {
    return this.#heap.toSorted(compare).map(({ piece }) => piece);
  }

  add(piece: AnswerPiece): void {
    const heap = this.#heap;
    const added = { piece, order: this.#count++ };
    let at = heap.push(added) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above];
      if (!other || compare(other, added) <= 0) break;
      heap[at] = other;
      heap[above] = added;
      at = above;
    }
  }

  /** Takes out from the beginning what `take` says it has dealt with, up to the first that it has not. */
  takeWhile(take: (piece: AnswerPiece) => boolean): void {
    for (let first = this.#heap[0]; first && take(first.piece); first = this.#heap[0]) this.#dropFirst();
  }

  #dropFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      let next = 2 * at + 1;
      const [left, right] = [heap[next], heap[next + 1]];
      if (left && right && compare(right, left) < 0) next += 1;
      const below = heap[next];
      if (!below || compare(last, below) <= 0) return;
      heap[at] = below;
      heap[next] = last;
      at = next;
    }
  }
}

function compare(one: Waiting, other: Waiting): number {
  const [first, second] = [placeOf(one.piece), placeOf(other.piece)];
  return first[0] - second[0] || first[1] - second[1] || one.order - other.order;
}

/** A text that stands for itself follows nothing; a piece of one follows the text before. */
function placeOf(piece: AnswerPiece): readonly [number, number] {
  switch (piece.type) {
    case 'delta':
      return [piece.rewrites ?? 0, piece.at];
    case 'replace':
      return piece.piece ? [piece.rewrites ?? 0, Number.NEGATIVE_INFINITY] : [-1, piece.rewrites ?? 0];
    case 'extras':
      return [0, piece.at];
    case 'status':
      return [0, 0];
  }
}
