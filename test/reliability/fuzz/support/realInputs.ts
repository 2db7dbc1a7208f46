import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '../../../fixtures');

/** The transcripts of a vendor whose file names match, as they came over the wire. */
export function transcripts(vendor: string, names: RegExp): readonly Buffer[] {
  const folder = join(fixtures, vendor);
  const found = readdirSync(folder).filter((name) => names.test(name) && !/^(?:README|vectors)/.test(name));
  if (found.length === 0) throw new Error(`There is no transcript of ${vendor} that matches ${names}.`);
  return found.sort().map((name) => readFileSync(join(folder, name)));
}

/** The JSON in a transcript: what stands behind `data:`, or every line. */
export function jsonIn(transcript: Uint8Array): readonly string[] {
  return Buffer.from(transcript)
    .toString()
    .split(/\r?\n/)
    .map((line) => line.replace(/^data: ?/, ''))
    .filter((line) => line.startsWith('{'));
}
