import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { applyCode } from '../../../src/chat/applyCode.ts';
import { processorTime } from '../../processorTime.ts';

const file = `import { rate } from './rate.ts';

const limit = 10;

export function tax(net: number): number {
  const gross = net * rate;
  if (gross > limit) {
    return limit;
  }
  return gross;
}

export function total(nets: number[]): number {
  let sum = 0;
  for (const net of nets) {
    sum += net;
  }
  return sum;
}

export class Basket {
  private items: number[] = [];

  add(item: number): void {
    this.items.push(item);
  }

  clear(): void {
    this.items = [];
  }
}
`;

/** The file with one of its pieces changed, which must be there exactly once. */
function changed(from: string, to: string, text = file): string {
  assert.equal(text.split(from).length, 2, from);
  return text.replace(from, () => to);
}

function range(code: string, text = file) {
  const at = text.indexOf(code);
  assert.ok(at >= 0, code);
  const startLine = text.slice(0, at).split('\n').length;
  return { startLine, endLine: startLine + code.split('\n').length - 1, code };
}

const tax = file.slice(file.indexOf('export function tax'), file.indexOf('\n\nexport function total'));
const total = file.slice(file.indexOf('export function total'), file.indexOf('\n\nexport class'));

/** Eight lines, of which the first and the last are the same for all names. */
function eightLines(name: string): string {
  const between = Array.from({ length: 6 }, (_, index) => `${name}${index}();`);
  return ['start();', ...between, 'finish();'].join('\n');
}

/** Applied once it gives `expected`, applied twice too. */
function gives(
  expected: string | undefined,
  code: string,
  ranges: Parameters<typeof applyCode>[2] = [],
  text = file,
): void {
  const result = applyCode(text, code, ranges);
  assert.equal(result, expected);
  if (result !== undefined) assert.equal(applyCode(result, code, ranges), result, 'the second time');
}

describe('applying a piece of a file', () => {
  it('replaces what lies between its first and its last line', () => {
    gives(
      changed('    sum += net;', '    sum += Math.abs(net);'),
      total.replace('+= net', '+= Math.abs(net)'),
    );
  });

  it('keeps the file’s indentation', () => {
    const method = 'add(item: number): void {\n  if (item > 0) this.items.push(item);\n}';
    gives(changed('    this.items.push(item);', '    if (item > 0) this.items.push(item);'), method);
    gives(
      changed('    this.items.push(item);', '    if (item > 0) this.items.push(item);'),
      `      ${method.replaceAll('\n', '\n      ')}`,
    );
  });

  it('writes tabs where the file has tabs, and four spaces where it has four', () => {
    for (const unit of ['\t', '    ']) {
      const restyled = file.replace(/^(?: {2})+/gm, (spaces) => unit.repeat(spaces.length / 2));
      gives(
        changed(
          `${unit}${unit}return limit;`,
          `${unit}${unit}log(gross);\n${unit}${unit}return limit;`,
          restyled,
        ),
        tax.replace('    return limit;', '    log(gross);\n    return limit;'),
        [],
        restyled,
      );
    }
  });

  it('knows a declaration by its name when its parameters or its body are others', () => {
    gives(
      changed(
        total,
        'export function total(nets: number[], start = 0): number {\n  return nets.reduce(add, start);\n}',
      ),
      'export function total(nets: number[], start = 0): number {\n  return nets.reduce(add, start);\n}',
    );
    gives(
      changed(
        '  add(item: number): void {\n    this.items.push(item);',
        '  add(...items: number[]): void {\n    this.items.push(...items);',
      ),
      'add(...items: number[]): void {\n  this.items.push(...items);\n}',
    );
    const python = 'import os\n\n\ndef area(r):\n    return 3 * r * r\n\n\ndef main():\n    print(area(2))\n';
    gives(
      changed(
        'def area(r):\n    return 3 * r * r',
        'def area(r: float) -> float:\n    return math.pi * r ** 2',
        python,
      ),
      'def area(r: float) -> float:\n    return math.pi * r ** 2',
      [],
      python,
    );
  });

  it('puts a comment above a declaration, in place of the one there was', () => {
    const documented = `/** The sum. */\n${total}`;
    gives(changed(total, documented), documented);
    gives(
      changed(total, `/**\n * All of them.\n */\n${total}`),
      `/**\n * All of them.\n */\n${total}`,
      [],
      changed(total, documented),
    );
  });

  it('never loses a decorator', () => {
    const decorated = changed('  clear(): void {', '  @log()\n  clear(): void {');
    const bare = '  // Empties it.\n  clear(): void {\n    this.items.length = 0;\n  }';
    gives(undefined, bare, [], decorated);
    gives(
      changed(
        '  @log()\n  clear(): void {\n    this.items = [];',
        '  // Empties it.\n  @log()\n  clear(): void {\n    this.items.length = 0;',
        decorated,
      ),
      bare.replace('  clear', '  @log()\n  clear'),
      [],
      decorated,
    );
  });

  it('is refused when it is not clear what it is a version of', () => {
    // Something new, though its last line is in the file.
    gives(
      undefined,
      'export function average(nets: number[]): number {\n  return total(nets) / nets.length;\n}',
    );
    // Its use.
    gives(undefined, "const basket = new Basket();\nbasket.add(tax(3));\nconsole.log('done');");
    // A shell command.
    gives(undefined, 'npm install');
    gives(undefined, '');
    gives(undefined, '}\n');
    // The same piece twice.
    const twice = `${total}\n${total}\n`;
    gives(undefined, total.replace('sum += net', 'sum -= net'), [], twice);
    // Another one that begins and ends alike.
    gives(
      undefined,
      'if (ready) {\n  red();\n  green();\n  blue();\n  grey();\n}',
      [],
      'start();\nif (ready) {\n  one();\n  two();\n  three();\n  four();\n}\nend();\n',
    );
    // Overloads.
    const overloads = 'class A {\n  f(a: X) {\n    one();\n  }\n\n  f(b: Y) {\n    two();\n  }\n}\n';
    gives(undefined, 'f(c: Z) {\n  three();\n}', [], overloads);
  });

  it('is refused when lines between its ends are left out without a word', () => {
    gives(undefined, "import { rate } from './rate.ts';\n\nconst limit = 20;\n\nexport class Basket {");
    gives(
      undefined,
      'export function tax(net: number): number {\n}',
      [],
      file.replace('  return gross;', '  return gross;\n'.repeat(9)),
    );
  });

  it('does not take a new test for a version of the only one', () => {
    const tests = "describe('tax', () => {\n  it('adds', () => {\n    assert(1);\n  });\n});\n";
    gives(undefined, "it('multiplies', () => {\n  assert(2);\n  assert(3);\n});", [], tests);
  });

  it('changes nothing where the file has it already', () => {
    gives(file, total);
    gives(file, 'add(item: number): void {\n  this.items.push(item);\n}');
    gives(file, file);
  });
});

