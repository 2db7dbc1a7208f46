/*
 * What a window that is going to be killed says of its screen: one line of JSON each, in the order in which a person
 * would have seen it. Every line is written before the window does anything else.
 */

/** Something new on the screen. */
export type ScreenReport = {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly conversation: string;
} & (
  | { readonly type: 'question'; readonly id: string; readonly text: string }
  /** Text that was added to an answer. */
  | { readonly type: 'text' | 'reasoning'; readonly id: string; readonly added: string }
  /** The answer begins anew, empty. */
  | { readonly type: 'title'; readonly text: string }
);

/** The whole lines of a window's output. The last one may be torn. */
export function readReports(output: string): ScreenReport[] {
  const lines = output.slice(0, output.lastIndexOf('\n') + 1).split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ScreenReport]));
}
