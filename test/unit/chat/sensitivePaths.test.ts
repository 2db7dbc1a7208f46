import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fitsPattern, pathPatterns } from '../../../src/chat/pathPattern.ts';
import { plainParts } from '../../../src/chat/pathSpelling.ts';
import { sensitivePlace, sensitivePlaceAround } from '../../../src/chat/sensitivePaths.ts';
import { type SensitivePlace, sensitivePlaces } from '../../../src/chat/sensitivePlaces.ts';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { processorTime } from '../../processorTime.ts';
import { sensitiveCases } from './sensitiveCases.ts';

const sensitive = Object.keys(sensitiveCases);
const numRuns = budget({ sample: 500, soak: 20_000 });

function nameOf({ program, occasion, paths }: SensitivePlace): string {
  return `${program} (${occasion}): ${paths[0]}`;
}

/** What is looked for, without the mark before a pattern that says where. */
function bodies({ paths }: SensitivePlace): (readonly string[])[] {
  return paths.flatMap((path) => pathPatterns(path.replace(/^(\*\*)?\//, '')));
}

/** A path that a pattern, without choices, is for. */
function exampleOf(pattern: readonly string[]): string {
  return pattern.map((part) => (part === '**' ? 'x' : part.replaceAll('*', 'x'))).join('/');
}

describe('the table of files that do something by being there', () => {
  it('has a case for each row', () => {
    const missing = sensitivePlaces.filter((place) => {
      const patterns = bodies(place);
      return !sensitive.some((path) => patterns.some((one) => fitsPattern(plainParts(path), one)));
    });
    assert.deepEqual(missing.map(nameOf), []);
    const patterns = sensitivePlaces.flatMap(bodies);
    reportFigure(
      `files that programs run by themselves: ${patterns.length} patterns, ${sensitivePlaces.length} rows`,
    );
  });

  it('names the program of each row', () => {
    for (const { program, paths } of sensitivePlaces) assert.match(program, /\S/, paths[0]);
  });

  it('knows each of them, and none of those that look like them', () => {
    assert.deepEqual(
      sensitive.filter((path) => !sensitivePlace(path)),
      [],
    );
    assert.deepEqual(
      Object.values(sensitiveCases).filter((path) => sensitivePlace(path)),
      [],
    );
  });

  it('knows a path for each pattern, below any folder', () => {
    for (const { paths } of sensitivePlaces) {
      for (const one of paths.filter((path) => !path.startsWith('/'))) {
        for (const pattern of pathPatterns(one.replace(/^\*\*\//, ''))) {
          const path = exampleOf(pattern);
          for (const spelled of [path, `a/b/${path}`, `/home/somebody/${path}`, `C:\\w\\${path}`])
            assert.ok(sensitivePlace(spelled), spelled);
          const reachesUp = one.startsWith('**/') || (pattern.length > 1 && pattern[0]?.startsWith('.'));
          if (reachesUp) assert.ok(sensitivePlaceAround(`/home/somebody/${path}`), path);
        }
      }
    }
  });

  it('knows what hosts look for only at the root of a project there alone', () => {
    for (const place of sensitivePlaces) {
      for (const pattern of place.paths.filter((path) => path.startsWith('/'))) {
        for (const parts of pathPatterns(pattern.slice(1))) {
          const path = exampleOf(parts);
          for (const spelled of [path, `./${path}`, `a/../${path}`, path.toUpperCase()])
            assert.ok(sensitivePlace(spelled), spelled);
          assert.notEqual(sensitivePlace(`data/${path}`), place, path);
        }
      }
    }
  });

  it('is written in patterns that mean what they say', () => {
    for (const { paths } of sensitivePlaces) {
      for (const path of paths) {
        assert.doesNotMatch(path, /\{[^}]*\{|\}[^{]*\}|\\/, path);
        for (const pattern of pathPatterns(path.replace(/^(\*\*)?\//, ''))) {
          assert.ok(!path.startsWith('/') || pattern.length === 1, path);
          assert.ok(!pattern.slice(0, -1).includes('**'), path);
          assert.ok(
            pattern.every((part) => part !== ''),
            path,
          );
          assert.notEqual(pattern.join('/').replaceAll('*', ''), '', path);
        }
      }
    }
  });

  it('knows these, too', () => {
    const paths = [
      ...['binding.gyp', 'vitest.workspace.ts', 'src/setupTests.ts', 'config-overrides.js', 'jest.preset.js'],
      ...[
        'tslint.json',
        '.dependency-cruiser.js',
        '.rbenv-vars',
        'app/local.properties',
        'go.mod',
        'go.work',
      ],
      ...[
        'amplify.yml',
        'heroku.yml',
        'app.json',
        'app.yaml',
        'railway.json',
        'railway.toml',
        'nixpacks.toml',
      ],
      ...['zeabur.yaml', 'serverless.yml', 'CONVENTIONS.md', '.openhands_instructions', 'hooks/hooks.json'],
      ...['.kimi/a', '.joycode/a', '.codeflicker/a', '.neovate/a', '.catpaw/a', '.costrict/a', '.grok/a'],
      ...['.warp/a', '.qodo/a', 'mcp.toml', '.vscode', '.husky', 'etc/profile', 'libs/a/project.json'],
    ];
    assert.deepEqual(
      paths.filter((path) => !sensitivePlace(path)),
      [],
    );
    const everyday = paths.filter((path) => sensitivePlace(path)?.isEveryday);
    assert.deepEqual(everyday, [
      'go.mod',
      'go.work',
      'heroku.yml',
      'app.json',
      'app.yaml',
      'libs/a/project.json',
    ]);
  });

  it('does not know ordinary files with the name of one that counts elsewhere', () => {
    const paths = [
      ...['app/code/User/index.ts', 'code/user/model.py', 'src/i18n/global.json', 'src/assets/global.json'],
      ...['src/firebase.json', 'notes/now.json', 'data/render.yaml', 'src/shapes/circle.yml'],
      ...['locales/ecs.json', 'game/crush.json', 'src/codegen.ts', 'web/profile', 'docs/amp.md'],
      ...['docs/warp.md', 'docs/crush.md', 'docs/codex.md', 'data/project.json', 'src/workspace'],
      ...['data/moon.json', 'charts/garden.yaml', 'db/shard.yml', 'src/app.json', 'src/fly.toml'],
    ];
    assert.deepEqual(
      paths.filter((path) => sensitivePlace(path)),
      [],
    );
  });

  it('takes instructions in any folder and any case: where case makes no difference, it is the same file', () => {
    for (const path of ['AGENTS.md', 'docs/AGENTS.md', 'docs/agents.md', 'docs/claude.md'])
      assert.equal(sensitivePlace(path)?.occasion, 'obey', path);
  });

  it('says who takes the file, and what of it is written every day', () => {
    const facts = (path: string) => {
      const { program, occasion, isEveryday = false } = sensitivePlace(path) ?? {};
      return [program, occasion, isEveryday];
    };
    assert.deepEqual(facts('.gitlab-ci.yml'), ['GitLab', 'push', false]);
    assert.deepEqual(facts('.cargo/config.toml'), ['Cargo', 'build', false]);
    assert.deepEqual(facts('eslint.config.ts'), ['ESLint', 'check', false]);
    assert.deepEqual(facts('.github/copilot-instructions.md'), ['GitHub Copilot', 'obey', false]);
    assert.deepEqual(facts('conftest.py'), ['pytest', 'test', false]);
    assert.deepEqual(facts('.vscode/mcp.json'), ['MCP', 'connect', false]);
    assert.deepEqual(facts('package.json'), ['npm', 'install', true]);
    assert.deepEqual(facts('node_modules/a/package.json'), ['Node.js', 'start', false]);
  });
});

describe('a path of a file that does something by being there', () => {
  const path = fc.constantFrom(...sensitive);
  const invisible = fc.constantFrom('\u200b', '\u200c', '\u2060', '\ufeff', '\u00ad');
  const wide = (character: string): string =>
    /[!-~]/.test(character) && !/[/\\:%~]/.test(character)
      ? String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)
      : character;

  it('is known in any case', () => {
    fc.assert(
      fc.property(path, fc.infiniteStream(fc.boolean()), (one, upper) => {
        const spelled = [...one].map((character) =>
          upper.next().value ? character.toUpperCase() : character.toLowerCase(),
        );
        assert.ok(sensitivePlace(spelled.join('')), spelled.join(''));
      }),
      { numRuns },
    );
  });

  it('is known with characters in it that are not seen, or that are normalised', () => {
    fc.assert(
      fc.property(path, fc.nat(), invisible, fc.infiniteStream(fc.boolean()), (one, at, hidden, isWide) => {
        const place = at % (one.length + 1);
        const spelled = [...one].map((character) => (isWide.next().value ? wide(character) : character));
        const text = [...spelled.slice(0, place), hidden, ...spelled.slice(place)].join('');
        assert.ok(sensitivePlace(text), JSON.stringify(text));
      }),
      { numRuns },
    );
    for (const one of ['.ßh/authorized_keys', '.ſsh/config', '.gıt/config'])
      assert.ok(sensitivePlace(one), one);
  });

  it('is known with what Windows leaves out', () => {
    const ends = fc.constantFrom('.', ' ', '. .', '...', '::$DATA', ':stream', ':stream:$DATA');
    fc.assert(
      fc.property(path, fc.array(ends, { maxLength: 3 }), (one, chosen) => {
        const spelled = one
          .split('/')
          .map((part, index) => part + (chosen[index] ?? ''))
          .join('/');
        assert.ok(sensitivePlace(spelled), spelled);
        assert.ok(sensitivePlace(one.replaceAll('/', '\\') + (chosen[0] ?? '')), one);
      }),
      { numRuns },
    );
  });

  it('is known with detours', () => {
    const detour = fc.constantFrom('./', 'a/../', '//', 'a/b/../../', '.git/../', 'a/./../');
    fc.assert(
      fc.property(path, fc.array(detour, { maxLength: 4 }), (one, detours) => {
        const spelled = one
          .split('/')
          .map((part, index) => (detours[index] ?? '') + part)
          .join('/');
        assert.ok(sensitivePlace(spelled), spelled);
      }),
      { numRuns },
    );
    assert.equal(sensitivePlace('.git/../src/a.ts'), undefined);
  });

  it('is known encoded, up to four times', () => {
    const encode = (text: string): string =>
      [...text].map((one) => `%${(one.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`).join('');
    fc.assert(
      fc.property(path, fc.integer({ min: 1, max: 4 }), (one, times) => {
        let spelled = one;
        for (let time = 0; time < times; time++) spelled = encode(spelled);
        assert.ok(sensitivePlace(spelled), spelled);
        assert.ok(sensitivePlace(encodeURIComponent(one)), one);
      }),
      { numRuns: Math.min(numRuns, 200) },
    );
    assert.equal(sensitivePlace('src/100%.ts'), undefined);
  });

  it('is known encoded beside what is not: what cannot be decoded stays', () => {
    const stray = fc.constantFrom('%', '100%', '%zz', '%ff', '%e4%b8', '%%');
    fc.assert(
      fc.property(path, stray, fc.boolean(), (one, junk, isDouble) => {
        const dot = isDouble ? '%252e' : '%2e';
        const spelled = `${junk}/../${one.replaceAll('.', dot)}`;
        assert.ok(sensitivePlace(spelled), spelled);
      }),
      { numRuns: Math.min(numRuns, 200) },
    );
    assert.ok(sensitivePlace('100%/%2egithub/workflows/a.yml'));
    assert.ok(sensitivePlace('%2egithub/workflows/a%.yml'));
  });

  it('is known with blanks around its names', () => {
    const blank = fc.constantFrom(' ', '\n', '\t', '\r\n', '\u00a0', '\u2028');
    fc.assert(
      fc.property(path, blank, blank, (one, before, after) => {
        const spelled = one
          .split('/')
          .map((part) => before + part + after)
          .join('/');
        assert.ok(sensitivePlace(spelled), JSON.stringify(spelled));
      }),
      { numRuns: Math.min(numRuns, 200) },
    );
  });

  it('may be hidden behind the short names of Windows', () => {
    for (const one of ['GIT~1/hooks/x', 'VSCODE~1/TASKS~1.JSO', 'src/GITLAB~1.YML', '.github/WORKFL~1/a.yml'])
      assert.equal(sensitivePlace(one)?.occasion, 'short-name', one);
    for (const one of ['src/a.ts~', 'src/~a.ts', 'main.c.~1~', 'src/longerthan~1.ts'])
      assert.equal(sensitivePlace(one), undefined, one);
  });

  it('never makes the search throw, or take long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (one) => {
        sensitivePlace(one);
      }),
      { numRuns: Math.min(numRuns, 200) },
    );
    // What a path may be at most on any system.
    for (const one of ['%25', '. ', 'a/', '~1', '.git/', '../'])
      assert.ok(processorTime(() => sensitivePlace(one.repeat(32_768 / one.length))) < 1_000, one);
  });
});
