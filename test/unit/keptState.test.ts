import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { repository } from '../../scripts/vscode/paths.ts';

/** What lies in VS Code's `globalState` and `workspaceState`, file by file: never a text of a conversation or of code. */
const kept: Readonly<Record<string, readonly string[]>> = {
  'src/extension/createChat.ts': ['hanlin.currentConversation'],
  'src/extension/extension.ts': [],
  // Which is only deleted.
  'src/extension/inlineEdit/forgetInstructions.ts': ['hanlin.recentInstructions'],
  'src/extension/modelService.ts': ['hanlin.recentModels', 'hanlin.selection', 'hanlin.tokenFactors'],
  'src/extension/workspaceFiles/workspaceGuidance.ts': ['hanlin.declinedInstructions'],
};

describe('what is kept in VS Code’s state', () => {
  const root = join(repository, 'src/extension');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'));
  const sources = files.map(
    (name) => [`src/extension/${name}`, readFileSync(join(root, name), 'utf8')] as const,
  );

  it('is a short list, and is on the security page', () => {
    const found = sources
      .filter(([, text]) => /\bmemento\b|\bglobalState\b|\bworkspaceState\b/i.test(text))
      .map(([name, text]) => [
        name,
        [...text.matchAll(/(?:k|K)ey = '(hanlin\.\w+)'/g)].map(([, key]) => key).sort(),
      ]);
    assert.deepEqual(Object.fromEntries(found), kept);
    const page = readFileSync(join(repository, 'SECURITY.md'), 'utf8');
    for (const what of [
      'chosen model',
      'last five models',
      'tokens each counts',
      'conversation this window goes on with',
      'instructions of the workspace you left out',
      'drafts',
    ]) {
      assert.ok(page.replace(/\s+/g, ' ').includes(what), what);
    }
  });

  it('is not synchronised', () => {
    assert.deepEqual(
      sources.filter(([, text]) => text.includes('setKeysForSync')).map(([name]) => name),
      [],
    );
  });
});
