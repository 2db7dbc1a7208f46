import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildRecord, bundledPackages } from './bundledPackages.ts';

/** Work of others that a package carries without saying so in a licence file of its own. */
const carried: Readonly<
  Record<string, { readonly name: string; readonly licence: string; readonly file: string }>
> = {
  // Compiled to WebAssembly, it parses HTTP.
  undici: { name: 'llhttp', licence: 'MIT', file: 'llhttp.txt' },
};

const licenceFile = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

/**
 * The licences of everything that the bundles contain, as their texts demand. The same packages give the same text.
 *
 * @param root the repository
 * @throws Error if a package has no licence file
 */
export async function thirdPartyNotices(root: string, builds: readonly BuildRecord[]): Promise<string> {
  const sections: string[] = [
    'Hanlin contains work of others, whose licences follow. Hanlin itself is under the licence in LICENSE.txt.',
  ];
  for (const { name, version, licence, directory } of await bundledPackages(root, builds)) {
    const files = (await readdir(join(root, directory))).filter((file) => licenceFile.test(file)).sort();
    if (files.length === 0) {
      throw new Error(
        `${directory} has no licence file: its licence has to be found and kept in scripts/licences.`,
      );
    }
    sections.push(
      await section(
        `${name} ${version}`,
        licence,
        files.map((file) => join(root, directory, file)),
      ),
    );
    const inside = carried[name];
    if (inside !== undefined) {
      const text = join(import.meta.dirname, 'licences', inside.file);
      sections.push(await section(`${inside.name}, in ${name} ${version}`, inside.licence, [text]));
    }
  }
  return `${sections.join(`\n\n${'='.repeat(80)}\n`)}\n`;
}

async function section(title: string, licence: string, files: readonly string[]): Promise<string> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const tidy = texts.map((text) => text.replaceAll('\r\n', '\n').trim());
  return `${title} (${licence})\n\n${tidy.join(`\n\n${'-'.repeat(80)}\n\n`)}`;
}
