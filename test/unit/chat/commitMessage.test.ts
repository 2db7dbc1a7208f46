import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cleanCommitMessage, commitMessageMessages, commitStyle } from '../../../src/chat/commitMessage.ts';

function asked(question: Partial<Parameters<typeof commitMessageMessages>[0]>): string {
  const changes = { list: 'changed a.ts', diff: '+one' };
  const messages = commitMessageMessages({
    changes,
    subjects: [],
    language: 'English',
    typed: '',
    ...question,
  });
  return messages.map(({ text }) => text).join('\n\n');
}

describe('the style of commit messages', () => {
  it('is that of most of the recent ones', () => {
    const conventional = ['feat(chat): add it', 'fix!: stop it', 'Update readme'];
    assert.equal(commitStyle(conventional).isConventional, true);
    assert.equal(commitStyle(['Add it', 'fix: stop it', 'Update readme']).isConventional, false);
  });

  it('has the language of most of them', () => {
    const languageOf = (...subjects: string[]) => commitStyle(subjects).language;
    assert.equal(languageOf('修复 login 的跳转', 'feat: 支持 GLM', 'Bump version'), 'Chinese');
    assert.equal(languageOf('ログインを直す', '修正を追加', 'README を更新'), 'Japanese');
    assert.equal(
      languageOf('Ajoute le bouton', 'Corrige la page', 'Retire x'),
      'the language of the recent messages',
    );
    assert.equal(languageOf('修复跳转', 'Fix it', 'ログインを直す', '로그인'), undefined);
  });

  it('cannot be told from two', () => {
    assert.deepEqual(commitStyle(['feat: 一', 'feat: 二']), { language: undefined, isConventional: false });
  });
});

describe('the question for a commit message', () => {
  it('asks in the language of the repository, else of the window', () => {
    assert.match(asked({ subjects: ['修复一', '修复二', '修复三'] }), /Write in Chinese\./);
    assert.match(asked({ subjects: ['修复一'], language: 'Japanese' }), /Write in Japanese\./);
  });

  it('shows what the messages look like, and keeps to Conventional Commits where they do', () => {
    const text = asked({ subjects: ['feat(a): x', 'fix: y', 'docs: z'] });
    assert.match(text, /Conventional Commits/);
    assert.match(text, /^feat\(a\): x\nfix: y\ndocs: z$/m);
    assert.doesNotMatch(asked({ subjects: ['Add x', 'Fix y', 'Document z'] }), /Conventional Commits/);
  });

  it('shows which files there are, and what has changed in them where there is room', () => {
    assert.match(asked({}), /The files of this commit:\n```\nchanged a\.ts\n```/);
    assert.match(asked({}), /What has changed in them:\n```diff\n\+one\n```/);
    const listed = asked({ changes: { list: 'changed a.ts', diff: '' } });
    assert.match(listed, /changed a\.ts/);
    assert.doesNotMatch(listed, /What has changed/);
  });

  it('tells what the user has typed', () => {
    assert.match(asked({ typed: 'fix #12' }), /The user has typed[^`]*```\nfix #12\n```/);
    assert.doesNotMatch(asked({}), /The user has typed/);
  });
});

describe('the message in a reply', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['fix: stop it', 'fix: stop it'],
    ['```\nfix: stop it\n\n- a\n- b\n```', 'fix: stop it\n\n- a\n- b'],
    ['```text\nfix: stop it\n```\nThis message says what was done.', 'fix: stop it'],
    ['Here is the commit message:\n\nfix: stop it', 'fix: stop it'],
    ["Here's a commit message for these changes:\n\n```gitcommit\nfix: stop it\n```", 'fix: stop it'],
    ['好的，提交信息如下：\n\n修复跳转', '修复跳转'],
    ['Commit message: fix it', 'fix it'],
    ['提交信息：修复跳转', '修复跳转'],
    ['"fix: stop it"', 'fix: stop it'],
    ['“修复跳转”', '修复跳转'],
    ['`a` and `b` are one', '`a` and `b` are one'],
    ['"a" is "b"', '"a" is "b"'],
    ['**fix: stop it**\n\nbecause', 'fix: stop it\n\nbecause'],
    ['Here is now what was there', 'Here is now what was there'],
    ['fix: show code\n\nUse it as follows:\n\n- x', 'fix: show code\n\nUse it as follows:\n\n- x'],
    ['fix: a  \r\n\r\n\r\n\r\nb\r\n', 'fix: a\n\nb'],
    ['  \n', ''],
  ];
  for (const [reply, message] of cases) {
    it(`is ${JSON.stringify(message)} in ${JSON.stringify(reply)}`, () => {
      assert.equal(cleanCommitMessage(reply, true), message);
    });
  }

  it('never shows on the way what is not part of it in the end', () => {
    for (const [reply, message] of cases.slice(0, 9)) {
      for (let end = 1; end <= reply.length; end++) {
        const soFar = cleanCommitMessage(reply.slice(0, end), false);
        const label = `${JSON.stringify(reply.slice(0, end))}: ${JSON.stringify(soFar)}`;
        // A closing quote or fence may be there for a moment.
        assert.ok(message.startsWith(soFar.replace(/\n?[`"]+$/, '')), label);
      }
    }
  });
});
