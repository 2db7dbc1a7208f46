import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hostsIn, type PackageRules, packageFaults } from '../../../scripts/packageRules.ts';
import { readZip, withUsualModes } from '../../../scripts/zip.ts';

const rules: PackageRules = {
  contents: [
    { pattern: 'extension/dist/main.cjs', largestSize: 1000 },
    { pattern: 'extension/dist/shared-*.cjs', largestSize: 100 },
  ],
  hosts: new Map([['vendor.example.com', 'asked']]),
  largestSize: 5000,
  localPaths: ['/home/somebody'],
};

/** Faults of a package that is in order but for some files. */
function faultsWith(changes: Readonly<Record<string, string | undefined>>, size = 4000): string[] {
  const files = {
    'extension/dist/main.cjs': 'ask("https://vendor.example.com/v1")',
    'extension/dist/shared-A.cjs': '1',
    'extension/dist/shared-B.cjs': '2',
    ...changes,
  };
  const present = Object.entries(files).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, Buffer.from(text)] as const],
  );
  return packageFaults(new Map(present), size, rules);
}

const main = (code: string) => ({ 'extension/dist/main.cjs': `"https://vendor.example.com";${code}` });

describe('the rules for a package', () => {
  it('find nothing wrong with one that keeps to them', () => {
    assert.deepEqual(faultsWith({}), []);
    const harmless = 'const evaluate = 1; evaluate(2); retrieval(3); new FunctionTable(); setTimeout(run, 5)';
    assert.deepEqual(faultsWith(main(harmless)), []);
  });

  const faults: readonly (readonly [string, Readonly<Record<string, string | undefined>>, RegExp])[] = [
    ['another file', { 'extension/dist/test.cjs': '' }, /^extension\/dist\/test\.cjs has no business/],
    [
      'a missing file',
      { ...main(''), 'extension/dist/shared-A.cjs': undefined, 'extension/dist/shared-B.cjs': undefined },
      /^extension\/dist\/shared-\*\.cjs is missing$/,
    ],
    ['a file that is too large', main('x'.repeat(1000)), /main\.cjs has 1\d+ bytes; 1000 are allowed/],
    [
      'files that are too large together',
      { 'extension/dist/shared-B.cjs': 'x'.repeat(100) },
      /shared-\*\.cjs has 101 bytes/,
    ],
    ['a host', main('get("https://telemetry.example.net/v1")'), /^telemetry\.example\.net is named/],
    ['a host in a string', main('const host = "stats.example.io"'), /^stats\.example\.io is named/],
    [
      'a host of WebSockets with a port',
      main('open(`wss://live.example.net:8443/x`)'),
      /^live\.example\.net is named/,
    ],
    [
      'a host that is gone',
      { 'extension/dist/main.cjs': '' },
      /^vendor\.example\.com is in packageHosts\.txt, but named nowhere$/,
    ],
    ['eval', main('eval ("1")'), /makes code from text: eval/],
    ['a function from text', main('new Function("a", b)'), /makes code from text: new Function/],
    ['a function from text, called', main('var f=Function("return this")'), /makes code from text: Function/],
    ['a timer of text', main('setTimeout("run()", 5)'), /makes code from text: setTimeout/],
    ['a source map', main('\n//# sourceMappingURL=main.cjs.map'), /refers to a source map/],
    ['a local path', main('"/home/somebody/src"'), /names \/home\/somebody/],
    ['a key', main(`"sk-${'a1B2'.repeat(8)}"`), /something like a key/],
  ];
  for (const [name, changes, expected] of faults) {
    it(`find ${name}`, () => {
      const found = faultsWith(changes);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', expected);
    });
  }

  it('find that it is too large', () => {
    assert.deepEqual(faultsWith({}, 5001), ['it has 5001 bytes; 5000 are allowed']);
  });

  it('take for hosts what is one, in prose and in code', () => {
    const text =
      'Use https://. Or "https:\\/\\/a.example.com\\/b", http://<name>, "x.y.z", https://me@b.example.cn:80、"module.com".';
    assert.deepEqual(hostsIn(text).sort(), ['a.example.com', 'b.example.cn', 'module.com']);
  });
});

describe('a ZIP archive', () => {
  /** One stored file "a" that contains "b", with a mode that depends on the umask. */
  function archive(mode: number): Buffer {
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from('ab')]);
    local.writeUInt16LE(1, 26);
    const entry = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(42), Buffer.from('a')]);
    entry.writeUInt32LE(1, 20);
    entry.writeUInt32LE(1, 24);
    entry.writeUInt16LE(1, 28);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    const end = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(local.length, 16);
    return Buffer.concat([local, entry, end]);
  }

  it('is the same whatever the umask was', () => {
    assert.ok(!archive(0o100600).equals(archive(0o100664)));
    assert.ok(withUsualModes(archive(0o100600)).equals(withUsualModes(archive(0o100664))));
    assert.deepEqual([...readZip(withUsualModes(archive(0o100600)))], [['a', Buffer.from('b')]]);
  });

  it('has to be one', () => assert.throws(() => readZip(Buffer.from('no')), RangeError));
});
