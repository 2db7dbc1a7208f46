import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is of interest in esbuild’s metafile. Paths are relative to the repository, with slashes. */
export interface BuildRecord {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
        readonly imports: readonly { readonly path: string; readonly external?: boolean }[];
      }
    >
  >;
}

/** A package of npm of which something went into a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** The SPDX expression of its package.json. */
  readonly licence: string;
  /** Relative to the repository: `node_modules/undici`. */
  readonly directory: string;
}

/** @returns the files that are in the outputs of some builds, if only by a byte, sorted */
export function bundledFiles(builds: readonly BuildRecord[]): string[] {
  const files = builds.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([path]) => path),
    ),
  );
  return [...new Set(files)].sort();
}

/** @returns the modules that the outputs of some builds ask for when they run, sorted: `vscode`, `node:net` */
export function externalModules(builds: readonly BuildRecord[]): string[] {
  const modules = builds.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    ),
  );
  return [...new Set(modules)].sort();
}

/**
 * @param root the repository
 * @returns the packages in the outputs of some builds, sorted by name
 */
export async function bundledPackages(
  root: string,
  builds: readonly BuildRecord[],
): Promise<BundledPackage[]> {
  const directories = bundledFiles(builds).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  const packages = await Promise.all(
    [...new Set(directories)].map(async (directory) => {
      const { name, version, license } = JSON.parse(
        await readFile(join(root, directory, 'package.json'), 'utf8'),
      );
      return { name, version, licence: license, directory };
    }),
  );
  return packages.sort((one, other) => (one.directory < other.directory ? -1 : 1));
}
