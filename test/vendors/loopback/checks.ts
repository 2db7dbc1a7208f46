/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether the value is missing or passes. */
export function optional(value: unknown, test: (value: unknown) => boolean): boolean {
  return value === undefined || test(value);
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** A number from `low` to `high`, both included. */
export function isWithin(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}

/** A string of `shortest` to `longest` UTF-16 units. */
export function isText(value: unknown, shortest: number, longest: number): value is string {
  return typeof value === 'string' && value.length >= shortest && value.length <= longest;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
