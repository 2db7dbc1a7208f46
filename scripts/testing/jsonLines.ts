import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** Reads a file of JSON objects, one per line, while another process writes it. */
export class JsonLines<T> {
  readonly #file: string;
  #position = 0;
  /** The beginning of a line that was not whole yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    this.#file = file;
  }

  /** @returns what was added since the last call */
  read(): T[] {
    if (!existsSync(this.#file)) return [];
    const chunks = [this.#rest];
    const file = openSync(this.#file, 'r');
    try {
      for (;;) {
        const chunk = Buffer.alloc(64 * 1024);
        const length = readSync(file, chunk, 0, chunk.length, this.#position);
        if (length === 0) break;
        this.#position += length;
        chunks.push(chunk.subarray(0, length));
      }
    } finally {
      closeSync(file);
    }
    const bytes = Buffer.concat(chunks);
    const end = bytes.lastIndexOf('\n') + 1;
    this.#rest = bytes.subarray(end);
    return bytes
      .subarray(0, end)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }
}
