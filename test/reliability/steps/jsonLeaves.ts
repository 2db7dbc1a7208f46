/** Where in a JSON value a text or number stands; a name may be that of a member in JSON that is the text of a member. */
export type LeafPath = readonly (string | number)[];

const insideText = '(JSON)';

/** All texts and numbers in a value, JSON in texts included. */
export function leavesOf(value: unknown, path: LeafPath = []): LeafPath[] {
  if (typeof value === 'string') {
    const inner = nestedJson(value);
    return [path, ...(inner === undefined ? [] : leavesOf(inner, [...path, insideText]))];
  }
  if (typeof value === 'number') return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

/** The same value with a text in one place. */
export function withLeaf(value: unknown, [first, ...rest]: LeafPath, text: string): unknown {
  if (first === undefined) return text;
  if (first === insideText) return JSON.stringify(withLeaf(JSON.parse(String(value)), rest, text));
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === first ? withLeaf(item, rest, text) : item));
  }
  const object = value as Record<string, unknown>;
  return { ...object, [first]: withLeaf(object[first], rest, text) };
}

/** All lists in a value that are not empty, lists in JSON in texts included. */
export function listsOf(value: unknown, path: LeafPath = []): LeafPath[] {
  if (typeof value === 'string') {
    const inner = nestedJson(value);
    return inner === undefined ? [] : listsOf(inner, [...path, insideText]);
  }
  if (typeof value !== 'object' || value === null) return [];
  const here = Array.isArray(value) && value.length > 0 ? [path] : [];
  const members: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [...here, ...members.flatMap(([name, member]) => listsOf(member, [...path, name]))];
}

/** The same value with the items of one list again and again, so that it has `count`. */
export function withMany(value: unknown, [first, ...rest]: LeafPath, count: number): unknown {
  if (first === undefined) {
    const items = value as readonly unknown[];
    return Array.from({ length: count }, (_, at) => items[at % items.length]);
  }
  if (first === insideText) return JSON.stringify(withMany(JSON.parse(String(value)), rest, count));
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === first ? withMany(item, rest, count) : item));
  }
  const object = value as Record<string, unknown>;
  return { ...object, [first]: withMany(object[first], rest, count) };
}

function nestedJson(text: string): object | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
