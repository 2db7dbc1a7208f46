import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { importLines } from '../../../src/chat/importLines.ts';

function imports(language: string, ...lines: string[]): string[] {
  const found = importLines(lines.join('\n'), language);
  return found === '' ? [] : found.split('\n');
}

describe('the imports of a file', () => {
  it('are found in the languages that people use', () => {
    const examples: Record<string, readonly string[]> = {
      typescript: ["import fs from 'node:fs';", "import type { A } from './a.ts';", "import './side.css';"],
      javascript: ["const { join } = require('node:path');", "var a = require('a');"],
      python: ['import os', 'from os.path import join'],
      java: ['import java.util.List;', 'import static java.lang.Math.max;'],
      go: ['import "fmt"'],
      rust: ['use std::io;', 'pub use crate::a::{B, C};', 'extern crate serde;'],
      c: ['#include <stdio.h>', '# include "a.h"'],
      csharp: ['using System;', 'global using System.Text;', 'using Json = System.Text.Json;'],
      php: ['use App\\Model;', "require_once 'a.php';"],
      ruby: ["require 'json'", "require_relative 'a'"],
      lua: ["local a = require('a')"],
      scss: ["@use 'sass:math';", "@import 'a';"],
      r: ['library(ggplot2)'],
    };
    for (const [language, lines] of Object.entries(examples)) {
      assert.deepEqual(imports(language, ...lines, '', 'x = 1'), lines, language);
    }
  });

  it('are whole where they take several lines', () => {
    const long = ['import {', '  a,', '  b,', "} from './ab.ts';"];
    assert.deepEqual(imports('typescript', '// a', ...long, 'a();'), long);
    const go = ['import (', '\t"fmt"', ')'];
    assert.deepEqual(imports('go', 'package main', ...go, 'func main() {}'), go);
  });

  it('are not what only looks like them', () => {
    assert.deepEqual(imports('typescript', "import('./lazy.ts').then(run);", "  import x from 'x';"), []);
    assert.deepEqual(imports('csharp', 'using (var file = Open()) {', '}'), []);
    assert.deepEqual(imports('markdown', 'import duties are high'), []);
    assert.deepEqual(imports('typescript', 'important();', 'user = 1;'), []);
  });

  it('end with the line where a bracket is never closed', () => {
    assert.deepEqual(imports('typescript', 'import {', ...Array(100).fill('x')), ['import {']);
  });

  it('read Windows line ends, and are lines of the text, in its order and not too many', () => {
    assert.deepEqual(importLines('import os\r\nimport re\r\n\r\nx = 1', 'python'), 'import os\nimport re');
    const line = fc.constantFrom<string>('import a', 'import {', '}', 'x', '', '(', "} from 'a'");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 900 }), (lines) => {
        const found = imports('typescript', ...lines);
        let at = 0;
        for (const one of found) {
          at = lines.indexOf(one, at) + 1;
          assert.notEqual(at, 0);
        }
        assert.ok(found.join('\n').length <= 4_000);
      }),
    );
  });
});
