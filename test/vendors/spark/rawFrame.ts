import type { RawFrame } from './socketScenario.ts';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The bytes of one frame as the server sends it: unmasked unless told otherwise. Source: RFC 6455, 5.2. */
export function encodeFrame(frame: RawFrame): Uint8Array {
  const payload = Buffer.from(frame.payload as Uint8Array);
  const length = frame.announcedLength ?? payload.length;
  const first = (frame.fin === false ? 0 : 0x80) | ((frame.reserved ?? 0) << 4) | frame.opcode;
  const mask = frame.masked ? 0x80 : 0;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = first;
  if (length < 126) {
    header[1] = mask | length;
  } else if (length < 65_536) {
    header[1] = mask | 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = mask | 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([header, Buffer.alloc(frame.masked ? 4 : 0), payload]);
}

/** A text message in `count` fragments of about the same size. */
export function encodeFragments(text: string, count: number): readonly Uint8Array[] {
  const bytes = Buffer.from(text);
  const size = Math.max(1, Math.ceil(bytes.length / count));
  const total = Math.max(1, Math.ceil(bytes.length / size));
  return Array.from({ length: total }, (_, index) =>
    encodeFrame({
      opcode: index === 0 ? opcodes.text : opcodes.continuation,
      payload: bytes.subarray(index * size, (index + 1) * size),
      fin: index === total - 1,
    }),
  );
}
