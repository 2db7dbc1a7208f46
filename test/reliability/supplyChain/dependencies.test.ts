import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import {
  bundledLicences,
  isAllowed,
  makersTerms,
  otherWords,
  toolLicences,
} from '../../../scripts/licences.ts';
import { repository } from '../../../scripts/vscode/paths.ts';
import { reportFigure } from '../../figures.ts';

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(repository, ...path), 'utf8'));
const manifest = readJson('package.json');
const lock = readJson('package-lock.json');
const locked = Object.entries<LockedPackage>(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');

describe('what Hanlin is built from', () => {
  it('runs no script of ours when it is installed', () => {
    const ours = Object.keys(manifest.scripts);
    const run = [
      'preinstall',
      'install',
      'postinstall',
      'preprepare',
      'prepare',
      'postprepare',
      'prepublish',
      'uninstall',
    ];
    assert.deepEqual(
      ours.filter((name) => run.includes(name) || name.startsWith('vscode:')),
      [],
    );
  });

  it('lets only those packages run a script that are named, and names no other', () => {
    const withScripts = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => nameOf(path));
    assert.deepEqual([...new Set(withScripts)].sort(), Object.keys(manifest.allowScripts).sort());
    const allowed = Object.entries(manifest.allowScripts).filter(([, may]) => may);
    // Node’s own program, and the check of the builder’s.
    assert.deepEqual(allowed.map(([name]) => name).sort(), ['esbuild', 'node']);
  });

  it('lets npm fail where a script is not decided upon, and where a package comes from anywhere but a registry', () => {
    const settings = readFileSync(join(repository, '.npmrc'), 'utf8').split('\n');
    for (const expected of [
      'strict-allow-scripts=true',
      'allow-git=none',
      'allow-remote=none',
      'save-exact=true',
    ]) {
      assert.ok(settings.includes(expected), `${expected} is missing in .npmrc`);
    }
  });

  it('has an exact version of everything that is asked for', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      assert.match(String(version), /^\d+\.\d+\.\d+$/, `${name} is ${version}`);
      assert.equal(lock.packages[`node_modules/${name}`].version, version, `${name} in package-lock.json`);
    }
  });

  it('has a hash of every package, and none from anywhere but a registry', () => {
    assert.equal(lock.lockfileVersion, 3);
    for (const [path, { integrity, resolved, link, version }] of locked) {
      assert.match(integrity ?? '', /^sha512-[A-Za-z0-9+/]{86}==$/, `${path} has no hash`);
      assert.equal(link, undefined, `${path} is a link`);
      // .npmrc leaves addresses of the registry out, so that any mirror will do; others would be written down.
      assert.equal(resolved, undefined, `${path} comes from ${resolved}`);
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${path} is ${version}`);
    }
  });

  it('uses only what its licences allow', () => {
    const forbidden: string[] = [];
    for (const [path, { license, optional }] of locked) {
      const name = nameOf(path);
      // What is for other platforms is not installed.
      const installed = existsSync(join(repository, path, 'package.json'));
      assert.ok(installed || optional, `${path} is not installed: run npm ci`);
      const said: string | undefined = installed ? readJson(path, 'package.json').license : license;
      const licence = otherWords[name] ?? said ?? 'none';
      const fits = makersTerms.test(name) || isAllowed(licence, toolLicences);
      if (!fits) forbidden.push(`${path} is under ${licence}`);
    }
    assert.deepEqual(forbidden, []);
    for (const name of Object.keys(manifest.dependencies)) {
      assert.ok(isAllowed(lock.packages[`node_modules/${name}`].license, bundledLicences), name);
    }
    reportFigure(`licences allowed: ${locked.length - forbidden.length} of ${locked.length} packages`);
  });
});

describe('an expression of licences', () => {
  const allowed = new Set(['MIT', 'ISC']);

  it('is allowed if one that can be chosen is, or all that hold together are', () => {
    const cases: readonly (readonly [string, boolean])[] = [
      ['MIT', true],
      ['GPL-3.0-only', false],
      ['(MIT OR GPL-3.0-or-later)', true],
      ['GPL-3.0-only OR ISC', true],
      ['MIT AND GPL-3.0-only', false],
      ['(MIT AND Zlib)', false],
      ['MIT AND (ISC OR GPL-3.0-only)', true],
      ['GPL-3.0-only OR MIT AND ISC', true],
      ['mit', false],
    ];
    for (const [expression, expected] of cases)
      assert.equal(isAllowed(expression, allowed), expected, expression);
  });

  it('has to be one', () => {
    for (const text of [
      '',
      'SEE LICENSE IN LICENSE.txt',
      'MIT OR',
      '(MIT',
      'MIT)',
      'Apache License 2.0',
      'MIT MIT',
    ]) {
      assert.throws(() => isAllowed(text, allowed), SyntaxError, text);
    }
  });
});
