import { longestEvent } from '../../../core/limits.ts';
import { eventTooLong } from '../../../net/sse.ts';

export interface EventLines {
  push(chunk: Uint8Array): void;
  /** The body has ended properly: what is left is the last line. */
  end(): void;
}

/**
 * Cuts a body into lines, whatever the chunks are cut at. V1 mixes the lines of an event stream with bare JSON, which a
 * parser of event streams throws away; and since an event is one line, there is nothing else for a parser to do.
 *
 * @param onLine gets every line that is not empty, without its end; what it throws comes out of `push` and `end`.
 *   `whole` is false for a last line without an end.
 */
export function createEventLines(onLine: (line: string, whole: boolean) => void): EventLines {
  const decoder = new TextDecoder();
  let pending = '';

  function take(line: string, whole: boolean): void {
    if (line.length > longestEvent) throw eventTooLong();
    onLine(line, whole);
  }

  function split(text: string): void {
    // A line may end with CR, LF or both; the empty line between both is none.
    const lines = text.split(/[\r\n]/);
    lines[0] = pending + lines[0];
    pending = lines.pop() ?? '';
    for (const line of lines) if (line !== '') take(line, true);
    if (pending.length > longestEvent) throw eventTooLong();
  }

  return {
    push: (chunk) => split(decoder.decode(chunk, { stream: true })),
    end() {
      split(decoder.decode());
      if (pending !== '') take(pending, false);
    },
  };
}
