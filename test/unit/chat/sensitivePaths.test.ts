import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isSensitivePath } from '../../../src/chat/sensitivePaths.ts';

describe('files that do something by being there', () => {
  it('are known by where they are, however that is written', () => {
    for (const path of [
      '.git/hooks/pre-commit',
      'packages/a/.git/config',
      '.GIT/hooks/post-checkout',
      'GIT~1/hooks/pre-commit',
      '.git./hooks/pre-commit',
      '.git /config',
      '.git::$INDEX_ALLOCATION/config',
      '.g\u200cit/config',
      '.ｇｉｔ/config',
      '.vscode/tasks.json',
      '.vscode\\settings.json',
      '.vscode/settings.json::$DATA',
      '.VSCode/launch.json.',
      '/home/somebody/app/.vscode/extensions.json',
      'C:/app/.vscode/tasks.json',
      'app.code-workspace',
      '.devcontainer/devcontainer.json',
      '.devcontainer.json',
      '.github/workflows/build.yml',
      '.husky/pre-commit',
      '.envrc',
      '.npmrc',
      '.gitattributes',
      'AGENTS.md',
      'sub/agents.md',
      '.hanlin/prompts/fix.md',
      '.hanlin/rules.md',
      '.hanlinignore',
      '.bashrc',
      '.zshenv',
      '.ssh/authorized_keys',
    ])
      assert.ok(isSensitivePath(path), path);
  });

  it('are not those that are written every day', () => {
    for (const path of [
      'src/git.ts',
      'src/.gitkeep',
      'docs/agents/readme.md',
      '.github/ISSUE_TEMPLATE/bug.md',
      'vscode/settings.json',
      'package.json',
      '.gitignore',
      'src/agents.ts',
      'gist/config',
    ])
      assert.ok(!isSensitivePath(path), path);
  });
});
