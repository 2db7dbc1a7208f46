import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type {
  Attachment,
  CodeAttachment,
  ImageAttachment,
  TextAttachment,
} from '../../../src/chat/attachment.ts';
import type { AnswerTurn, QuestionTurn, Turn } from '../../../src/chat/conversation.ts';
import {
  conversationTokens,
  type FitOptions,
  type FittedRequest,
  fitRequest,
  requestTokens,
} from '../../../src/chat/requestMessages.ts';
import { estimateTokens } from '../../../src/chat/tokenEstimate.ts';
import { ProviderError } from '../../../src/core/error.ts';
import type { Message } from '../../../src/core/message.ts';
import { processorTime } from '../../processorTime.ts';
import { answerTurn, codeAttachment, questionTurn } from './conversationTurns.ts';

function question(text: string, attachments: readonly Attachment[] = []): QuestionTurn {
  return { ...questionTurn(`q-${text}`, null, text), attachments };
}

function answer(text: string, status: AnswerTurn['status'] = { state: 'done', reason: 'stop' }): AnswerTurn {
  return { ...answerTurn(`a-${text}`, 'q', text), status };
}

function text(kind: TextAttachment['kind'], change: Partial<TextAttachment> = {}): TextAttachment {
  return { id: kind, kind, name: `the ${kind}`, path: 'w', language: 'text', text: 'line', ...change };
}

const picture: ImageAttachment = {
  id: 'i',
  kind: 'image',
  name: 'shot.png',
  path: 'shot.png',
  mediaType: 'image/png',
  data: 'iVBORw0=',
};

function requestFor(turns: readonly Turn[], options: Partial<FitOptions> = {}): FittedRequest {
  return fitRequest(turns, { system: 'system', share: 1, factor: 1, images: true, ...options });
}

function lastText(turns: readonly Turn[], options: Partial<FitOptions> = {}): string {
  return requestFor(turns, options).messages.at(-1)?.text ?? '';
}

function texts(messages: readonly Message[]): string[] {
  return messages.map((message) => message.text);
}

