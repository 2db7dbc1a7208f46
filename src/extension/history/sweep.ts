import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readLines } from '../../chat/conversationLog.ts';
import { isMissing } from './appendLines.ts';
import { isReplacement } from './compactFile.ts';
import { fileName, idOfFile } from './conversationId.ts';
import { readLines as readChunks, withFile } from './readLines.ts';
import { asidePath } from './setAside.ts';

/** What was written to more recently may be in use by another window. */
const restingMs = 60 * 60 * 1000;
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where the conversations are, and what is known of time. */
export interface SweepParts {
  /** The folder of the conversations’ files. */
  readonly directory: string;
  /** The index, which may be written beside itself before it is put into its place. */
  readonly indexPath: string;
  /** Whether a conversation is in no list, for there is no question in its file. */
  readonly isUnlisted: (id: string) => boolean;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Hears of what could not be removed. */
  readonly report: (error: unknown) => void;
}

/**
 * Removes what windows have left behind that were killed: indices and conversations that were about to take the place of
 * others, what was set aside of conversations that are gone, and files that only hold pieces of answers.
 *
 * @throws {Error} if the folder cannot be read.
 */
export async function sweepLeftovers(parts: SweepParts): Promise<void> {
  const { directory, indexPath } = parts;
  const names = await readdir(directory);
  const present = new Set(names);
  for (const name of names) {
    const path = join(directory, name);
    if (isReplacement(name) || isOrphan(name, present)) await dropIfResting(path, parts);
    const id = idOfFile(name);
    if (id !== undefined && parts.isUnlisted(id)) await dropIfResting(path, parts, isRemnant);
  }
  for (const name of await readdir(dirname(indexPath))) {
    if (isIndexReplacement(name, basename(indexPath)))
      await dropIfResting(join(dirname(indexPath), name), parts);
  }
}

/** Whether something was set aside of a conversation that is gone. */
function isOrphan(name: string, present: ReadonlySet<string>): boolean {
  const suffix = asidePath('');
  const owner = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
  return idOfFile(owner) !== undefined && !present.has(owner);
}

function isIndexReplacement(name: string, index: string): boolean {
  return name.startsWith(`${index}.`) && uuidPattern.test(name.slice(index.length + 1));
}

async function dropIfResting(
  path: string,
  { now, report }: SweepParts,
  isLeftover: (path: string) => Promise<boolean> = async () => true,
): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (mtimeMs < now() - restingMs && (await isLeftover(path))) await rm(path, { force: true });
  } catch (error) {
    // Another window was faster.
    if (!isMissing(error)) report(error);
  }
}

/**
 * Whether a file has nothing of a conversation but pieces of answers whose question is gone: older versions made such
 * files anew after a conversation was deleted. Where a line is damaged, it may have been the question.
 */
async function isRemnant(path: string): Promise<boolean> {
  return withFile(path, async (handle) => {
    let isOurs = false;
    for await (const bytes of readChunks(handle)) {
      const { records, damaged, hasForeign } = readLines(bytes.toString());
      if (damaged.length > 0 || hasForeign || bytes.at(-1) !== 0x0a) return false;
      for (const record of records) {
        if (record.type === 'question' || record.type === 'answer' || record.type === 'restart') return false;
        if (record.type === 'meta' && record.title) return false;
        isOurs ||= record.type === 'conversation' && fileName(record.id) === basename(path);
      }
    }
    return isOurs;
  });
}