describe('applying a block that leaves lines out', () => {
  it('keeps what is there', () => {
    gives(
      changed(
        "import { rate } from './rate.ts';",
        "import { rate } from './rate.ts';\nimport { log } from './log.ts';",
      ).replace('    sum += net;', '    log(net);\n    sum += net;'),
      [
        "import { rate } from './rate.ts';",
        "import { log } from './log.ts';",
        '',
        '// ... existing code ...',
        '',
        'export function total(nets: number[]): number {',
        '  // ...',
        '  for (const net of nets) {',
        '    log(net);',
        '    sum += net;',
        '  }',
        '  // 其余代码不变',
        '}',
        '',
        '// ... rest of the file ...',
      ].join('\n'),
    );
  });

  it('takes a changed line beside the gap for the line that it resembles', () => {
    gives(
      changed('  let sum = 0;', '  let sum = 100;'),
      'export function total(nets: number[]): number {\n  let sum = 100;\n  // ... existing code ...\n}',
    );
    gives(
      changed('  return gross;', '  return Math.round(gross);'),
      'export function tax(net: number): number {\n  // ...\n  return Math.round(gross);\n}',
    );
  });

  it('stays within the block that it names', () => {
    // Both functions end with a bracket; only the nearest one is meant.
    gives(
      changed('  const gross = net * rate;', '  assert(net > 0);\n  const gross = net * rate;'),
      'export function tax(net: number): number {\n  assert(net > 0);\n  // ... existing code ...\n}',
    );
    gives(
      changed('    this.items = [];\n  }\n}', '    this.items = [];\n    this.changed();\n  }\n}'),
      'export class Basket {\n  // ...\n\n  clear(): void {\n    this.items = [];\n    this.changed();\n  }\n}',
    );
  });

  it('keeps the rest of a body that it leaves out where nothing closes the body', () => {
    const python =
      'def area(r):\n    check(r)\n    square = r * r\n    return 3 * square\n\n\ndef main():\n    print(area(2))\n';
    gives(
      changed('    check(r)', '    log(r)\n    check(r)', python),
      'def area(r):\n    log(r)\n    check(r)\n    # ... existing code ...',
      [],
      python,
    );
    gives(
      changed(
        'def main():\n    print(area(2))',
        'def main(r: float) -> None:\n    log(r)\n    print(area(2))',
        python,
      ),
      '# ... existing code ...\n\ndef main(r: float) -> None:\n    log(r)\n    print(area(2))',
      [],
      python,
    );
  });

  it('is refused where the new code has nothing to hold on to', () => {
    gives(
      undefined,
      '// ... existing code ...\n\nexport function average() {\n  return 0;\n}\n\n// ... existing code ...',
    );
    gives(undefined, '// ...\n}\n');
    gives(
      undefined,
      'class A {\n  // ...\n  }\n\n  stop() {\n    halt();\n  }\n}',
      [],
      'class A {\n  run() {\n    go();\n  }\n}\n',
    );
  });

  it('takes such a line for code where the file has it', () => {
    const stub = 'def f():\n    ...\n\n\ndef g():\n    return 1\n';
    gives(
      changed('def f():\n    ...', 'def f():\n    x = 1\n    ...', stub),
      'def f():\n    x = 1\n    ...',
      [],
      stub,
    );
  });
});