function numbered(word: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${word} ${index}`).join('\n');
}

describe('the prompt of a question', () => {
  it('names the file and the lines of the code, in a fence that the code cannot close', () => {
    const prompt = lastText([question('What?', [codeAttachment({ code: 'a\n```\nb' })])]);
    assert.equal(prompt, '`src/a.ts:3-4`\n````typescript\na\n```\nb\n````\n\nWhat?');
  });

  it('says of everything else what it is', () => {
    const attachments = [
      codeAttachment({ kind: 'file', code: 'all' }),
      text('folder'),
      text('problems'),
      text('terminal'),
      text('changes', { language: 'diff' }),
    ];
    assert.equal(
      lastText([question('What?', attachments)]),
      [
        '`src/a.ts`\n```typescript\nall\n```',
        'Files of `w`:\n```text\nline\n```',
        'Problems that the editor reports in `w`:\n```text\nline\n```',
        'Text from the terminal `w`:\n```text\nline\n```',
        'Changes in the Git repository `w`:\n```diff\nline\n```',
        'What?',
      ].join('\n\n'),
    );
  });

  it('names the symbol that the code is in, and the cell of a notebook', () => {
    const symbols = ['Shop', 'total'];
    const prompt = (changes: Partial<CodeAttachment>) =>
      lastText([question('What?', [codeAttachment(changes)])]).split('\n')[0];
    assert.equal(prompt({ symbols }), '`src/a.ts:3-4` (in `Shop › total`)');
    assert.equal(prompt({ path: 'study.ipynb', cell: 2 }), '`study.ipynb`, cell 2, lines 3-4');
    assert.equal(prompt({ path: 'study.ipynb', cell: 2, kind: 'file' }), '`study.ipynb`, cell 2');
  });

  it('sends the problems of the code, which are the last to be cut', () => {
    const problems = '3:5: error ts(2322): Wrong type';
    const code = codeAttachment({ problems, after: 'next' });
    assert.match(
      lastText([question('What?', [code])]),
      /let a;\n[\s\S]*next\n```\n\nProblems that the editor reports in `src\/a\.ts`:\n```text\n3:5: error ts\(2322\): Wrong type\n```\n\nWhat\?$/,
    );
    const long = codeAttachment({ problems, code: numbered('line', 20_000) });
    const { messages, leftOut } = requestFor([question('Why?', [long])], { window: 4_000 });
    assert.match(messages.at(-1)?.text ?? '', /Wrong type/);
    assert.deepEqual(leftOut.cut, ['a.ts']);
  });

  it('sends the imports of a file where the lines above do not reach them', () => {
    const imports = "import a from 'a';\nimport b from 'b';";
    const near = codeAttachment({ imports, before: `import a from 'a';\n\nimport b from 'b';\nlet c;` });
    assert.equal(lastText([question('What?', [near])]).match(/import a/g)?.length, 1);
    const far = codeAttachment({ imports, before: `${imports}\n${numbered('above', 6_000)}` });
    const prompt = lastText([question('What?', [far])]);
    assert.match(
      prompt,
      /Imports of the file:\n```typescript\nimport a from 'a';\nimport b from 'b';\n```\n\nContext/,
    );
    assert.match(prompt, /above 5999\n/);
    const lines = estimateTokens(prompt.slice(prompt.indexOf('Imports of the file')));
    assert.ok(lines <= 4_100, String(lines));
    assert.doesNotMatch(lastText([question('What?', [far])], { window: 60 }), /Imports/);
  });

  it('takes the lines nearest to the code as context, from both sides', () => {
    const code = codeAttachment({ before: numbered('above', 3_000), after: numbered('below', 3_000) });
    const { messages, leftOut } = requestFor([question('What?', [code])], { window: 8_000 });
    const prompt = messages.at(-1)?.text ?? '';
    assert.match(prompt, /above 2999\n/);
    assert.match(prompt, /\nbelow 0\n/);
    assert.doesNotMatch(prompt, /above 0\n/);
    assert.ok(estimateTokens(prompt) <= 6_000);
    // Nobody asked for these lines, so nobody misses them.
    assert.deepEqual(leftOut, { pairs: 0, cut: [] });
  });

  it('cuts at whole lines, keeps the beginning, and says so to the model and to the user', () => {
    const log = text('terminal', { text: numbered('entry', 5_000) });
    const { messages, leftOut, tokens } = requestFor([question('Why?', [log])], { window: 4_000 });
    const prompt = messages.at(-1)?.text ?? '';
    const kept = [...prompt.matchAll(/^entry (\d+)$/gm)].map(([, number]) => Number(number));
    assert.deepEqual(
      kept,
      kept.map((_, index) => index),
    );
    assert.ok(kept.length > 500);
    assert.match(prompt, /\n```\n\(Cut here to fit: the whole has 5000 lines\.\)\n\nWhy\?$/);
    assert.deepEqual(leftOut, { pairs: 0, cut: ['the terminal'] });
    assert.ok(tokens <= 3_000 && tokens > 2_900, String(tokens));
  });

  it('cuts the largest attachment and leaves the small ones whole', () => {
    const large = codeAttachment({ kind: 'file', name: 'large.ts', code: numbered('large', 20_000) });
    const small = codeAttachment({ kind: 'file', name: 'small.ts', code: numbered('small', 50) });
    const { messages, leftOut } = requestFor([question('Why?', [large, small])], { window: 8_000 });
    assert.match(messages.at(-1)?.text ?? '', /small 49\n/);
    assert.deepEqual(leftOut.cut, ['large.ts']);
  });

  it('gives selected code its room before what surrounds it', () => {
    const code = codeAttachment({ code: numbered('selected', 400), before: numbered('above', 4_000) });
    const prompt = lastText([question('Why?', [code])], { window: 2_100 });
    assert.match(prompt, /selected 399\n/);
    assert.match(prompt, /above 3999\n/);
    assert.doesNotMatch(prompt, /above 3800\n/);
  });

  it('hands pictures to models that take them, and says to others what they miss', () => {
    const turns = [question('What is this?', [picture])];
    const [, seen] = requestFor(turns).messages;
    assert.deepEqual(seen, {
      role: 'user',
      text: 'What is this?',
      images: [{ mediaType: 'image/png', data: 'iVBORw0=' }],
    });
    const { messages, leftOut } = requestFor(turns, { images: false });
    assert.deepEqual(messages[1], {
      role: 'user',
      text: '(The image `shot.png` is attached, but this model takes no images.)\n\nWhat is this?',
    });
    assert.deepEqual(leftOut, { pairs: 0, cut: ['shot.png'] });
  });
});

