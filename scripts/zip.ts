import { inflateRawSync } from 'node:zlib';

/** An entry of the central directory. */
interface Entry {
  /** Where its record begins in the archive. */
  readonly offset: number;
  readonly name: string;
}

/** @throws RangeError if it is no ZIP archive */
function* centralDirectory(archive: Buffer): Generator<Entry> {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end === -1) {
    throw new RangeError('This is no ZIP archive.');
  }
  let offset = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const nameLength = archive.readUInt16LE(offset + 28);
    yield { offset, name: archive.toString('utf8', offset + 46, offset + 46 + nameLength) };
    offset += 46 + nameLength + archive.readUInt16LE(offset + 30) + archive.readUInt16LE(offset + 32);
  }
}

/**
 * Reads a ZIP archive (APPNOTE 6.3.10; stored and deflated entries, no ZIP64).
 *
 * @returns contents by path, without folders
 * @throws RangeError if it is no such archive
 */
export function readZip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { offset, name } of centralDirectory(archive)) {
    const deflated = archive.readUInt16LE(offset + 10) === 8;
    const size = archive.readUInt32LE(offset + 20);
    const local = archive.readUInt32LE(offset + 42);
    // The local header has lengths of its own: its extra field may differ.
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = archive.subarray(start, start + size);
    if (!name.endsWith('/')) {
      files.set(name, deflated ? inflateRawSync(data) : data);
    }
  }
  return files;
}

/**
 * @returns the archive with every file readable by all and writable by its owner, as after a checkout with the usual
 *   umask; otherwise the umask of whoever packs it would be in it
 * @throws RangeError if it is no ZIP archive
 */
export function withUsualModes(archive: Buffer): Buffer {
  const result = Buffer.from(archive);
  for (const { offset } of centralDirectory(archive)) {
    // The mode of a regular file, in the upper half.
    result.writeUInt32LE((0o100644 << 16) >>> 0, offset + 38);
  }
  return result;
}
