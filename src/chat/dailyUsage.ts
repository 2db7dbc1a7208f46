import type { Usage } from '../core/streamPart.ts';

/*
 * The tokens of one day on disk: one JSON record a line, only ever appended, so that several windows can count
 * together.
 */

export interface VendorUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The line that keeps what an answer has used, with its line end. */
export function usageLine(vendorId: string, { inputTokens = 0, outputTokens = 0 }: Usage): string {
  return `${JSON.stringify([vendorId, inputTokens, outputTokens])}\n`;
}

/** What each vendor was used for, by its id, in the order of the first use. Lines that cannot be read are passed over. */
export function sumUsage(lines: string): ReadonlyMap<string, VendorUsage> {
  const sums = new Map<string, VendorUsage>();
  for (const line of lines.split('\n')) {
    const record = parse(line);
    if (!record) continue;
    const [vendorId, input, output] = record;
    const { inputTokens, outputTokens } = sums.get(vendorId) ?? { inputTokens: 0, outputTokens: 0 };
    sums.set(vendorId, { inputTokens: inputTokens + input, outputTokens: outputTokens + output });
  }
  return sums;
}

/** The calendar day of a moment where the user is, as `2026-11-21`. */
export function localDay(milliseconds: number): string {
  const date = new Date(milliseconds);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}

function parse(line: string): [string, number, number] | undefined {
  try {
    const record: unknown = JSON.parse(line);
    if (!Array.isArray(record)) return undefined;
    const [vendorId, input, output] = record as unknown[];
    return typeof vendorId === 'string' && isCount(input) && isCount(output)
      ? [vendorId, input, output]
      : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
