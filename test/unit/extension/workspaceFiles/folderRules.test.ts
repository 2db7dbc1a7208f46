import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type FolderSettings,
  folderRules,
  ignoreFile,
} from '../../../../src/extension/workspaceFiles/folderRules.ts';

const nothing: FolderSettings = { above: [], prefix: '', inside: [], globs: [], ignoreCase: false };

describe('the rules of a workspace folder', () => {
  it('are those of Git, of the settings, and of .hanlinignore', () => {
    const rules = folderRules({
      ...nothing,
      inside: [
        { folder: '', name: '.gitignore', text: 'git.ts' },
        { folder: 'deep', name: '.gitignore', text: '/own.ts' },
        { folder: '', name: '.hanlinignore', text: 'never.ts' },
      ],
      globs: ['**/hidden.ts'],
    });
    const paths = ['git.ts', 'deep/own.ts', 'own.ts', 'a/hidden.ts', 'never.ts', 'a.ts'];
    assert.deepEqual(paths.filter(rules.isIgnored), ['git.ts', 'deep/own.ts', 'a/hidden.ts', 'never.ts']);
    assert.deepEqual(paths.filter(rules.isForbidden), ['never.ts']);
  });

  it('are those of the repository that it is a part of, too', () => {
    const rules = folderRules({
      ...nothing,
      above: [
        { folder: '', text: '/packages/shop/top.ts' },
        { folder: 'packages', text: '/shop/middle.ts' },
      ],
      prefix: 'packages/shop',
      inside: [
        { folder: '', name: '.gitignore', text: '/own.ts' },
        { folder: 'src', name: '.gitignore', text: '/deep.ts' },
        { folder: '', name: '.hanlinignore', text: '/never.ts' },
      ],
    });
    const paths = ['top.ts', 'middle.ts', 'own.ts', 'src/deep.ts', 'never.ts', 'deep.ts', 'src/own.ts'];
    assert.deepEqual(paths.filter(rules.isIgnored), paths.slice(0, 5));
    assert.deepEqual(paths.filter(rules.isForbidden), ['never.ts']);
  });

  it('tell cases apart where the file system does', () => {
    const inside = [
      { folder: '', name: '.gitignore', text: 'git.ts' },
      { folder: '', name: '.hanlinignore', text: 'never.ts' },
    ];
    const paths = ['Git.ts', 'Never.ts', 'Hidden.ts'];
    const settings = { ...nothing, inside, globs: ['hidden.ts'] };
    assert.deepEqual(paths.filter(folderRules(settings).isIgnored), []);
    const folding = folderRules({ ...settings, ignoreCase: true });
    assert.deepEqual(paths.filter(folding.isIgnored), paths);
    assert.deepEqual(paths.filter(folding.isForbidden), ['Never.ts']);
  });
});

describe('a file with rules', () => {
  it('holds in the folder that it stands in', () => {
    assert.deepEqual(ignoreFile('a/b/.gitignore', 'x', true), [
      { folder: 'a/b', name: '.gitignore', text: 'x' },
    ]);
    assert.deepEqual(ignoreFile('.gitignore', '', true), [{ folder: '', name: '.gitignore', text: '' }]);
  });

  it('keeps out everything where it is .hanlinignore and cannot be read', () => {
    assert.deepEqual(ignoreFile('a/.hanlinignore', undefined, true), [
      { folder: 'a', name: '.hanlinignore', text: '*' },
    ]);
    assert.deepEqual(ignoreFile('.hanlinignore', undefined, false), []);
    assert.deepEqual(ignoreFile('.gitignore', undefined, true), []);
  });
});
