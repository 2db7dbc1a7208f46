/**
 * Looks into the packed extension: nothing may be in it but what packageContents.txt names, in the sizes that it
 * allows, and nothing of that may be missing; no host may be named but those of packageHosts.txt; nothing may make code
 * from text, look like a key or name a folder of this machine; and it has to be small.
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { packageFaults, readPackageRules } from './packageRules.ts';
import { Problem, runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';
import { readZip } from './zip.ts';

async function main(): Promise<void> {
  const { name, version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const file = `${name}-${version}.vsix`;
  const archive = await readFile(join(repository, file));
  const files = readZip(archive);
  const faults = packageFaults(files, archive.length, await readPackageRules([repository, homedir()]));
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
