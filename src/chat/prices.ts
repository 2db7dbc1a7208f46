import type { AnswerTurn, ModelSelection } from './conversation.ts';

/** In ¥ per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** For input from the vendor's cache; absent: as any other. */
  readonly cachedInput?: number;
}

/** By `vendor/api/model`, or by `vendor/api` for all its models without a price of their own. */
export type PriceTable = Readonly<Record<string, Price>>;

/** What the user wrote into the settings, as far as it is a price. */
export function readPrices(setting: unknown): PriceTable {
  if (typeof setting !== 'object' || setting === null) return {};
  return Object.fromEntries(Object.entries(setting).filter(([, price]) => isPrice(price)));
}

/** What an answer has cost, as `¥0.0123`; undefined where its price or its tokens are not known. */
export function costOf({ status, respondent }: AnswerTurn, prices: PriceTable): string | undefined {
  const price = priceOf(respondent, prices);
  const usage = status.state === 'done' ? status.usage : undefined;
  if (!price || usage?.inputTokens === undefined || usage.outputTokens === undefined) return undefined;
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const yuan =
    ((usage.inputTokens - cached) * price.input +
      cached * (price.cachedInput ?? price.input) +
      usage.outputTokens * price.output) /
    1_000_000;
  return formatYuan(yuan);
}

function priceOf({ vendorId, apiId, model }: ModelSelection, prices: PriceTable): Price | undefined {
  return [`${vendorId}/${apiId}/${model}`, `${vendorId}/${apiId}`]
    .filter((key) => Object.hasOwn(prices, key))
    .map((key) => prices[key])[0];
}

/** One answer costs fractions of a fen, so small sums have four decimals. */
function formatYuan(yuan: number): string {
  if (yuan > 0 && yuan < 0.0001) return '<¥0.0001';
  return `¥${yuan.toFixed(yuan === 0 ? 0 : yuan < 1 ? 4 : 2)}`;
}

function isPrice(value: unknown): value is Price {
  if (typeof value !== 'object' || value === null) return false;
  const { input, output, cachedInput = 0 } = value as Record<keyof Price, unknown>;
  return [input, output, cachedInput].every(
    (amount) => typeof amount === 'number' && Number.isFinite(amount) && amount >= 0,
  );
}
