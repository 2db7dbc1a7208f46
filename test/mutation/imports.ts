import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const imported = [
  // Also of several lines; types alone are never loaded.
  /^\s*(?:import|export)\s+(?!type\b)[^;'"]*?\bfrom\s+['"]([^'"]+)['"]/gm,
  /^\s*import\s+['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
];

/** The modules that a source file loads when it runs, as it names them. */
export function importsOf(source: string): string[] {
  return imported.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name]) => name ?? ''));
}

/** What the files of a repository load, directly and through others. */
export class ImportGraph {
  readonly #root: string;
  readonly #direct = new Map<string, readonly string[]>();
  readonly #reached = new Map<string, ReadonlySet<string>>();

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Everything that is loaded along with a file: paths from the repository, with slashes, and the names of packages. The
   * file itself is among it.
   */
  reachedFrom(file: string): ReadonlySet<string> {
    const known = this.#reached.get(file);
    if (known) return known;
    const reached = new Set([file]);
    // A set can grow while it is gone through.
    for (const each of reached) {
      for (const next of this.#importsOf(each)) reached.add(next);
    }
    this.#reached.set(file, reached);
    return reached;
  }

  #importsOf(file: string): readonly string[] {
    const known = this.#direct.get(file);
    if (known) return known;
    const found = /\.[cm]?[jt]s$/.test(file) ? this.#read(file) : [];
    this.#direct.set(file, found);
    return found;
  }

  #read(file: string): string[] {
    let source: string;
    try {
      source = readFileSync(join(this.#root, file), 'utf8');
    } catch {
      return [];
    }
    return importsOf(source).map((name) =>
      name.startsWith('.')
        ? relative(this.#root, resolve(this.#root, dirname(file), name))
            .split(sep)
            .join('/')
        : name,
    );
  }
}
