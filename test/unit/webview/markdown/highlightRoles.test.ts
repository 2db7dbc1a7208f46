import { describe, it } from 'mocha';
import { canHighlight, highlightLines } from '../../../../src/webview/markdown/highlight.ts';
import { grammars, languageName } from '../../../../src/webview/markdown/languages.ts';
import { assert } from '../assert.ts';

/** Lines with what their pieces are: `«keyword const» a`. */
function roles(lines: readonly string[], language: string): readonly string[] {
  return [...highlightLines(lines, language)]
    .flat()
    .map((line) => line.map(({ text, role }) => (role ? `«${role} ${text}»` : text)).join(''));
}

/** How many lines each step gives, those that give none left out. */
function steps(lines: readonly string[], language = 'ts'): readonly number[] {
  return [...highlightLines(lines, language)].map(({ length }) => length).filter((length) => length > 0);
}

const colours: readonly (readonly [language: string, lines: readonly string[]])[] = [
  [
    'ts',
    ['«keyword const» «variable x»: «type number» = a.«function b»(«string "s"», «number 1») «comment // c»'],
  ],
  [
    'ts',
    [
      '«keyword async» «keyword function» «function f»(«variable a»: «type string», «variable b» = «number 2») { «control if» (a) «control return» «keyword new» «type Foo»(); }',
    ],
  ],
  [
    'js',
    [
      '«comment /** »«keyword @param»«comment  {»«type a»«comment } b */» x.«variable y» = «string /r/g»; «keyword const» o = {«variable k»: «keyword true»};',
    ],
  ],
  [
    'py',
    [
      '«keyword def» «function f»(«variable self»):',
      '    «string """doc»',
      '«string     more"""»',
      '    «control return» «type int»(x) «control if» x «control else» «keyword None»',
    ],
  ],
  ['ts', ['«comment /*»', '', '«comment */» a;', '', '«string `»', '', '«string `»']],
  ['css', ['«type .a»«type :hover», «type #b» > «type p»«variable [href]» { «variable color»: red; }']],
  ['html', ['<«keyword a» «variable href»=«string "x"»>«variable &amp;»</«keyword a»>«comment <!-- c -->»']],
  [
    'bash',
    ['«control if» [ «string "»«variable $X»«string "» ]; «control then» «function echo» hi; «keyword fi»'],
  ],
  ['json', ['{«variable "a"»: [«number 1», «keyword true», «keyword null»]}']],
  ['diff', ['«string -a»', '«number +b»', ' c', '«control @@ -1 +1 @@»']],
  ['md', ['«keyword # h»', '«keyword -» «string `c`»', '«comment > q»', '[«string l»](«string x»)']],
  [
    'java',
    [
      '«keyword class» «type Foo» «keyword extends» «type Bar» { «control @Override» «type String» «function s»(«type int» «variable i») { } }',
    ],
  ],
  [
    'rust',
    [
      '«keyword fn» «function f»(x: &«type str») -> «type Option»<«type u8»> { «control match» x { _ => «type Some»(«number 1») } }',
    ],
  ],
  ['php', ['«control <?php» «variable $a» = [«number 1»]; «control ?>»']],
  ['yaml', ['«variable a:» «string b» «comment # c»']],
  ['cpp', ['«control #»«control include»«control  »«string <x>»']],
  ['ini', ['«keyword [s]»', '«variable a»=«number 1»']],
  ['ruby', ['{ «variable :a» => «string /b/» }']],
  ['sql', ['«keyword SELECT» «function CAST»(a «keyword AS» «type int») «keyword FROM» b']],
  ['vue', ['<«keyword p»>{{ a }}</«keyword p»>']],
  ['yaml', ['«variable a:» «string "»«variable {{ b }}»«string "»']],
  ['ts', [`«string \`a»«variable \${b}»«string c\`»`]],
  ['css', ['«keyword @media» print { «type a»«type ::before» { «variable --x»: «number 1px» } }']],
  ['xml', ['«control <!DOCTYPE »«keyword html»«control >»<![CDATA[x]]>']],
];

