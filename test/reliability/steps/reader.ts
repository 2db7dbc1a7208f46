/** Something that reads what others have written. */
export interface Reader {
  readonly name: string;
  /** The most that may be handed to it, in UTF-16 code units: what is longer is refused before. Absent: anything. */
  readonly longest?: number;
  /**
   * Gets ready to read a text, which is not measured.
   *
   * @returns reads it: at once, in steps that it yields between, or waiting in between
   */
  prepare(text: string): () => unknown;
}

/** A reader that needs no preparation. */
export function reader(name: string, read: (text: string) => unknown, longest?: number): Reader {
  return { name, prepare: (text) => () => read(text), ...(longest !== undefined && { longest }) };
}
