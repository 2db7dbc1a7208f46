import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import {
  builtInCommands,
  codeQuestion,
  type OwnCommands,
  readOwnCommands,
  resolveSlashCommand,
} from '../../../src/chat/slashCommands.ts';

const inEnglish: Translate = (text) => text;

function resolve(typed: string, own: OwnCommands = {}) {
  return resolveSlashCommand(typed, own, inEnglish, () => 'const a = `{input}`;');
}

describe('slash commands', () => {
  it('stand for a question and what it is about', () => {
    const explain = resolve('/explain');
    assert.match(explain?.text ?? '', /^Explain this code/);
    assert.equal(explain?.needs, 'code');
    assert.equal(resolve('/fix')?.needs, 'problems');
    assert.equal(resolve('/commit')?.needs, 'changes');
  });

  it('take along what is typed after them, on several lines too', () => {
    const { text = '' } = resolve('  /Explain the loop\nand the map ') ?? {};
    assert.match(text, /overlooked\.\n\nthe loop\nand the map$/);
  });

  it('are asked in the language of the window', () => {
    const chinese: Translate = (text) => `译：${text}`;
    assert.match(resolveSlashCommand('/test', {}, chinese, () => '')?.text ?? '', /^译：/);
    assert.ok(builtInCommands(chinese).every(({ description }) => description.startsWith('译：')));
  });

  it('are what the editor’s commands ask, as far as they are about code', () => {
    for (const task of ['explain', 'test', 'doc', 'refactor', 'optimise', 'translate'] as const) {
      assert.equal(codeQuestion(task, false, inEnglish), resolve(`/${task}`)?.text, task);
    }
    assert.equal(codeQuestion('fix', true, inEnglish), resolve('/fix')?.text);
    assert.match(codeQuestion('fix', false, inEnglish), /^Look for mistakes/);
    assert.match(codeQuestion('review', false, inEnglish), /^Review this code/);
  });

  it('ask for the whole of what they change in one block, so that it can be applied', () => {
    for (const task of ['fix', 'doc', 'refactor', 'optimise', 'translate'] as const) {
      for (const hasProblems of [true, false]) {
        assert.match(codeQuestion(task, hasProblems, inEnglish), /one code block with nothing left out/);
      }
    }
  });

  it('are not everything that begins with a slash', () => {
    for (const typed of [
      '/',
      '/unknown',
      '/usr/bin/env fails',
      '//',
      '/explain: this',
      'see /explain',
      '/constructor',
    ]) {
      assert.equal(resolve(typed), undefined, typed);
    }
  });

  it('may be the user’s own, with what is typed where it belongs', () => {
    const own = readOwnCommands({ 周报: '写一份周报', Ask: 'About {input}: {input}?', explain: 'Mine' });
    assert.deepEqual(resolve('/周报 本周', own), { text: '写一份周报\n\n本周', needs: undefined });
    assert.deepEqual(resolve('/ask $& $1', own), { text: 'About $& $1: $& $1?', needs: undefined });
    assert.deepEqual(resolve('/ask', own), { text: 'About : ?', needs: undefined });
    assert.deepEqual(resolve('/explain', own), { text: 'Mine', needs: undefined });
  });

  it('are only those of the user’s that can be called', () => {
    const setting = { 'two words': 'x', 'a/b': 'x', '': 'x', empty: ' ', number: 3, 'ok_1-a': 'x' };
    assert.deepEqual(readOwnCommands(setting), { 'ok_1-a': { text: 'x' } });
    assert.deepEqual(readOwnCommands(null), {});
  });
});