describe('applying an answer to a question about some lines', () => {
  it('replaces these lines by their new version, whatever its first and last lines are', () => {
    const lines =
      '  const gross = net * rate;\n  if (gross > limit) {\n    return limit;\n  }\n  return gross;';
    gives(
      changed(lines, '  return Math.min(net * rate, limit);\n  // gross'),
      'return Math.min(net * rate, limit);\n// gross',
      [range(lines)],
      file,
    );
  });

  it('replaces one line that was asked about', () => {
    gives(changed('    sum += net;', '    sum += Number(net);'), 'sum += Number(net);', [
      range('    sum += net;'),
    ]);
  });

  it('finds the lines again when they have moved, but not when there are several', () => {
    const asked = range(total);
    const moved = `// A new line above.\n\n${file}`;
    gives(changed('  let sum = 0;', '  let sum = 1;', moved), total.replace('= 0', '= 1'), [asked], moved);
    const nameless = range('    this.items = [];');
    gives(undefined, 'this.items = new Array();', [nameless], `${file}${file}`.replace(/^/, '\n'));
  });

  it('makes the lines longer only once, and shorter too', () => {
    const line = '  let sum = 0;';
    gives(changed(line, `${line}\n  let count = 0;`), 'let sum = 0;\nlet count = 0;', [range(line)]);
    const loop = '  for (const net of nets) {\n    sum += net;\n  }\n  return sum;';
    gives(changed(loop, loop.replace('\n  return sum;', '')), loop.replace('\n  return sum;', ''), [
      range(loop),
    ]);
  });

  it('tells two ranges of a file apart', () => {
    gives(changed('  let sum = 0;', '  let sum = 1;'), total.replace('= 0', '= 1'), [
      range(tax),
      range(total),
    ]);
  });

  it('takes the whole function or file for what it is', () => {
    const line = range('    sum += net;');
    gives(changed('sum += net', 'sum += net * 2'), total.replace('sum += net', 'sum += net * 2'), [line]);
    gives(
      changed('sum += net', 'sum += net * 2').replace('limit = 10', 'limit = 20'),
      file.replace('sum += net', 'sum += net * 2').replace('limit = 10', 'limit = 20'),
      [line],
    );
  });

  it('changes these lines though another place has the new ones already, above or below', () => {
    const old =
      '  add(item: number): void {\n    this.items.push(item);\n    this.sum += item;\n    this.count += 1;\n    this.changed();\n  }';
    const renewed = old.replace('push(item)', 'push(Number(item))');
    const text = (...methods: readonly string[]) =>
      methods.map((method, index) => `class Basket${index} {\n${method}\n}\n`).join('\n');
    const block = renewed.replace(/^ {2}/gm, '');
    gives(text(renewed, renewed), block, [range(old, text(renewed, old))], text(renewed, old));
    gives(text(renewed, renewed), block, [range(old, text(old, renewed))], text(old, renewed));
    gives(
      text(renewed, renewed, renewed),
      block,
      [range(old, text(renewed, old, renewed))],
      text(renewed, old, renewed),
    );
    for (const [before, after] of [
      [`${old}\n${renewed}`, `${renewed}\n${renewed}`],
      [`${renewed}\n${old}`, `${renewed}\n${renewed}`],
    ] as const) {
      gives(text(after), block, [range(old, text(before))], text(before));
    }
  });

  it('goes by what is declared at the outer edge, not by what is inside', () => {
    const basket = file.slice(file.indexOf('export class Basket'), -1);
    const rewritten =
      'export class Basket<T> extends Bag<T> {\n  /** Sealed for good. */\n  seal(stamp: Stamp): Sealed<T> {\n    return Object.freeze(stamp.press(this));\n  }\n}';
    gives(changed(basket, rewritten), rewritten, [range(basket)]);
    const stranger =
      'export class Cart {\n  add(item: Article, count: bigint): Promise<Receipt> {\n    return this.shop.order(item, count);\n  }\n}';
    gives(undefined, stranger, [range(basket)]);
    const deeper = `namespace shop {\n${basket.replace(/^(?=.)/gm, '  ')}\n}\n`;
    const asked = basket.replace(/^(?=.)/gm, '  ');
    gives(
      changed(asked, rewritten.replace(/^(?=.)/gm, '  '), deeper),
      rewritten,
      [range(asked, deeper)],
      deeper,
    );
  });

  it('takes what begins and ends as these lines do for their new version, unless it only leaves lines out', () => {
    const old = eightLines('old');
    const text = `before();\n${old}\nafter();\n`;
    gives(changed(old, eightLines('new'), text), eightLines('new'), [range(old, text)], text);
    gives(undefined, 'start();\nfinish();', [range(old, text)], text);
  });

  it('is refused where the block is no version of the lines', () => {
    gives(undefined, "import assert from 'node:assert';\n\nassert.equal(total([1, 2]), 3);", [range(total)]);
  });
});