describe('the messages of a request', () => {
  it('refuse a question that cannot fit, before anything is sent', () => {
    assert.throws(
      () => requestFor([question('x'.repeat(100_000))], { window: 8_000 }),
      (error) => error instanceof ProviderError && error.kind === 'context-length',
    );
  });

  it('drop whole pairs from the oldest on, never the instructions, and stay within the window', () => {
    const words = fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, words), { maxLength: 12 }),
        words,
        fc.integer({ min: 900, max: 6_000 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (pairs, asked, window, factor) => {
          const turns: Turn[] = [
            ...pairs.flatMap(([user, assistant]) => [question(user), answer(assistant)]),
            question(asked),
          ];
          const room = Math.floor((window * 0.75) / factor);
          fc.pre(estimateTokens(asked) + estimateTokens('system') + 12 <= room);
          const { messages, leftOut, tokens } = requestFor(turns, { window, factor });
          const kept = pairs.slice(leftOut.pairs).flat();
          assert.deepEqual(texts(messages), ['system', ...kept, asked]);
          assert.deepEqual(
            messages.map(({ role }) => role),
            ['system', ...kept.map((_, at) => (at % 2 ? 'assistant' : 'user')), 'user'],
          );
          assert.equal(tokens, Math.ceil(requestTokens(messages) * factor));
          assert.ok(tokens <= window * 0.75);
          if (leftOut.pairs > 0) {
            const [user, assistant] = pairs[leftOut.pairs - 1] ?? ['', ''];
            const dropped = estimateTokens(user) + estimateTokens(assistant) + 12;
            assert.ok(requestTokens(messages) + dropped > room);
          }
        },
      ),
    );
  });

  it('stay within the window whatever is attached, and never cut what was said', () => {
    const line = fc.string({ maxLength: 60, unit: fc.constantFrom('a', '翰', '`', ' ', '\r\n', '\n', '9') });
    const lines = fc.array(line, { maxLength: 60 }).map((all) => all.join('\n'));
    const code = fc
      .record({ code: lines, before: lines, after: lines, kind: fc.constantFrom('selection', 'file') })
      .map((parts) => codeAttachment(parts as Partial<ReturnType<typeof codeAttachment>>));
    const other = lines.map((content) => text('changes', { text: content }));
    const asked = fc.record({
      words: fc.string({ minLength: 1, maxLength: 80 }),
      attachments: fc.array<Attachment>(fc.oneof({ arbitrary: code, weight: 4 }, other), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(asked, fc.string({ minLength: 1, maxLength: 200 })), { maxLength: 5 }),
        asked,
        fc.integer({ min: 100, max: 1_200 }),
        fc.constantFrom(1, 0.5),
        fc.boolean(),
        (pairs, last, window, share, images) => {
          const turns: Turn[] = [
            ...pairs.flatMap(([user, said]) => [question(user.words, user.attachments), answer(said)]),
            question(last.words, last.attachments),
          ];
          let fitted: FittedRequest;
          try {
            fitted = requestFor(turns, { window, share, images });
          } catch (error) {
            assert.ok(error instanceof ProviderError && error.kind === 'context-length');
            return;
          }
          const { messages, tokens, leftOut } = fitted;
          assert.ok(tokens <= window * 0.75, `${tokens} of ${window}`);
          const kept = [...pairs.slice(leftOut.pairs).map(([user]) => user.words), last.words];
          const users = messages.filter(({ role }) => role === 'user');
          assert.equal(users.length, kept.length);
          users.forEach((user, index) => {
            assert.ok(user.text.endsWith(kept[index] ?? ''));
          });
          const isWhole = !texts(users).some((prompt) => /Cut here|no images/.test(prompt));
          assert.equal(leftOut.cut.length === 0, isWhole);
        },
      ),
    );
  });

  it('send earlier attachments again, and cut those of the oldest pair that has a place', () => {
    const big = codeAttachment({ kind: 'file', name: 'big.ts', code: numbered('big', 4_000) });
    const turns = [
      question('first'),
      answer('one'),
      question('second', [big]),
      answer('two'),
      question('third'),
    ];
    const whole = requestFor(turns, { window: 128_000 });
    assert.match(whole.messages[3]?.text ?? '', /big 3999\n/);
    assert.deepEqual(whole.leftOut, { pairs: 0, cut: [] });

    const { messages, leftOut } = requestFor(turns, { window: 8_000 });
    assert.deepEqual(texts(messages).slice(2), ['two', 'third']);
    assert.match(messages[1]?.text ?? '', /big 0\n[\s\S]*Cut here[\s\S]*second$/);
    assert.deepEqual(leftOut, { pairs: 1, cut: ['big.ts'] });
  });

  it('send half where more was too much', () => {
    const log = text('terminal', { text: numbered('entry', 5_000) });
    const turns = [question('Why?', [log])];
    const [whole, half] = [1, 0.5].map((share) => requestFor(turns, { window: 8_000, share }).tokens);
    assert.ok(Math.abs((half ?? 0) / (whole ?? 1) - 0.5) < 0.02, `${half} of ${whole}`);
  });

  it('pass over questions without an answer, and those that broke a rule of the vendor', () => {
    const failed = answer('', { state: 'failed', failure: { kind: 'network', message: '', details: {} } });
    const filtered = answer('half', { state: 'done', reason: 'content-filter' });
    const turns = [question('lost'), failed, question('forbidden'), filtered, question('now')];
    const { messages, leftOut } = requestFor(turns);
    assert.deepEqual(texts(messages), ['system', 'now']);
    assert.deepEqual(leftOut, { pairs: 0, cut: [] });
  });

  it('go on with an answer in the language of the question', () => {
    const { messages } = requestFor([question('Write a story')], { continueText: 'Once upon' });
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.equal(messages[2]?.text, 'Once upon');
    assert.match(messages[3]?.text ?? '', /^Go on exactly where you stopped/);
    const inChinese = lastText([question('解释 fitRequest 的 WeakMap')], { continueText: 'WeakMap' });
    assert.match(inChinese, /^从上文停下的地方接着往下写/);
    assert.match(lastText([question('物語を書いて')], { continueText: '昔' }), /^Go on/);
    assert.match(lastText([question('What does the name 翰林 mean?')], { continueText: 'It' }), /^Go on/);
  });

  it('leave room for the answer that is gone on with', () => {
    const continueText = 'word '.repeat(2_000);
    const turns = [question('old'), answer('answer '.repeat(3_000)), question('Write')];
    assert.equal(requestFor(turns, { window: 16_000 }).leftOut.pairs, 0);
    assert.equal(requestFor(turns, { window: 10_000, continueText }).leftOut.pairs, 1);
    assert.throws(() => requestFor([question('Write')], { window: 3_000, continueText }), ProviderError);
  });
});

describe('the tokens of a conversation', () => {
  const long = Array.from({ length: 10_000 }, (_, index) =>
    index % 2 ? answer(`answer ${index} `.repeat(50)) : question(`question ${index}`, [codeAttachment()]),
  );

  it('are those of a request that sends all of it', () => {
    const turns = long.slice(0, 200);
    const { messages } = requestFor([...turns, question('')], { window: 10_000_000, system: 'system' });
    assert.equal(conversationTokens(turns, 'system'), requestTokens(messages.slice(0, -1)));
  });

  it('are counted once for each turn', () => {
    conversationTokens(long, 'system');
    const rounds = 10;
    const milliseconds = processorTime(() => {
      for (let round = 0; round < rounds; round++) conversationTokens(long, 'system');
    });
    assert.ok(milliseconds / rounds < 10, `${milliseconds / rounds} ms`);
  });
});
