import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { sensitiveText, writeQuestion } from '../../../src/chat/writeQuestion.ts';
import {
  type FileStep,
  fileKey,
  isSensitiveFile,
  ruleForWriting,
  type WrittenFile,
} from '../../../src/chat/writeRules.ts';
import { sensitiveCases } from './sensitiveCases.ts';

const folder = '/home/a/app';
const inside = (path: string, root = folder): FileStep => ({ path: `${root}/${path}`, folder: root });
const file = (...steps: FileStep[]): WrittenFile => ({ steps, isUnclear: false, isOpen: false });
const translate = (text: string, values: Record<string, string> = {}): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

function told(written: WrittenFile, isPlaceChosen = false): (string | undefined)[] {
  const { ask, reasons } = ruleForWriting(written, isPlaceChosen);
  return [
    ask,
    ...reasons.map((reason) => (reason.type === 'sensitive' ? reason.place.program : reason.type)),
  ];
}

describe('whether the user is asked before a file is written', () => {
  it('depends on what the file does by being there', () => {
    assert.deepEqual(told(file(inside('src/a.ts'))), ['never']);
    assert.deepEqual(told(file(inside('.gitlab-ci.yml'))), ['each-time', 'GitLab']);
    assert.deepEqual(told(file(inside('package.json'))), ['once', 'npm']);
  });

  it('is decided by each place that a link on the way leads to', () => {
    const link = (...paths: string[]) => told(file(...paths.map((path) => inside(path))));
    assert.deepEqual(link('src/a.sh', '.git/hooks/pre-commit'), ['each-time', 'Git', 'link']);
    assert.deepEqual(link('src/a.sh', '.husky/a', 'scripts/a.sh'), ['each-time', 'Husky', 'link']);
    assert.deepEqual(link('.envrc', 'scripts/env.sh'), ['each-time', 'direnv', 'link']);
    assert.deepEqual(link('package.json', '.npmrc'), ['each-time', 'npm', 'link']);
    assert.deepEqual(link('src/a.ts', 'src/b.ts'), ['never']);
  });

  it('holds for any file of the table, whichever of the steps it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(sensitiveCases)),
        fc.array(fc.constantFrom(...Object.values(sensitiveCases)), { maxLength: 4 }),
        fc.nat(),
        (path, others, at) => {
          const steps = others.toSpliced(at % (others.length + 1), 0, path).map((one) => inside(one));
          assert.notEqual(ruleForWriting(file(...steps)).ask, 'never');
          assert.notEqual(ruleForWriting(file(...steps), true).ask, 'never');
          assert.ok(isSensitiveFile(file(...steps)));
        },
      ),
    );
  });

  it('is the case outside of the workspace, once for a file that is open', () => {
    const outside = { path: '/home/a/other/src/a.ts' };
    assert.deepEqual(told(file(outside)), ['each-time', 'outside']);
    assert.deepEqual(told({ ...file(outside), isOpen: true }), ['once', 'outside']);
    assert.deepEqual(told(file(inside('src/a.ts'), outside)), ['each-time', 'link', 'outside']);
    assert.deepEqual(told(file(outside, inside('src/a.ts'))), ['never']);
    assert.deepEqual(told({ ...file({ path: '/home/a/.bashrc' }), isOpen: true }), [
      'each-time',
      'Shell',
      'outside',
    ]);
    assert.deepEqual(told({ ...file({ path: '/home/a/package.json' }), isOpen: true }), [
      'once',
      'npm',
      'outside',
    ]);
  });

  it('is not the case for a place that was chosen in a dialog, unless the file does something', () => {
    assert.deepEqual(told(file({ path: '/home/a/Documents/chat.md' }), true), ['never']);
    assert.deepEqual(told(file({ path: '/home/a/AGENTS.md' }), true), ['each-time', 'Hanlin']);
  });

  it('is the case each time where a link leads nobody knows where', () => {
    assert.deepEqual(told({ steps: [inside('src/a.ts')], isUnclear: true, isOpen: true }), [
      'each-time',
      'unclear-link',
    ]);
  });

  it('does not depend on where the workspace is, or what it is called', () => {
    for (const root of [
      '/home/a/.cursor/worktrees/app',
      '/home/a/.codex/worktrees/1f2e/app',
      '/w/.claude/worktrees/fix',
      '/home/a/.jenkins/workspace/app',
      '/home/a/.gemini/antigravity/scratch/app',
      '/home/a/.local/src/fastlane',
      '/home/a/.dotfiles',
      '/home/a/githooks',
      '/home/a/buildSrc',
      '/home/a/Code/User/app',
      '/srv/repo.git/main',
      '/c:/app',
      '/',
    ])
      assert.deepEqual(told(file(inside('src/a.ts', root))), ['never'], root);
    assert.deepEqual(told(file(inside('.envrc', '/c:/app'))), ['each-time', 'direnv']);
  });

  it('does, where the workspace lies in a place that programs take files from, however deep', () => {
    for (const [root, path] of [
      ['/w/.github/actions/foo', 'index.js'],
      ['/w/.github', 'dependabot.yml'],
      ['/w/.claude/skills/foo', 'run.sh'],
      ['/w/.claude/skills/foo/lib/deep', 'run.sh'],
      ['/w/.cursor/rules/team', 'x.mdc'],
      ['/home/u/.config/Code/User', 'settings.json'],
      ['/home/u/.config/Code/User/profiles/a', 'tasks.json'],
      ['/Users/u/Library/Application Support/Cursor/User', 'keybindings.json'],
      ['/c:/Users/u/AppData/Roaming/Code/User', 'settings.json'],
      ['/Users/u/Library/LaunchAgents', 'x.plist'],
      ['/srv/repo.git', 'hooks/x'],
      ['/srv/repo.git', 'config'],
      ['/etc/cron.d', 'x'],
      ['/etc', 'cron.d/x'],
      ['/etc/init.d', 'x'],
      ['/etc/systemd/system', 'x.conf'],
      ['/w/.git/modules/sub', 'config'],
      ['/w/.git/worktrees/x', 'config'],
      ['/w/node_modules/x', 'index.js'],
      ['/w/node_modules/@a/b/dist', 'index.js'],
      ['/home/u/.vscode/extensions/app', 'out/extension.js'],
      ['/home/u/.oh-my-zsh/custom/plugins/x', 'x.zsh'],
      ['/w/.claude/worktrees/fix/.git/hooks', 'x'],
    ] as const)
      assert.notEqual(ruleForWriting(file(inside(path, root))).ask, 'never', `${root} ${path}`);
  });

  it('does, where the workspace was opened by a link to such a place', () => {
    const step = { ...inside('a.json', '/w/link'), real: '/home/u/.config/Code/User/a.json' };
    assert.deepEqual(told(file(step)), ['each-time', 'VS Code']);
    assert.notEqual(fileKey(file(step)), fileKey(file(inside('a.json', '/w/link'))));
  });

  it('depends on the root of a project for what hosts look for only there', () => {
    assert.deepEqual(told(file(inside('railway.toml'))), ['each-time', 'CI']);
    assert.deepEqual(told(file(inside('web/railway.toml'))), ['never']);
    assert.deepEqual(told(file({ ...inside('web/railway.toml'), isAtProjectRoot: true })), [
      'each-time',
      'CI',
    ]);
  });

  it('does, where a hidden folder is the workspace itself', () => {
    assert.deepEqual(told(file(inside('pre-x', '/r/.git/hooks'))), ['each-time', 'Git']);
    assert.deepEqual(told(file(inside('build.yml', '/r/.github/workflows'))), ['each-time', 'GitHub']);
    assert.deepEqual(told(file(inside('config', '/home/a/.ssh'))), ['each-time', 'SSH']);
    assert.deepEqual(told(file(inside('build.yml', '/r/github/workflows'))), ['never']);
  });
});