describe('applying a whole file', () => {
  it('is known by its first and last lines', () => {
    const rewritten = file
      .replace('const limit = 10;', 'const limit = 20;\nconst least = 1;')
      .replace('    return limit;\n', '');
    gives(rewritten, rewritten.trim());
  });

  it('is known by these lines though all between them are others, and blank ones around them', () => {
    const [old, renewed] = [eightLines('old'), eightLines('new')];
    gives(`${renewed}\n`, renewed, [], `${old}\n`);
    gives(`\n${renewed}\n\n`, renewed, [], `\n${old}\n\n`);
  });

  it('is known by most of its lines when it begins with something new', () => {
    const rewritten = `import { log } from './log.ts';\n${file}`;
    gives(rewritten, rewritten);
    const header = `// Version 1\n${file}`;
    gives(`// Version two\n${file}`, `// Version two\n${file}`, [], header);
  });

  it('does not lose what stands above or below', () => {
    const licence = Array.from({ length: 6 }, (_, line) => `// Licence, line ${line}`).join('\n');
    const licensed = `${licence}\n${file}`;
    const block = file.replace("import { rate } from './rate.ts';", "import { rate } from './rates.ts';");
    assert.ok([undefined, `${licence}\n${block}`].includes(applyCode(licensed, block)));
    const signed = `${file}// The end\n// of the file\n`;
    assert.ok([undefined, `${block}// The end\n// of the file\n`].includes(applyCode(signed, block)));
  });

  it('fills an empty file', () => {
    gives('a\n', 'a', [], '');
    gives('a\nb\n', 'a\nb\n', [], '\n\n');
  });
});

describe('applying to a file', () => {
  it('keeps its line ends and how it ends', () => {
    const windows = file.replaceAll('\n', '\r\n');
    const block = total.replace('    sum += net;', '    log(net);\n    sum += net;');
    gives(changed('    sum += net;', '    log(net);\r\n    sum += net;', windows), block, [], windows);
    gives(changed('    sum += net;', '    log(net);\n    sum += net;'), block.replaceAll('\n', '\r\n'));
    const open = file.trimEnd();
    gives(
      changed('this.items = [];\n  }', 'this.items = [];\n    log();\n  }', open),
      'clear(): void {\n  this.items = [];\n  log();\n}',
      [],
      open,
    );
    gives(
      'a();\nb();\nc();',
      'a();\nb();\nc();',
      [{ startLine: 1, endLine: 2, code: 'a();\nb();' }],
      'a();\nb();',
    );
  });

  it('keeps the spaces at the ends of lines that do not change', () => {
    const spaced = file.replace('let sum = 0;', 'let sum = 0;   ');
    gives(
      changed('    sum += net;', '    sum += 2;', spaced),
      total.replace('sum += net', 'sum += 2'),
      [],
      spaced,
    );
  });

  it('does not take long', () => {
    const lines = Array.from({ length: 20_000 }, (_, line) => `  step(${line % 500});`);
    const milliseconds = processorTime(() =>
      applyCode(lines.join('\n'), `start();\n${lines.slice(100, 700).join('\n')}\nend();`),
    );
    assert.ok(milliseconds < 2_000, `${milliseconds} ms`);
  });
});
