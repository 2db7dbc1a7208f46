import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { lastMoment } from '../../chat/moment.ts';

/** The view takes no other numbers. */
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const moment = v.pipe(count, v.maxValue(lastMoment));

const summary = v.object({
  id: v.string(),
  title: v.string(),
  model: v.string(),
  count,
  createdAt: moment,
  updatedAt: moment,
  pinned: v.boolean(),
  workspace: v.exactOptional(v.object({ name: v.string(), uri: v.string() })),
  deletedAt: v.exactOptional(v.pipe(v.number(), v.finite())),
});

const entry = v.object({
  /** Of the file when it was read; if either is another, the entry is worth nothing. */
  size: count,
  mtimeMs: v.pipe(v.number(), v.finite()),
  /** Absent where there is nothing to list. */
  summary: v.exactOptional(summary),
  /** The size of the file when it was found not worth compacting. */
  compactSize: v.exactOptional(count),
});

const index = v.object({ version: v.literal(1), entries: v.record(v.string(), v.unknown()) });

export type IndexEntry = v.InferOutput<typeof entry>;

/** What was found in the conversations' files, by id. Empty if the index is missing or broken: it is only a cache. */
export async function readIndex(path: string): Promise<Map<string, IndexEntry>> {
  try {
    const { entries } = v.parse(index, JSON.parse(await readFile(path, 'utf8')));
    return new Map(
      Object.entries(entries).flatMap(([id, value]) =>
        v.is(entry, value) && (value.summary?.id ?? id) === id ? [[id, value]] : [],
      ),
    );
  } catch {
    return new Map();
  }
}

/**
 * Writes the index as a whole; of two windows that do so, one wins.
 *
 * @throws {Error} of the file system.
 */
export async function writeIndex(path: string, entries: ReadonlyMap<string, IndexEntry>): Promise<void> {
  const text = JSON.stringify({ version: 1, entries: Object.fromEntries(entries) });
  const replacement = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(replacement, text, { mode: 0o600 });
    await rename(replacement, path);
  } catch (error) {
    await rm(replacement, { force: true });
    throw error;
  }
}
