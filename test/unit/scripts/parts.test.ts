import assert from 'node:assert/strict';
import { isUnneeded, slimPackageJson } from '../../../scripts/vscode/parts.ts';

/** A package.json that has whatever is asked for. */
const dependencies = new Proxy({}, { get: (_target, name) => `^1.0.0 of ${String(name)}` });
const original = { name: 'code-oss', type: 'module', devDependencies: { gulp: '1' }, dependencies };

describe('what of VS Code is fetched', () => {
  it('are dependencies in the versions that VS Code asks for, and the search program of one platform', () => {
    const slim = slimPackageJson(original, 'linux', 'x64');
    assert.equal(slim.dependencies['node-pty'], '^1.0.0 of node-pty');
    const ripgrep = Object.keys(slim.dependencies).filter((name) => name.includes('ripgrep'));
    assert.deepEqual(ripgrep, ['@vscode/ripgrep-linux-x64']);
    assert.match(slim.dependencies['@vscode/ripgrep-linux-x64'] ?? '', /^\d+\.\d+\.\d+$/);
  });

  it('keeps what makes the server’s files modules', () => {
    const slim = slimPackageJson(original, 'linux', 'x64');
    assert.equal(slim['type'], 'module');
    assert.deepEqual(slim['devDependencies'], {});
  });

  it('has Windows’ own modules on Windows alone', () => {
    const names = (platform: string) => Object.keys(slimPackageJson(original, platform, 'x64').dependencies);
    const extra = names('win32').filter((name) => !names('darwin').includes(name));
    assert.deepEqual(extra, [
      '@vscode/windows-process-tree',
      '@vscode/windows-registry',
      '@vscode/ripgrep-win32-x64',
    ]);
  });

  it('is nothing of telemetry or Copilot', () => {
    for (const platform of ['linux', 'darwin', 'win32']) {
      const names = Object.keys(slimPackageJson(original, platform, 'arm64').dependencies).join();
      assert.doesNotMatch(names, /1ds|applicationinsights|copilot|mxc|universal/);
    }
  });

  it('cannot be less than is needed', () => {
    assert.throws(
      () => slimPackageJson({ dependencies: { cookie: '1' } }, 'linux', 'x64'),
      /has no dependency @parcel\/watcher/,
    );
  });
});

describe('what of VS Code is deleted', () => {
  const unneeded = (path: string, platform = 'linux') => isUnneeded(path, platform, 'x64');

  it('are source maps and symbols', () => {
    assert.ok(unneeded('node_modules/@xterm/xterm/lib/xterm.js.map'));
    assert.ok(unneeded('node_modules/x/y.pdb'));
    assert.ok(!unneeded('node_modules/@xterm/xterm/lib/xterm.js'));
    assert.ok(!unneeded('extensions/x/treemap'));
  });

  it('are whole extensions, but no part of one that is kept', () => {
    assert.ok(unneeded('extensions/copilot'));
    assert.ok(unneeded('extensions/ms-vscode.js-debug'));
    for (const kept of [
      'git',
      'git-base',
      'github-authentication',
      'mermaid-markdown-features',
      'typescript-language-features',
      'markdown-language-features',
      'node_modules',
    ]) {
      assert.ok(!unneeded(`extensions/${kept}`), kept);
    }
    assert.ok(!unneeded('extensions/git/copilot'));
  });

  it('are the terminals of other platforms', () => {
    const prebuilds = 'node_modules/node-pty/prebuilds';
    assert.ok(!unneeded(`${prebuilds}/linux-x64`));
    assert.ok(unneeded(`${prebuilds}/linux-arm64`));
    assert.ok(unneeded(`${prebuilds}/win32-x64`));
    assert.ok(!unneeded(`${prebuilds}/win32-x64`, 'win32'));
    assert.ok(!unneeded(prebuilds));
    assert.ok(unneeded('node_modules/node-pty/third_party'));
    assert.ok(!unneeded('node_modules/node-pty/third_party', 'win32'));
  });
});
