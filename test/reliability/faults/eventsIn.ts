/** Cuts the body of an event stream behind the blank line of every event; the last piece may be the beginning of one. */
export async function* eventsIn(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    pending = Buffer.concat([pending, chunk]);
    for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
      yield pending.subarray(0, end + 2);
      pending = pending.subarray(end + 2);
    }
  }
  if (pending.length > 0) yield pending;
}