describe('the colours of code', () => {
  it('tell what its pieces are, in the languages that models write', () => {
    for (const [language, lines] of colours) {
      const code = lines.map((line) => line.replaceAll(/«\S+ ([^»]*)»/g, '$1'));
      assert.deepEqual(roles(code, language), lines, language);
    }
  });

  it('are there for a language by any of its names, in upper or lower case', () => {
    const others =
      'sh zsh fish scss less conf properties dotenv env mjs cjs node jsonc json5 jsonl console terminal mts cts vue svelte html svg';
    for (const language of ['ts', 'TypeScript', 'SH', ...Object.keys(grammars), ...others.split(' ')])
      assert.equal(canHighlight(['x'], language), true, language);
    assert.equal(canHighlight(['x'], 'cobol'), false);
    assert.equal(canHighlight(['x'], undefined), false);
    assert.deepEqual(roles(['if'], 'TS'), ['«control if»']);
  });

  it('are left out where there is very much of it', () => {
    const lines = (count: number) => Array.from({ length: count }, () => 'x'.repeat(99));
    assert.equal(canHighlight(lines(3000), 'ts'), true);
    assert.equal(canHighlight([...lines(3000), ''], 'ts'), false);
  });

  it('come in steps that end at the margin, where nothing is open', () => {
    const block = ['if (a) {', ...Array.from({ length: 8 }, () => `  call('${'x'.repeat(40)}');`), '}'];
    const lines = Array.from({ length: 12 }, () => block).flat();
    // Forty lines or so are 2000 characters.
    assert.deepEqual(steps(lines), [40, 40, 40]);
    assert.deepEqual(steps(Array.from({ length: 100 }, () => `  call('${'x'.repeat(40)}');`)), [38, 38, 24]);
  });

  it('come in steps that end at a line at the margin, wherever those are', () => {
    const lines = Array.from({ length: 90 }, (_, index) =>
      [0, 7, 19].includes(index % 23) ? `if (a) ${'x'.repeat(60)};` : `  call(${'x'.repeat(40)});`,
    );
    let at = 0;
    for (const count of steps(lines).slice(0, -1)) {
      at += count;
      assert.match(lines[at] ?? '', /^if/);
    }
    assert.ok(at > 60);
  });

  it('come in steps of two thousand characters, the last line of which may go on', () => {
    const line = `call(${'x'.repeat(92)});`;
    assert.equal(line.length, 99);
    assert.deepEqual(steps(Array.from({ length: 40 }, () => line)), [19, 19, 2]);
  });

  it('are those of the whole where something stays open for long', () => {
    const comment = ['/*', ...Array.from({ length: 60 }, () => 'x'.repeat(60)), '*/', 'let a;'];
    const found = roles(comment, 'ts');
    assert.ok(found.slice(0, -1).every((line) => line.startsWith('«comment ')));
    assert.equal(found.at(-1), '«keyword let» a;');
    assert.deepEqual(steps(comment), [63]);
  });

  it('are cut where something stays open without end', () => {
    const comment = ['/*', ...Array.from({ length: 400 }, () => 'x'.repeat(60))];
    const counts = steps(comment);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      401,
    );
    assert.deepEqual(counts, [264, 32, 32, 32, 32, 9]);
  });

  it('pass over a long line, before and after which they go on', () => {
    const long = `let a = ${'1'.repeat(993)}`;
    assert.equal(long.length, 1001);
    assert.deepEqual(roles(['let a;', long, long, 'let b;'], 'ts'), [
      '«keyword let» a;',
      long,
      long,
      '«keyword let» b;',
    ]);
    assert.deepEqual(roles([long.slice(0, -1)], 'ts'), [`«keyword let» a = «number ${'1'.repeat(992)}»`]);
  });

  it('need a step for the grammar the first time it is used', () => {
    const first = () => highlightLines(['x'], 'lua').next().value;
    assert.deepEqual(first(), []);
    assert.deepEqual(first(), [[{ text: 'x', role: undefined }]]);
  });
});

describe('the name of a language', () => {
  it('is as people write it, by any of its names', () => {
    const known: readonly (readonly [name: string, languages: string])[] = [
      ['Bash', 'bash'],
      ['C', 'c'],
      ['C++', 'cpp c++'],
      ['C#', 'cs csharp'],
      ['CSS', 'css'],
      ['Diff', 'diff'],
      ['Dockerfile', 'docker dockerfile'],
      ['Go', 'go golang'],
      ['HTML', 'html'],
      ['INI', 'ini'],
      ['Java', 'java'],
      ['JavaScript', 'javascript js'],
      ['JSON', 'json jsonc'],
      ['JavaScript JSX', 'jsx'],
      ['Kotlin', 'kotlin kt'],
      ['Lua', 'lua'],
      ['Markdown', 'markdown md'],
      ['PHP', 'php'],
      ['PowerShell', 'powershell ps1'],
      ['Python', 'py python'],
      ['Ruby', 'rb ruby'],
      ['Rust', 'rs rust'],
      ['SCSS', 'scss'],
      ['Shell', 'sh shell'],
      ['SQL', 'sql'],
      ['SVG', 'svg'],
      ['Swift', 'swift'],
      ['TOML', 'toml'],
      ['TypeScript', 'ts typescript'],
      ['TypeScript JSX', 'tsx'],
      ['Vue', 'vue'],
      ['XML', 'xml'],
      ['YAML', 'yaml yml'],
    ];
    for (const [name, languages] of known)
      for (const language of languages.split(' ')) assert.equal(languageName(language), name);
    assert.equal(languageName('TS'), 'TypeScript');
    assert.equal(languageName('Cobol'), 'Cobol', 'or as the model wrote it');
  });
});
