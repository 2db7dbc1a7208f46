/** A file as people, compilers and models name it, with the place in it. */
export interface PathReference {
  /** With forward slashes; `C:/…` or `/…` if it is absolute. */
  readonly path: string;
  /** One-based. */
  readonly line?: number;
  readonly column?: number;
}

/** `#L12`, `#L12-L20`, `(12,3)`, `:12:3`, `:12-20`. A range is shown from its beginning. */
const place = /(?:#L(\d+)(?:C(\d+))?(?:-L?\d+(?:C\d+)?)?|\((\d+)(?:,\s*(\d+))?\)|:(\d+)(?::(\d+)|-\d+)?:?)$/;

/** Reads `src/a.ts:12:3` and its relatives. Undefined where there is no path in it. */
export function parsePathReference(text: string): PathReference | undefined {
  const trimmed = text.trim();
  const found = place.exec(trimmed);
  const path = (found ? trimmed.slice(0, found.index) : trimmed)
    .replaceAll('\\', '/')
    .replace(/^file:\/\/(?=\/)/, '')
    .replace(/^\/(?=[a-z]:\/)/i, '');
  if (path === '' || path.includes('\0')) return undefined;
  const line = number(found?.[1] ?? found?.[3] ?? found?.[5]);
  const column = number(found?.[2] ?? found?.[4] ?? found?.[6]);
  return { path, ...(line && { line }), ...(line && column && { column }) };
}

function number(digits: string | undefined): number | undefined {
  const value = Number(digits);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
