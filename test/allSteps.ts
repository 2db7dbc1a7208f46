/** What work returns that is done a piece at a time, when all of it is done at once. */
export function resultOf<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
