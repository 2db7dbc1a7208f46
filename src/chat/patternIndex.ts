import { fitsPattern, type PathParts, pathPatterns } from './pathPattern.ts';

interface Entry<Value> {
  readonly pattern: PathParts;
  readonly value: Value;
}

/** Many patterns for paths (`pathPattern.ts`), of which those that fit one are found without trying all of them. */
export class PatternIndex<Value> {
  readonly #byName = new Map<string, Entry<Value>[]>();
  readonly #byExtension = new Map<string, Entry<Value>[]>();
  readonly #byFolder = new Map<string, Entry<Value>[]>();
  /** Those in which none of these is written out. */
  readonly #others: Entry<Value>[] = [];

  add(pattern: string, value: Value): void {
    for (const parts of pathPatterns(pattern)) this.#listFor(parts).push({ pattern: parts, value });
  }

  /** The values of the patterns that fit the end of a path, each once, in no order. */
  find(path: PathParts): Set<Value> {
    const name = path.at(-1) ?? '';
    const entries = [
      this.#byName.get(name),
      this.#byExtension.get(extensionOf(name)),
      ...[...new Set(path)].map((folder) => this.#byFolder.get(folder)),
      this.#others,
    ].flatMap((list) => list ?? []);
    return new Set(entries.filter(({ pattern }) => fitsPattern(path, pattern)).map(({ value }) => value));
  }

  #listFor(pattern: PathParts): Entry<Value>[] {
    const name = pattern.at(-1) ?? '';
    if (name === '**') {
      const folder = pattern[0] ?? '';
      return folder.includes('*') ? this.#others : listIn(this.#byFolder, folder);
    }
    if (!name.includes('*')) return listIn(this.#byName, name);
    const extension = extensionOf(name);
    return extension.includes('*') ? this.#others : listIn(this.#byExtension, extension);
  }
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function listIn<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
