import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import type { CodeAttachment } from '../../../src/chat/attachment.ts';
import { codeName, questionAboutCode, questionAboutProblem } from '../../../src/chat/codeTaskTexts.ts';
import { codeQuestion } from '../../../src/chat/slashCommands.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

const code = (kind: CodeAttachment['kind'], problems?: string): CodeAttachment => ({
  id: '1',
  kind,
  name: 'a.ts',
  path: 'a.ts',
  uri: 'file:///a.ts',
  language: 'typescript',
  startLine: 3,
  endLine: 7,
  code: 'x',
  before: '',
  after: '',
  ...(problems !== undefined && { problems }),
});

describe('what is asked about code', () => {
  it('says which code is explained where the user has not selected it', () => {
    const about = (kind: CodeAttachment['kind']) => questionAboutCode('explain', code(kind), inEnglish);
    const plain = codeQuestion('explain', false, inEnglish);
    assert.equal(about('selection'), plain);
    assert.equal(about('file'), plain);
    assert.match(about('symbol'), /^Nothing was selected, so explain the whole symbol .*\(lines 3 to 7\)/);
    assert.match(about('block'), /^Nothing was selected, so explain the block .*\(lines 3 to 7\)/);
  });

  it('is the question of the task otherwise, also about what the editor reports', () => {
    for (const task of ['fix', 'test', 'review'] as const) {
      for (const problems of [undefined, '1:1: error: m']) {
        const expected = codeQuestion(task, problems !== undefined, inEnglish);
        assert.equal(questionAboutCode(task, code('block', problems), inEnglish), expected);
      }
    }
  });

  it('is about problems to explain or to fix them', () => {
    const problem = code('block', '1:1: error: m');
    assert.match(questionAboutProblem('explain', problem, inEnglish), /^Explain this problem: /);
    assert.equal(questionAboutProblem('fix', problem, inEnglish), codeQuestion('fix', true, inEnglish));
    assert.equal(
      questionAboutProblem('fix', code('block'), inEnglish),
      codeQuestion('fix', false, inEnglish),
    );
  });

  it('names the file, and the lines unless it is all of it', () => {
    assert.equal(codeName(code('file')), 'a.ts');
    assert.equal(codeName(code('symbol')), 'a.ts:3-7');
  });
});
