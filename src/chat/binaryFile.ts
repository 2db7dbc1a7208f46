/** Git and others look that far for a NUL to tell a binary file. */
const bytesLookedAt = 8_000;

/** Whether a file’s bytes are no text. UTF-16 is full of NULs, but begins with a mark. */
export function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && bytes.subarray(0, bytesLookedAt).includes(0);
}
