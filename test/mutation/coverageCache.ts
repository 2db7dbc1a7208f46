import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Covered } from './baseline.ts';
import type { ImportGraph } from './imports.ts';
import type { Mutant } from './mutant.ts';

interface Entry {
  /** Of everything that the test file loads. */
  readonly fingerprint: string;
  readonly ms: number;
  /** By file with mutants: how often each was passed, by its place in the file. Files that were not looked at are absent. */
  readonly files: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

/** What test files cover, kept from one run to the next as long as neither they nor what they load changes. */
export class CoverageCache {
  readonly #directory: string;
  readonly #repository: string;
  readonly #graph: ImportGraph;
  /** The ids of the mutants of each file, in their order. */
  readonly #ids: ReadonlyMap<string, readonly string[]>;

  /** @param mutants all those of the files that are looked at */
  constructor(
    directory: string,
    repository: string,
    graph: ImportGraph,
    mutants: readonly Pick<Mutant, 'id' | 'file'>[],
  ) {
    this.#directory = directory;
    this.#repository = repository;
    this.#graph = graph;
    const byFile = Map.groupBy(mutants, ({ file }) => file);
    this.#ids = new Map([...byFile].map(([file, own]) => [file, own.map(({ id }) => id)]));
  }

  /** @returns undefined unless it is known for all the files that are looked at */
  async read(testFile: string): Promise<Covered | undefined> {
    const text = await readFile(this.#path(testFile), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const entry: Entry = JSON.parse(text);
    if (entry.fingerprint !== this.#fingerprint(testFile)) return undefined;
    const hits = new Map<string, number>();
    for (const [file, ids] of this.#looked(testFile)) {
      const own = entry.files[file];
      if (own === undefined) return undefined;
      for (const [place, count] of Object.entries(own)) hits.set(ids[Number(place)] ?? '', count);
    }
    return { testFile, ms: entry.ms, hits };
  }

  async write({ testFile, ms, hits }: Covered): Promise<void> {
    const files: Record<string, Record<number, number>> = {};
    for (const [file, ids] of this.#looked(testFile)) {
      const own = ids.flatMap((id, place) => (hits.has(id) ? [[place, hits.get(id) ?? 0] as const] : []));
      files[file] = Object.fromEntries(own);
    }
    const entry: Entry = { fingerprint: this.#fingerprint(testFile), ms, files };
    await mkdir(this.#directory, { recursive: true });
    await writeFile(this.#path(testFile), JSON.stringify(entry));
  }

  #looked(testFile: string) {
    const reached = this.#graph.reachedFrom(testFile);
    return [...this.#ids].filter(([file]) => reached.has(file));
  }

  #fingerprint(testFile: string): string {
    const hash = createHash('sha256');
    for (const name of [...this.#graph.reachedFrom(testFile)].sort()) {
      hash.update(`${name}\0`);
      const path = join(this.#repository, name);
      // Packages have no path, and what a test has in a text may look like an import.
      if (existsSync(path)) hash.update(readFileSync(path));
    }
    return hash.digest('hex');
  }

  #path(testFile: string): string {
    return join(this.#directory, `${testFile.replaceAll('/', '+')}.json`);
  }
}
