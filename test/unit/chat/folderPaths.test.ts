import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  isPlainlyIn,
  pathBelow,
  pathIn,
  pathInRepository,
  withLowerDrive,
} from '../../../src/chat/folderPaths.ts';

describe('a path in a folder of the workspace', () => {
  it('is what stands after the folder', () => {
    assert.equal(pathIn('/a/b', '/a/b/c/d.ts'), 'c/d.ts');
    assert.equal(pathIn('/a/b//', '/a/b/c'), 'c');
    assert.equal(pathIn('/', '/c'), 'c');
  });

  it('is empty for the folder itself, and nothing elsewhere', () => {
    assert.equal(pathIn('/a/b', '/a/b'), '');
    assert.equal(pathIn('/a/b/', '/a/b'), '');
    assert.equal(pathIn('/a/b', '/a/bc'), undefined);
    assert.equal(pathIn('/a/b', '/a'), undefined);
  });

  it('is found in whatever case the folder is written', () => {
    assert.equal(pathIn('/c:/Code', '/C:/code/A.ts'), 'A.ts');
  });
});

describe('what is really in a folder', () => {
  const place = (path: string, more = {}) => ({ scheme: 'file', authority: '', path, ...more });

  it('is known by the way to it', () => {
    assert.equal(pathBelow(place('/a/b'), place('/a/b/c/d')), 'c/d');
    assert.equal(pathBelow(place('/a/b/'), place('/a/b/c/')), 'c');
    assert.equal(pathBelow(place('/'), place('/c')), 'c');
    assert.equal(pathBelow(place('/a/b'), place('/a/b')), '');
    assert.equal(pathBelow(place('/a/b'), place('/a/b/')), '');
  });

  it('is not what only begins like it, stands beside it, or is on another system', () => {
    assert.equal(pathBelow(place('/a/b'), place('/a/bc/d')), undefined);
    assert.equal(pathBelow(place('/a/b'), place('/a')), undefined);
    assert.equal(pathBelow(place('/a/b'), place('/a/B/c')), undefined);
    assert.equal(pathBelow(place('/a'), place('/a/b', { scheme: 'vscode-remote' })), undefined);
    assert.equal(pathBelow(place('/a'), place('/a/b', { authority: 'wsl' })), undefined);
  });

  it('may have the letter of its drive in either case, and nothing else', () => {
    assert.equal(pathBelow(place('/C:/Code'), place('/c:/Code/a')), 'a');
    assert.equal(pathBelow(place('/c:/Code'), place('/C:/Code')), '');
    assert.equal(pathBelow(place('/c:/Code'), place('/c:/code/a')), undefined);
    assert.equal(withLowerDrive('/C:/A'), '/c:/A');
    assert.equal(withLowerDrive('/x/C:/A'), '/x/C:/A');
    assert.equal(withLowerDrive('/AB:/A'), '/AB:/A');
  });
});

describe('a path in a repository', () => {
  it('is what stands after it, as Git writes it', () => {
    assert.equal(pathInRepository('/a', '/a/b.ts'), 'b.ts');
    assert.equal(pathInRepository('/a//', '/a/b.ts'), 'b.ts');
    assert.equal(pathInRepository('/a', '/ab/c.ts'), '/ab/c.ts');
  });
});

describe('an address that somebody else has written', () => {
  const place = (path: string, more = {}) => ({ scheme: 'file', authority: '', path, ...more });
  const folders = [
    place('/srv/app'),
    place('/c:/Code'),
    place('/far', { scheme: 'vscode-remote', authority: 'ssh-remote+a' }),
  ];

  it('is in a folder where it says so plainly', () => {
    for (const path of ['/srv/app/src/a.ts', '/srv/app', '/srv/app/', '/C:/Code/a.ts', '/srv/app/.env']) {
      assert.equal(isPlainlyIn(folders, place(path)), true, path);
    }
    const remote = { scheme: 'vscode-remote', authority: 'ssh-remote+a' };
    assert.equal(isPlainlyIn(folders, place('/far/a.ts', remote)), true);
  });

  it('is in none where any system may read it otherwise', () => {
    for (const path of [
      '/etc/passwd',
      '/srv/application',
      '/srv/app/../../etc/passwd',
      '/srv/app/./a',
      '/srv/app/..',
      '//server/share/srv/app/a.ts',
      '/srv/app//server',
      '/srv/app/..\\..\\x',
      '\\\\server\\share',
      '/srv/app/\\\\server\\share',
      '/srv/app/a\0.ts',
      'srv/app/a.ts',
      '',
    ]) {
      assert.equal(isPlainlyIn(folders, place(path)), false, path);
      assert.equal(
        isPlainlyIn([place('/')], place(path)),
        ['/etc/passwd', '/srv/application'].includes(path),
        path,
      );
    }
  });

  it('is in none of another machine or kind', () => {
    for (const more of [
      { authority: 'server' },
      { scheme: 'http', authority: 'a.example' },
      { scheme: 'command' },
      { scheme: 'vscode-remote', authority: 'ssh-remote+evil' },
      { scheme: 'untitled' },
    ]) {
      assert.equal(isPlainlyIn(folders, place('/srv/app/a.ts', more)), false, JSON.stringify(more));
      assert.equal(isPlainlyIn(folders, place('/far/a.ts', more)), false, JSON.stringify(more));
    }
    assert.equal(isPlainlyIn([], place('/srv/app/a.ts')), false);
  });
});
