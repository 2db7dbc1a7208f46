/** One way of trying a command, with the least that shows that it works. */
export interface Trial {
  /** As it is typed. `{port}` and the like stand for what `prepare` gives. */
  readonly line: string;
  /** The codes that it may end with. Default: 0. */
  readonly exit?: readonly number[];
  /** What the output has to say, all of it. */
  readonly says: readonly RegExp[];
  /** Until it ends, on two cores that others use as well. Default: two minutes. */
  readonly seconds?: number;
  /** Ctrl+C is pressed when it has said this, and when `act` is done with what it has said. */
  readonly until?: { readonly words: RegExp; act?(match: RegExpExecArray): Promise<void> };
  /** What has to be there beforehand. */
  prepare?(): Promise<Preparation>;
  /** Looks at what it has left in the folder. */
  check?(directory: string): void | Promise<void>;
}

export interface Preparation {
  readonly values?: Readonly<Record<string, string>>;
  /** Undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A folder with programs that are found first. */
  readonly path?: string;
  close?(): Promise<void>;
}

/** How a documented command is tried. */
export type Command =
  | { readonly trials: readonly Trial[] }
  /** It is what runs this suite: the file where that can be read. */
  | { readonly runBy: string };
