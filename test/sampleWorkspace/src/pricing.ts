/** Amounts are whole cents: 0.1 + 0.2 is not 0.3 in floating point, and customers notice. */
export type Cents = number;

export interface Line {
  readonly name: string;
  readonly unitPrice: Cents;
  readonly quantity: number;
}

export function subtotal(lines: readonly Line[]): Cents {
  return lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
}

/**
 * Spreads a discount over the lines of an order, in proportion to what each line costs.
 *
 * Rounding each share on its own would lose a cent here and there, so every share is rounded down first and the
 * cents that are left over go to the lines with the largest remainders.
 */
export function spreadDiscount(lines: readonly Line[], discount: Cents): Cents[] {
  const total = subtotal(lines);
  if (total === 0) {
    return lines.map(() => 0);
  }
  const shares = lines.map((line, index) => {
    const exact = (discount * line.unitPrice * line.quantity) / total;
    return { index, cents: Math.floor(exact), remainder: exact % 1 };
  });
  let left = discount - shares.reduce((sum, share) => sum + share.cents, 0);
  for (const share of [...shares].sort((a, b) => b.remainder - a.remainder)) {
    if (left <= 0) {
      break;
    }
    share.cents += 1;
    left -= 1;
  }
  return shares.map((share) => share.cents);
}
