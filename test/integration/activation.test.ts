import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { activated, extensionId } from './support/hanlin.ts';

/** The files of ours that the extension host has loaded; this suite runs in the same process. */
function loadedFiles(): string[] {
  const { extensionPath } = vscode.extensions.getExtension(extensionId) ?? {};
  return Object.keys(require.cache).filter((path) => path.startsWith(`${extensionPath}/dist/`));
}

/** What VS Code has bound as well, and means something else only while the keyboard is in something of ours. */
const onlyInOurs = new Set(['ctrl+n', 'ctrl+h', 'ctrl+enter', 'ctrl+backspace', 'escape']);

describe('activation', () => {
  it('loads no vendor and no heavy library', async () => {
    const { activationMs } = await activated();
    const files = loadedFiles();
    console.log(`      activated in ${activationMs.toFixed(1)} ms with ${files.length} file(s)`);
    assert.ok(files.some((path) => path.endsWith('/extension.cjs')));
    assert.deepEqual(
      files.filter((path) => /undici|jose|ws\.cjs|provider|vendors|keyWizard|modelPicker/i.test(path)),
      [],
    );
  });

  it('registers every command of the manifest, and contributes every command it registers', async () => {
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const contributed = manifest.contributes.commands.map(({ command }) => command).sort();
    assert.deepEqual(contributed, Object.values(commandIds).sort());
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      contributed.filter((command) => !registered.includes(command)),
      [],
    );
  });

  it('binds keys that no default of VS Code uses', async () => {
    const defaults = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('vscode://defaultsettings/keybindings.json'),
    );
    const bound = [...defaults.getText().matchAll(/"key":\s*"([^"]+)",\s*"command":\s*"([^"]+)"/g)];
    assert.ok(bound.length > 300, 'the default key bindings could not be read');
    const ours: string[] = bound
      .filter(([, , command = '']) => command.startsWith('hanlin.'))
      .map(([, key = '']) => key);
    assert.ok(ours.includes('ctrl+k h') && ours.includes('ctrl+alt+h'), ours.join());
    const others = bound.filter(
      ([, key = '', command = '']) =>
        ours.includes(key) && !onlyInOurs.has(key) && !command.startsWith('hanlin.'),
    );
    assert.deepEqual(
      others.map(([, , command]) => command),
      [],
    );
  });
});
