import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { guidanceGlob, isGuidancePath, promptFiles, withDeclined } from '../../../src/chat/guidanceFiles.ts';

describe('the files that guide us in a workspace', () => {
  it('are known by their paths', () => {
    for (const path of ['/w/AGENTS.md', '/w/.hanlin/rules.md', '/w/.hanlin/prompts/a.md']) {
      assert.ok(isGuidancePath(path), path);
    }
    const others = [
      '/w/agents.md',
      '/w/MY-AGENTS.md',
      '/w/AGENTS.md.txt',
      '/w/hanlin/rules.md',
      '/w/.hanlin/other.md',
      '/w/.hanlin/prompts/deep/a.md',
      '/w/.hanlin/prompts/a.txt',
    ];
    for (const path of others) assert.ok(!isGuidancePath(path), path);
  });

  it('are watched, with the folders that may go as a whole', () => {
    assert.equal(guidanceGlob, '{AGENTS.md,.hanlin/rules.md,.hanlin,.hanlin/prompts,.hanlin/prompts/*.md}');
  });

  it('are, among the commands, two hundred Markdown files at most, in order', () => {
    assert.deepEqual(promptFiles(['b.md', 'a.MD', 'c.txt', 'md']), ['a.MD', 'b.md']);
    const many = Array.from({ length: 201 }, (_, index) => `${1_000 + index}.md`);
    assert.deepEqual(promptFiles(many.toReversed()), many.slice(0, 200));
  });
});

describe('the files that a conversation does without', () => {
  it('are kept, the latest conversation last', () => {
    const declined = withDeclined(withDeclined(withDeclined({}, 'a', 'x'), 'b', 'x'), 'a', 'y');
    assert.deepEqual(Object.entries(declined), [
      ['b', ['x']],
      ['a', ['x', 'y']],
    ]);
  });

  it('are forgotten of the conversations that were touched longest ago', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`c${index}`, ['x']]));
    const declined = Object.keys(withDeclined(many, 'new', 'x'));
    assert.equal(declined.length, 200);
    assert.deepEqual([declined[0], declined.at(-2), declined.at(-1)], ['c1', 'c199', 'new']);
    assert.equal(Object.keys(withDeclined(many, 'c5', 'y')).length, 200);
  });
});
