/** Cuts what a WebSocket's server sends behind every frame (RFC 6455, section 5.2; a server masks none). */
export async function* framesIn(socket: AsyncIterable<Buffer>, early: Buffer): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of withFirst(early, socket)) {
    pending = Buffer.concat([pending, chunk]);
    for (let length = frameLength(pending); length <= pending.length; length = frameLength(pending)) {
      yield pending.subarray(0, length);
      pending = pending.subarray(length);
    }
  }
}

async function* withFirst(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** Of the frame that begins here, its head included; Infinity as long as that is not known. */
function frameLength(bytes: Buffer): number {
  if (bytes.length < 2) return Infinity;
  const short = bytes.readUInt8(1) & 0x7f;
  if (short === 126) return bytes.length < 4 ? Infinity : 4 + bytes.readUInt16BE(2);
  if (short === 127) return bytes.length < 10 ? Infinity : 10 + Number(bytes.readBigUInt64BE(2));
  return 2 + short;
}
