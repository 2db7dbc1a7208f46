import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { properties } = manifest.contributes.configuration;

/**
 * What a workspace may do with each setting: its settings.json, that of a folder in it, and a `.code-workspace` file.
 * Whoever adds a setting decides here.
 *
 * - `nothing`: only the user's own value holds. For all that decides where a key or a question goes, what is sent along
 *   without being asked for, what it costs, and what is run.
 * - `once trusted`: for what a file of a trusted workspace could say as well.
 */
const mayWorkspaces: Readonly<Record<string, 'nothing' | 'once trusted'>> = {
  'hanlin.answerLanguage': 'once trusted',
  'hanlin.completion.delay': 'nothing',
  'hanlin.completion.enabled': 'nothing',
  'hanlin.completion.languages': 'nothing',
  'hanlin.completion.model': 'nothing',
  'hanlin.endpoints': 'nothing',
  'hanlin.network': 'nothing',
  'hanlin.options': 'nothing',
  'hanlin.prices': 'nothing',
  'hanlin.prompts': 'once trusted',
  'hanlin.sendWith': 'nothing',
  'hanlin.workspaceInstructions': 'nothing',
};

/** VS Code's own settings that a workspace can change and that we read, and what it could reach with them. */
const settingsOfOthers: Readonly<Record<string, string>> = {
  files: 'exclude: fewer files, or more of those that are in the workspace anyway',
  search: 'exclude: the same',
  http: 'read from the user’s value only',
};

describe('the settings of a workspace', () => {
  it('are decided on one by one', () => {
    assert.deepEqual(Object.keys(properties).sort(), Object.keys(mayWorkspaces).sort());
  });

  it('do nothing, or nothing before it is trusted', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    const restricted = Object.keys(mayWorkspaces).filter((name) => mayWorkspaces[name] === 'once trusted');
    assert.deepEqual([...restrictedConfigurations].sort(), restricted);
    for (const [name, decision] of Object.entries(mayWorkspaces)) {
      // Others than these two: `machine` can be set for a remote, `resource` for a folder or a language.
      assert.equal(properties[name].scope, decision === 'nothing' ? 'application' : 'window', name);
    }
  });

  it('are read where it is known what they are', () => {
    const sections = sourceFiles(join(root, 'src')).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/getConfiguration\(\s*'([\w.]+)'/g)].map(
        ([, name = '']) => name,
      ),
    );
    assert.ok(sections.length >= 5, 'nothing is found');
    const ours = ['hanlin', 'hanlin.completion'];
    const others = sections.filter((name) => !ours.includes(name));
    for (const section of others) assert.ok(section in settingsOfOthers, section);
  });

  it('reach nothing by an address or a proxy: those are read from the user’s own value', () => {
    const settings = readFileSync(join(root, 'src/extension/settings.ts'), 'utf8');
    const network = readFileSync(join(root, 'src/extension/transport/networkSettings.ts'), 'utf8');
    for (const name of ['endpoints', 'options', 'prices']) {
      assert.doesNotMatch(settings, new RegExp(`\\.get(<[^>]*>)?\\('${name}'`), name);
      assert.match(settings, new RegExp(`userValue(<.*>)?\\('${name}'\\)`), name);
    }
    assert.doesNotMatch(network, /\.get(<[^>]*>)?\(/);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
