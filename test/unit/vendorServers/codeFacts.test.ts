import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { codeFacts } from '../../vendors/demonstration/codeFacts.ts';
import { languageOf } from '../../vendors/demonstration/languages.ts';
import { maskCode } from '../../vendors/demonstration/maskCode.ts';

const typescript = `import { readFile } from 'node:fs/promises';
import type {
  Options,
} from './options.ts';

/** if this were code, for example */
export async function load(path: string, options: { strict: boolean }): Promise<{ text: string }> {
  const text = await readFile(path, 'utf8'); // if
  if (options.strict && /["'\`{]/.test(text)) {
    throw new Error(\`if \${path} {\`);
  }
  return { text };
}

export class Store {
  readonly #items = new Map<string, string>();

  get(key: string): string | undefined {
    for (const [name, value] of this.#items) if (name === key) return value;
    return undefined;
  }
}

const double = (value: number) => value * 2;
type Pair = readonly [string, string];
`;

const python = `import os
from pathlib import Path

def walk(
    root,
    deep=False,
):
    """Walks.

if a string says so
"""
    for entry in os.scandir(root):
        if entry.is_dir() and deep:  # while
            yield from walk(entry, deep)
        elif entry.is_file():
            yield Path(entry)


class Empty:
    pass
`;

const go = `package main

import "fmt"

type Point struct {
	X, Y int
}

func (p Point) String() string {
	if p.X == '{' {
		return "if {"
	}
	return fmt.Sprint(p.X)
}
`;

function outline(code: string, tag: string, firstLine = 1): unknown[] {
  return codeFacts(code, tag, firstLine).definitions.map(({ name, kind, line, lines, branches }) => [
    name,
    kind,
    line,
    lines,
    branches,
  ]);
}

describe('demonstration: facts about code', () => {
  it('outlines TypeScript', () => {
    assert.deepEqual(outline(typescript, 'ts'), [
      ['load', 'function', 7, 7, 1],
      ['Store', 'class', 15, 8, 2],
      ['get', 'method', 18, 4, 2],
      ['double', 'function', 24, undefined, undefined],
      ['Pair', 'type', 25, undefined, undefined],
    ]);
  });

  it('outlines Python by indentation', () => {
    assert.deepEqual(outline(python, 'python'), [
      ['walk', 'function', 4, 13, 3],
      ['Empty', 'class', 19, 2, 0],
    ]);
  });

  it('outlines Go with its character literals', () => {
    assert.deepEqual(outline(go, 'go'), [
      ['Point', 'struct', 5, 3, 0],
      ['String', 'method', 9, 6, 1],
    ]);
  });

  it('counts lines from the first one in the file, and to the end of what was sent', () => {
    assert.deepEqual(outline('function open() {\n  if (x) {', 'js', 40), [['open', 'function', 40, 2, 1]]);
  });

  it('finds imports once and not in comments, and branches outside strings and comments', () => {
    const facts = codeFacts(typescript, 'typescript', 1);
    assert.deepEqual(facts.imports, ['node:fs/promises', './options.ts']);
    assert.deepEqual(facts.branches, [
      ['if', 2],
      ['for', 1],
    ]);
    assert.deepEqual(codeFacts("// import 'a'\nimport 'b';\nimport 'b';", 'ts', 1).imports, ['b']);
    assert.deepEqual(codeFacts(python, 'py', 1).imports, ['os', 'pathlib']);
  });

  it('measures lines in any language', () => {
    const facts = codeFacts('short\n\n长长长长长长\n', 'brainfog', 10);
    assert.deepEqual(
      [facts.language, facts.lines, facts.blankLines, facts.longestLine, facts.isKnownLanguage],
      ['brainfog', 4, 2, { line: 12, characters: 6 }, false],
    );
    assert.equal(codeFacts('x', 'constructor', 1).isKnownLanguage, false);
    assert.equal(codeFacts('a = 1 # one\n# two\n', 'python', 1).commentLines, 1);
  });

  it('masks without moving a line or a column, whatever the code', () => {
    const tag = fc.constantFrom('ts', 'python', 'go', 'rust', 'sql', 'html', '');
    const code = fc.string({ unit: fc.constantFrom(...'ab/*\'"`\\#-<!{}()\n =>['), maxLength: 60 });
    fc.assert(
      fc.property(code, tag, (text, language) => {
        const masked = maskCode(text, languageOf(language).syntax);
        assert.equal(masked.length, text.length);
        for (let index = 0; index < text.length; index += 1) {
          assert.equal(masked[index] === '\n', text[index] === '\n');
        }
        codeFacts(text, language, 1);
      }),
    );
  });
});
