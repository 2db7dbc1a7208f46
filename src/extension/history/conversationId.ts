const suffix = '.jsonl';
const idPattern = /^[0-9a-z-]{1,64}$/;

/**
 * The name of a conversation's file.
 *
 * @throws {RangeError} if the id could lead out of the folder, or is not one of ours for another reason.
 */
export function fileName(id: string): string {
  if (!idPattern.test(id)) throw new RangeError('Not the id of a conversation.');
  return id + suffix;
}

/** The id of the conversation in a file; undefined for any other file. */
export function idOfFile(name: string): string | undefined {
  if (!name.endsWith(suffix)) return undefined;
  const id = name.slice(0, -suffix.length);
  return idPattern.test(id) ? id : undefined;
}
