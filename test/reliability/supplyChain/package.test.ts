import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import {
  type BundledPackage,
  bundledFiles,
  bundledPackages,
  externalModules,
} from '../../../scripts/bundledPackages.ts';
import { bundledLicences, isAllowed } from '../../../scripts/licences.ts';
import { packageFaults, readPackageRules } from '../../../scripts/packageRules.ts';
import { repository } from '../../../scripts/vscode/paths.ts';
import { readZip } from '../../../scripts/zip.ts';
import { vendors } from '../../../src/vendors/registry.ts';
import { reportFigure } from '../../figures.ts';
import { type Packed, packCopy } from '../../packedCopy.ts';

/** Every library that is passed on; whoever adds one, adds it here. */
const libraries = [
  '@vscode/codicons',
  'entities',
  'eventsource-parser',
  'highlight.js',
  'ignore',
  'jose',
  'lowlight',
  'marked',
  'undici',
  'valibot',
  'ws',
];

/** Node’s own modules with which one could start programs, make code, or be driven from outside. Nothing here needs them. */
const forbiddenModules = ['child_process', 'cluster', 'inspector', 'repl', 'v8', 'vm', 'wasi'];

describe('the packed extension', () => {
  let directory: string;
  let packed: Packed;
  let repacked: Packed;
  let files: Map<string, Buffer>;
  let packages: BundledPackage[];

  before('packs it twice', async function () {
    this.timeout(300_000);
    await mkdir(join(repository, 'out'), { recursive: true });
    directory = await mkdtemp(join(repository, 'out', 'package-'));
    const [one, other] = [join(directory, 'one'), join(directory, 'some', 'other', 'folder')];
    [packed, repacked] = await Promise.all([
      packCopy(one, { TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8' }, 0o022),
      packCopy(other, { TZ: 'America/New_York', LANG: 'C' }, 0o077),
    ]);
    files = readZip(packed.archive);
    packages = await bundledPackages(one, packed.builds);
  });

  after(() => rm(directory, { recursive: true, force: true }));

  it('is the same to the byte in another folder, time zone, language and umask', () => {
    const again = readZip(repacked.archive);
    assert.deepEqual([...again.keys()], [...files.keys()]);
    for (const [path, content] of files) {
      assert.ok(again.get(path)?.equals(content), `${path} differs`);
    }
    assert.ok(packed.archive.equals(repacked.archive), 'the archive itself differs');
  });

  it('holds what it should, and nothing that would be a fault', async () => {
    const rules = await readPackageRules([repository, homedir(), directory]);
    assert.deepEqual(packageFaults(files, packed.archive.length, rules), []);
    const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    reportFigure(
      `package contents: ${files.size} files, all of them expected, ${Math.round(packed.archive.length / 1000)} kB packed, ` +
        `${Math.round(bytes / 1000)} kB unpacked, the same bytes twice`,
    );
  });

  it('is made of its own sources and of the libraries that are known, and of no test', () => {
    const names = new Set(packages.map(({ name }) => name));
    assert.deepEqual([...names].sort(), libraries);
    const other = bundledFiles(packed.builds).filter((path) => !/^(src|node_modules)\//.test(path));
    // esbuild's own few lines have a name without a folder.
    assert.deepEqual(
      other.filter((path) => path !== '<runtime>'),
      [],
    );
  });

  it('asks for VS Code and for modules of Node’s, and for none that starts programs or makes code', () => {
    const modules = externalModules(packed.builds).map((name) => name.replace(/^node:/, ''));
    const known = [...builtinModules.map((name) => name.replace(/^node:/, '')), 'vscode'];
    assert.deepEqual(
      modules.filter((name) => !known.includes(name)),
      [],
    );
    assert.deepEqual(
      modules.filter((name) => forbiddenModules.includes(name.split('/')[0] ?? '')),
      [],
    );
  });

  it('has the licence of everything in it', () => {
    const notices = files.get('extension/dist/ThirdPartyNotices.txt')?.toString() ?? '';
    for (const { name, version, licence } of packages) {
      assert.ok(isAllowed(licence, bundledLicences), `${name} is under ${licence}`);
      assert.ok(notices.includes(`\n${name} ${version} (${licence})\n`), `${name} ${version} is missing`);
    }
    // undici carries it as WebAssembly.
    assert.match(notices, /\nllhttp, in undici .*\n\n.*MIT License\.\n\nCopyright Fedor Indutny/);
    assert.doesNotMatch(notices, /\r/);
  });

  it('names every address of the vendors as one that is asked, and asks no other', async () => {
    const { hosts } = await readPackageRules([]);
    const asked = [...hosts].filter(([, reason]) => reason.startsWith('asked')).map(([host]) => host);
    const documented = vendors.flatMap(({ apis }) =>
      apis.flatMap(({ endpoints }) => endpoints.map(({ baseUrl }) => new URL(baseUrl).hostname)),
    );
    // Where two APIs have their tokens from.
    const tokens = ['iam.bj.baidubce.com', 'chatbot.cn-shanghai.aliyuncs.com'];
    assert.deepEqual(asked.sort(), [...new Set([...documented, ...tokens])].sort());
  });
});
