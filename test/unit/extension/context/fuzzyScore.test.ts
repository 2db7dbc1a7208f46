import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fuzzyScore } from '../../../../src/extension/context/fuzzyScore.ts';
import { processorTime } from '../../../processorTime.ts';

/** The paths that fit, the best first. */
function ranked(query: string, paths: readonly string[]): string[] {
  return paths
    .map((path) => ({ path, score: fuzzyScore(query, path) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ path }) => path);
}

describe('the search for paths', () => {
  it('finds letters in order, whatever is between them', () => {
    const paths = ['src/control.ts', 'src/chatController.ts', 'src/panel.ts'];
    assert.deepEqual(ranked('cctl', paths), ['src/chatController.ts', 'src/control.ts']);
    assert.deepEqual(ranked('ltcc', ['src/chatController.ts']), []);
  });

  it('prefers the beginnings of words, in camel case too', () => {
    const paths = ['src/macaronic.ts', 'src/chatCache.ts', 'src/much_code.ts'];
    assert.deepEqual(ranked('cc', paths).slice(0, 1), ['src/chatCache.ts']);
    assert.deepEqual(ranked('mc', paths).slice(0, 1), ['src/much_code.ts']);
  });

  it('prefers the name to the folders, and the shorter path', () => {
    const paths = ['search/deep/down/other.ts', 'deep/down/search.ts', 'search.ts'];
    assert.deepEqual(ranked('search', paths), [
      'search.ts',
      'deep/down/search.ts',
      'search/deep/down/other.ts',
    ]);
  });

  it('prefers letters side by side', () => {
    const paths = ['src/sxexaxr.ts', 'src/research.ts'];
    assert.deepEqual(ranked('sear', paths), ['src/research.ts', 'src/sxexaxr.ts']);
  });

  /** What has one advantage alone, and an other that is better but for that. */
  const advantages: readonly (readonly [string, query: string, better: string, other: string])[] = [
    ['the case as it was typed', 'Model', 'src/Model.ts', 'src/model.ts'],
    ['letters side by side', 'ea', 'xeaxxxxxxx.ts', 'xexa.ts'],
    ['beginnings of words', 'cc', 'src/a_cx_c.ts', 'src/accx.ts'],
    ['the beginning of the name', 'log', 'source/log.ts', 'x-log.ts'],
    ['the name, not a folder', 'ts', 'a/test.ts', 'ts/a.md'],
    ['few letters in between', 'ab', 'xa1bxxxxxx.ts', 'xa1234b.ts'],
    ['a short path', 'panel', 'src/panel.ts', 'src/view/panel.ts'],
    ['a hump of camel case', 'p', 'xPx.ts', 'xpx.ts'],
    ['a capital after a number', 'p', 'x1Px.ts', 'x1px.ts'],
    ['the case as it was typed, over one of many capitals', 'p', 'XxpX.ts', 'XXPX.ts'],
    ['initials, over letters side by side', 'cp', 'src/chatPanel.ts', 'src/myCp.ts'],
    ['one beginning of a word, over letters side by side', 'oo', 'xo_o_xxxxxxxxx.ts', 'xoox.ts'],
  ];
  for (const [what, query, better, other] of advantages) {
    it(`prefers ${what}`, () => {
      assert.deepEqual(ranked(query, [other, better]), [better, other]);
    });
  }

  it('does not mind where in a name the letters begin', () => {
    assert.equal(fuzzyScore('b', 'xbxxx.ts'), fuzzyScore('b', 'xxxxb.ts'));
  });

  it('takes folders into the query, and words in any order', () => {
    const paths = ['test/chat/session.test.ts', 'src/chat/session.ts', 'src/net/session.ts'];
    assert.equal(ranked('chat/ses', paths).length, 2);
    assert.deepEqual(ranked('ses src net', paths), ['src/net/session.ts']);
  });

  it('knows Chinese names and letters of either case', () => {
    assert.deepEqual(ranked('季报', ['文档/季度报告.md', '文档/报季.md']), ['文档/季度报告.md']);
    assert.deepEqual(ranked('README', ['readme.md', 'README.md']), ['README.md', 'readme.md']);
    assert.deepEqual(ranked('i', ['İstanbul.md']), ['İstanbul.md']);
    assert.deepEqual(ranked('d', ['İ.md']), ['İ.md']);
  });

  it('finds every path by any of its letters in order', () => {
    const path = fc.string({
      minLength: 1,
      maxLength: 30,
      unit: fc.constantFrom('a', 'B', '/', '.', '文', '-'),
    });
    fc.assert(
      fc.property(path, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (whole, chosen) => {
        const query = [...whole].filter((_, index) => chosen[index]).join('');
        assert.ok(Number.isFinite(fuzzyScore(query, whole)), query);
      }),
    );
  });

  it('goes through fifty thousand paths while a person types a letter', () => {
    const paths = Array.from(
      { length: 50_000 },
      (_, index) => `src/part${index % 97}/deep/fileNumber${index}.test.ts`,
    );
    const milliseconds = processorTime(() => {
      assert.equal(ranked('filenum4999', paths).length > 0, true);
    });
    assert.ok(milliseconds < 1_000, `${milliseconds} ms`);
  });
});
