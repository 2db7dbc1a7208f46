import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marked, type Tokens } from 'marked';
import { describe, it } from 'mocha';
import { demonstrationReply } from '../../vendors/demonstration/demonstration.ts';
import { cutIntoPieces } from '../../vendors/demonstration/pieces.ts';
import type { AcceptedRequest, ChatMessage } from '../../vendors/loopback/chatRequest.ts';

const code = `import { clamp } from './clamp.ts';

export function latest<T>(run: (value: T) => void, wait = 250): (value: T) => void {
  let timer: NodeJS.Timeout | undefined;
  return (value) => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => run(value), clamp(wait, 0, 1000));
  };
}`;

function ask(text: string, differences: Partial<AcceptedRequest> = {}): AcceptedRequest {
  const messages: readonly ChatMessage[] = [
    {
      role: 'system',
      text: 'You are Hanlin. Answer in English, unless the user writes in another language.',
    },
    { role: 'user', text },
  ];
  return {
    model: 'glm-5.3',
    messages,
    stream: true,
    maxTokens: undefined,
    thinking: true,
    promptTokens: 100,
    requestId: undefined,
    ...differences,
  };
}

function question(words: string, fence = '```'): string {
  return `\`src/latest.ts:18-26\`\n${fence}typescript\n${code}\n${fence}\n\n${words}`;
}

/** Kinds of everything in a reply, as a Markdown reader sees it. */
function kinds(text: string): Set<string> {
  const found = new Set<string>();
  void marked.walkTokens(marked.lexer(text), (token) => {
    found.add(token.type === 'list' ? (token['ordered'] ? 'numbered list' : 'bullet list') : token.type);
  });
  return found;
}

function codeBlocks(text: string): Tokens.Code[] {
  return marked.lexer(text).filter((token): token is Tokens.Code => token.type === 'code');
}

const shown = ['heading', 'bullet list', 'numbered list', 'table', 'codespan', 'link', 'blockquote', 'code'];

describe('demonstration: the reply', () => {
  it('says that it is one, quotes the code with its place, and counts in it', () => {
    const { text, reasoning } = demonstrationReply(ask(question('Explain this code.')));
    assert.match(text, /local demonstration\. No model was asked/);
    assert.match(text, /\*\*9 lines\*\* of TypeScript from `src\/latest\.ts:18-26`/);
    const [quoted] = codeBlocks(text);
    assert.deepEqual([quoted?.lang, quoted?.text], ['typescript', code]);
    assert.match(text, /\| `latest` function \| 20 \| 7 \| 1 \|/);
    assert.match(text, /\*\*Imports:\*\* 1, `\.\/clamp\.ts`/);
    assert.match(text, /1 × `if`/);
    assert.match(text, /line 20, 84 characters/);
    assert.match(reasoning, /No model is thinking here/);
  });

  it('shows every kind of formatting, numbers to the right', () => {
    for (const words of ['Explain this code.', '解释这段代码。']) {
      const { text } = demonstrationReply(ask(question(words)));
      const found = kinds(text);
      for (const kind of shown) assert.ok(found.has(kind), `${kind} in the reply to ${words}`);
      const table = marked.lexer(text).find((token): token is Tokens.Table => token.type === 'table');
      assert.deepEqual(table?.align, ['left', 'right', 'right', 'right']);
    }
    const plain = kinds(demonstrationReply(ask('How do I cancel a request?')).text);
    for (const kind of shown) assert.ok(plain.has(kind), `${kind} in the reply to a plain question`);
  });

  it('answers a plain question by quoting it and describing the request', () => {
    const { text } = demonstrationReply(ask('How do I\n\ncancel a request?'));
    assert.match(text, /> How do I\n>\n> cancel a request\?/);
    assert.match(text, /No model was asked/);
    assert.match(text, /\| Your questions \| 1 \| 27 \|/);
    const [request] = codeBlocks(text);
    assert.equal(JSON.parse(request?.text ?? '').model, 'glm-5.3');
  });

  it('speaks the language of the conversation', () => {
    const system = (text: string): readonly ChatMessage[] => [
      { role: 'system', text },
      { role: 'user', text: question('Explain.') },
    ];
    const isChinese = (request: AcceptedRequest) =>
      /本地演示，没有询问任何模型/.test(demonstrationReply(request).text);
    assert.ok(isChinese(ask('怎么取消请求？')));
    assert.ok(isChinese(ask(question('', '```'), { messages: system('Answer in Simplified Chinese.') })));
    assert.ok(isChinese(ask(question('Explain it in Chinese.'))));
    assert.ok(!isChinese(ask('请用英文回答')));
    assert.ok(!isChinese(ask('x', { messages: system('You are Hanlin. Answer in English.') })));
    assert.ok(!isChinese(ask('Explain.\n```ts\nconst 名称 = "中文";\n```')), 'code does not count');
    assert.ok(isChinese(ask('Hello', { messages: [...system('Hi'), { role: 'user', text: '你好' }] })));
  });

  it('leaves reasoning out when thinking is off', () => {
    assert.equal(demonstrationReply(ask('Hello', { thinking: false })).reasoning, '');
  });

  it('is not broken by fences in the code it quotes', () => {
    const nested = 'text\n```js\nlet a;\n```\n~~~~\n`````';
    const { text } = demonstrationReply(
      ask(`\`README.md:1-6\`\n\`\`\`\`\`\`markdown\n${nested}\n\`\`\`\`\`\`\nWhat is this?`),
    );
    const quoted = codeBlocks(text).map((block) => block.text);
    assert.deepEqual(quoted, [nested]);
  });

  it('quotes the selection and not its context, and shortens long code', () => {
    const long = Array.from({ length: 50 }, (_, index) => `call(${index});`).join('\n');
    const { text } = demonstrationReply(
      ask(
        `Context, the lines before:\n\`\`\`js\nbefore();\n\`\`\`\n\`a.js:5-54\`\n\`\`\`js\n${long}\n\`\`\`\nExplain.`,
      ),
    );
    assert.ok(text.includes('call(29);') && !text.includes('call(30);') && !text.includes('before();'));
    assert.match(text, /first 30 of 50 lines/);
    assert.match(text, /1 line around it/);
  });

  it('is cut into pieces that lose nothing and split no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 500 }), (text, count) => {
        assert.equal(cutIntoPieces(text, count).join(''), text);
      }),
    );
    const family = '👨‍👩‍👧‍👦';
    assert.deepEqual(cutIntoPieces(family.repeat(3), 3).join('|').split('|').join(''), family.repeat(3));
    assert.ok(cutIntoPieces(family.repeat(30), 10).every((piece) => piece.length % family.length === 0));
  });

  it('arrives in the pieces of a human pace', () => {
    for (const words of ['Explain this code.', '解释这段代码。']) {
      const { text } = demonstrationReply(ask(question(words)));
      const pieces = cutIntoPieces(text, 400);
      assert.ok(pieces.length > 300 && pieces.length < 500, `${pieces.length} pieces`);
    }
  });
});
