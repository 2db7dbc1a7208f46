/**
 * Looks into the packed extension: nothing may be in it but what packageContents.txt names, nothing of that may be
 * missing, nothing in it may look like a key or like a path of this machine, and it has to be small.
 */
import { readFile } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';
import { Problem, runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';
import { readZip } from './zip.ts';

const largestSize = 1_000_000;

const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{40}/,
  /\bsk-[A-Za-z0-9]{32,}/,
  /\bbce-v3\/ALTAK-[A-Za-z0-9]+/,
  // A key of Zhipu's, but not the example that shows what one looks like.
  /\b(?!0123456789abcdef)[0-9a-f]{32}\.[A-Za-z0-9]{16}\b/,
];

async function main(): Promise<void> {
  const { name, version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const file = `${name}-${version}.vsix`;
  const archive = await readFile(join(repository, file));
  const files = readZip(archive);
  const patterns = (await readFile(join(import.meta.dirname, 'packageContents.txt'), 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

  const faults = [
    ...[...files.keys()]
      .filter((path) => !patterns.some((pattern) => matchesGlob(path, pattern)))
      .map((path) => `${path} has no business in the package`),
    ...patterns
      .filter((pattern) => ![...files.keys()].some((path) => matchesGlob(path, pattern)))
      .map((pattern) => `${pattern} is missing`),
    ...[...files].flatMap(([path, content]) => {
      const text = content.toString('latin1');
      return [
        ...secrets
          .filter((secret) => secret.test(text))
          .map((secret) => `${path} has something like a key in it: ${secret}`),
        ...(text.includes(repository) ? [`${path} names a folder of this machine`] : []),
      ];
    }),
    ...(archive.length > largestSize ? [`it has ${archive.length} bytes; ${largestSize} are allowed`] : []),
  ];
  for (const [path, content] of files) {
    console.log(`${String(content.length).padStart(9)}  ${path}`);
  }
  console.log(`${file}: ${files.size} files, ${(archive.length / 1000).toFixed(0)} kB`);
  if (faults.length > 0) {
    throw new Problem(
      `${file} is not fit to be published:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
  }
}

await runMain(main);