describe('what tells files apart', () => {
  it('is the way to them', () => {
    const a = inside('a');
    const b = inside('b');
    const keys = [file(a), file(b), file(a, b), { ...file(a), isUnclear: true }].map(fileKey);
    assert.equal(new Set(keys).size, 4);
    assert.equal(fileKey({ ...file(a), isOpen: true }), fileKey(file(inside('a'))));
  });
});

describe('the question before a file is written', () => {
  const ask = (written: WrittenFile) =>
    writeQuestion('code', 'x', ruleForWriting(written).reasons, translate).detail;

  it('says who runs the file, and when', () => {
    assert.equal(
      ask(file(inside('.gitlab-ci.yml'))),
      'GitLab runs what this file says when it is pushed.\nLook at every line before the file is saved.',
    );
  });

  it('says when a file takes effect that a server reads only when it loads it, or that nobody runs', () => {
    for (const path of ['nginx.conf', 'httpd.conf', 'php.ini', 'Caddyfile'])
      assert.match(ask(file(inside(path))), /^The web server follows this file the next time it/, path);
    assert.match(ask(file(inside('.htaccess'))), /^The web server obeys this file as soon as it is saved/);
    assert.match(ask(file(inside('.github/CODEOWNERS'))), /^GitHub asks the people in this file to review/);
  });

  it('translates what is no name', () => {
    const inChinese = (text: string) => (/^The (web server|terminal|shell)$/.test(text) ? '译' : text);
    for (const path of ['.htaccess', '.tmux.conf', '.bashrc']) {
      const [reason] = ruleForWriting(file(inside(path))).reasons;
      assert.ok(reason?.type === 'sensitive');
      const program: string[] = [];
      sensitiveText(reason.place, (text, values) => {
        if (values) program.push(String(values['program']));
        return inChinese(text);
      });
      assert.deepEqual(program, ['译'], path);
    }
  });

  it('says where a link leads, in characters that are seen', () => {
    assert.equal(
      ask(file(inside('a.ts'), { path: '/etc/\u202ea' })),
      'A link leads to /etc/⟨U+202E⟩a.\nThis file is outside of the workspace.\n' +
        'Look at every line before the file is saved.',
    );
    assert.match(
      ask({ steps: [inside('a')], isUnclear: true, isOpen: false }),
      /where it leads cannot be seen/,
    );
  });

  it('names the program for each row of the table', () => {
    for (const path of [...Object.keys(sensitiveCases), 'GIT~1/x']) {
      const { reasons } = ruleForWriting(file(inside(path)));
      const [reason] = reasons;
      assert.ok(reason?.type === 'sensitive');
      const text = ask(file(inside(path))).toLowerCase();
      assert.ok(text.includes(reason.place.program.toLowerCase()), path);
    }
  });

  it('tells code from a chat', () => {
    assert.match(writeQuestion('code', 'x', [], translate).question, /^Write the model’s code into x\?$/);
    assert.match(writeQuestion('chat', 'x', [], translate).question, /^Write the chat into x\?$/);
    // The export is written at once: nobody can look at it before.
    assert.doesNotMatch(writeQuestion('chat', 'x', [], translate).detail, /before the file is saved/);
  });
});
