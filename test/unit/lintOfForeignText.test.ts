import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { repository } from '../../scripts/vscode/paths.ts';

const calls = [
  "void vscode.window.showInformationMessage('x');",
  "void vscode.window.showErrorMessage('x', 'y');",
  'void vscode.window.showQuickPick([]);',
  'void vscode.window.createQuickPick();',
  'void vscode.window.showInputBox();',
  "void vscode.window.setStatusBarMessage('x');",
  'void vscode.window.createStatusBarItem();',
  "void vscode.window.createTerminal('x');",
  "void new vscode.MarkdownString('x');",
  "void new vscode.TreeItem('x');",
];

describe('lint', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hanlin-lint-'));
    const {
      vcs: _,
      $schema: __,
      ...settings
    } = JSON.parse(readFileSync(join(repository, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(settings));
    const plugin = 'scripts/lint/foreignText.grit';
    mkdirSync(dirname(join(folder, plugin)), { recursive: true });
    copyFileSync(join(repository, plugin), join(folder, plugin));
    for (const [at, call] of calls.entries()) {
      const text = `import * as vscode from 'vscode';\n\nexport function show(): void {\n  ${call}\n}\n`;
      for (const place of ['src/extension', 'src/extension/display']) {
        mkdirSync(join(folder, place), { recursive: true });
        writeFileSync(join(folder, place, `call${at}.ts`), text);
      }
    }
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses every call that hands text to VS Code, but in src/extension/display', () => {
    const biome = join(repository, 'node_modules/@biomejs/biome/bin/biome');
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [biome, 'lint', '--reporter=json', '--max-diagnostics=none', folder],
      { cwd: folder, encoding: 'utf8' },
    );
    const said = stdout + stderr;
    for (const at of calls.keys()) {
      assert.ok(said.includes(`src/extension/call${at}.ts`), calls[at]);
    }
    assert.equal(said.includes('src/extension/display/call'), false, said);
    assert.match(said, /Show text through src\/extension\/display/);
  }).timeout(60_000);
});
