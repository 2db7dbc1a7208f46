/**
 * Divides `total` among `wishes`: nobody gets more than wished, and what the modest leave is divided evenly among the
 * others. All are zero or more.
 */
export function fairShares(wishes: readonly number[], total: number): number[] {
  const shares = wishes.map(() => 0);
  let left = Math.max(0, total);
  const byWish = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish);
  byWish.forEach(({ wish, index }, at) => {
    const share = Math.min(wish, left / (wishes.length - at));
    shares[index] = share;
    left -= share;
  });
  return shares;
}
