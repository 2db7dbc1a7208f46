import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderContents } from '../../../scripts/vscode/folderContents.ts';
import { installVSCode, vscodeMegabytes } from '../../../scripts/vscode/install.ts';

describe('the VS Code from npm', () => {
  /** The folder that is kept. */
  let directory: string;

  before(async () => {
    const { entry } = await installVSCode();
    directory = join(entry, '../../../../..');
  });

  it('takes about as much of the disk as is said', async () => {
    const { bytes } = await folderContents(directory);
    const measured = bytes / 1_000_000;
    const said = vscodeMegabytes.disk;
    assert.ok(Math.abs(measured - said) <= said / 10, `${measured.toFixed()} MB, not about ${said}`);
  });

  it('has every extension that its window names', async () => {
    const vscode = join(directory, 'node_modules/code-server/lib/vscode');
    const workbench = join(vscode, 'out/vs/code/browser/workbench/workbench.js');
    const named = (await readFile(workbench, 'utf8')).matchAll(/\bextensionPath:"([\w.-]+)"/g);
    const names = Array.from(named, ([, name]) => name ?? '');
    assert.ok(names.includes('typescript-language-features'));
    const missing = names.filter((name) => !existsSync(join(vscode, 'extensions', name, 'package.json')));
    assert.deepEqual(missing, []);
  });
});
