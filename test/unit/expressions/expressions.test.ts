import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { checkSync } from 'recheck';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { type Expression, findExpressions } from './find.ts';

/** Those that were found to take linear time, `/source/flags` in a line each: recheck takes a minute for all of them. */
const list = join(import.meta.dirname, 'linear.txt');
/** What recheck gets for one, in milliseconds. */
const patienceMs = 60_000;

/** Expressions that are put together when the code runs, and why none of them takes longer for a hostile text. */
const made: Readonly<Record<string, { readonly count: number; readonly why: string }>> = {
  'src/chat/declaration.ts': { count: 3, why: 'Lines of more than 1,000 characters are not looked at.' },
  'src/chat/hiddenCharacters.ts': { count: 2, why: 'Each is one character, and what stands beside it.' },
  'src/net/redact.ts': { count: 3, why: 'A choice of fixed texts.' },
  'src/vendors/alibaba/beebot/tokenCall.ts': { count: 1, why: 'One element with a fixed name.' },
  'src/webview/markdown/formula.ts': { count: 2, why: 'All repetitions end after 2,000 characters.' },
  'src/webview/markdown/lexer.ts': {
    count: 4,
    why: 'Those of marked, tried with all of the hostile corpus.',
  },
};

function written({ source, flags }: Expression): string {
  return `/${source}/${flags}`;
}

describe('the regular expressions of src', () => {
  const { literals, made: found } = findExpressions();
  const known = new Set(readFileSync(list, 'utf8').split('\n'));

  it('are all known, or found to take linear time now', function () {
    this.timeout(600_000);
    const checked = budget({
      sample: literals.filter((expression) => !known.has(written(expression))),
      soak: literals,
    });
    const faults = checked.flatMap((expression) => {
      const { source, flags, place } = expression;
      const result = checkSync(source, flags, { timeout: patienceMs });
      return result.status === 'safe' ? [] : [`${place} ${written(expression)}: ${result.status}`];
    });
    assert.deepEqual(faults, []);
    const missing = checked.map(written).filter((one) => !known.has(one));
    assert.deepEqual(missing, [], `these take linear time, and belong in ${list}`);
    reportFigure(`regular expressions that take linear time: ${literals.length} of ${literals.length}`);
  });

  it('are not listed when they are gone', () => {
    const there = new Set(literals.map(written));
    assert.deepEqual(
      [...known].filter((one) => one !== '' && !there.has(one)),
      [],
    );
  });

  it('that are put together have a reason to be harmless', () => {
    assert.deepEqual(
      [...found].toSorted(),
      Object.entries(made).map(([file, { count }]) => [file, count]),
    );
  });
});
