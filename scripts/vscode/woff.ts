import { inflateSync } from 'node:zlib';

/**
 * A TrueType font out of its compressed form for the web, which a browser takes only from a page.
 *
 * @param woff a file of WOFF 1.0
 * @throws Error if it is none
 * @see https://www.w3.org/TR/WOFF/
 */
export function trueTypeOf(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('This is no WOFF file.');
  const flavour = woff.readUInt32BE(4);
  const count = woff.readUInt16BE(12);
  const header = Buffer.alloc(12 + 16 * count);
  header.writeUInt32BE(flavour, 0);
  header.writeUInt16BE(count, 4);
  const entries = Math.floor(Math.log2(count));
  header.writeUInt16BE(16 * 2 ** entries, 6);
  header.writeUInt16BE(entries, 8);
  header.writeUInt16BE(16 * (count - 2 ** entries), 10);
  const tables: Buffer[] = [];
  let end = header.length;
  for (let index = 0; index < count; index++) {
    const at = 44 + 20 * index;
    const [offset, packedLength, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field)) as [
      number,
      number,
      number,
    ];
    const packed = woff.subarray(offset, offset + packedLength);
    // Every table begins at a multiple of four bytes.
    const table = Buffer.alloc(Math.ceil(length / 4) * 4);
    (packedLength < length ? inflateSync(packed) : packed).copy(table);
    const entry = 12 + 16 * index;
    woff.copy(header, entry, at, at + 4); // tag
    woff.copy(header, entry + 4, at + 16, at + 20); // checksum
    header.writeUInt32BE(end, entry + 8);
    header.writeUInt32BE(length, entry + 12);
    tables.push(table);
    end += table.length;
  }
  return Buffer.concat([header, ...tables]);
}
