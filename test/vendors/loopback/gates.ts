/** A gate for every answer under way, so that a test can let answers go on past their hold. */
export interface Gates {
  /** How many answers are under way. */
  readonly size: number;
  /** Opens the gates of all answers under way now; the ones that come later are held again. */
  release(): void;
  enter(): Gate;
}

export interface Gate {
  readonly released: Promise<void>;
  /** The answer is over. */
  leave(): void;
}

export function createGates(): Gates {
  const gates = new Set<() => void>();
  return {
    get size() {
      return gates.size;
    },
    release: () => {
      for (const open of gates) open();
    },
    enter: () => {
      const gate = Promise.withResolvers<void>();
      gates.add(gate.resolve);
      return { released: gate.promise, leave: () => gates.delete(gate.resolve) };
    },
  };
}
