import { ProviderError } from '../../../core/error.ts';

export interface EventLines {
  push(chunk: Uint8Array): void;
  /** The body has ended properly: what is left is the last line. */
  end(): void;
}

/** A line is a few hundred bytes; one that grows beyond this many characters is not a chat reply. */
const longestLine = 4_000_000;

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

  function split(text: string): void {
    // A line may end with CR, LF or both; the empty line between both is none.
    const lines = text.split(/[\r\n]/);
    lines[0] = pending + lines[0];
    pending = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line, true);
    if (pending.length > longestLine) {
      throw new ProviderError('protocol', `A line of the reply is longer than ${longestLine} characters`);
    }
  }

  return {
    push: (chunk) => split(decoder.decode(chunk, { stream: true })),
    end() {
      split(decoder.decode());
      if (pending !== '') onLine(pending, false);
    },
  };
}
