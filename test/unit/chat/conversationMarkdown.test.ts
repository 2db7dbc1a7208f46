import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marked, type Tokens } from 'marked';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import { conversationMarkdown } from '../../../src/chat/conversationMarkdown.ts';
import { resultOf } from '../../allSteps.ts';
import { answerTurn, codeAttachment, questionTurn } from './conversationTurns.ts';

const translate: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
const noon = new Date(2026, 10, 21, 8, 5).getTime();

describe('a conversation as Markdown', () => {
  it('is a document for people', () => {
    const question = { ...questionTurn('q', null, 'Why?\n', noon), attachments: [codeAttachment()] };
    const answer = {
      ...answerTurn('a', 'q', 'So [1].', noon),
      reasoning: 'First\n\nthen',
      extras: {
        sources: [
          { title: 'A [b]', number: 1, url: 'https://a.example/x y>z' },
          { title: 'No address', number: 4 },
        ],
        suggestions: [],
        notices: [],
      },
    };
    assert.equal(
      resultOf(conversationMarkdown('My\ntitle', [question, answer], translate)),
      `# My title

## Question · 2026-11-21 08:05

Why?

\`src/a.ts:3-4\`

\`\`\`typescript
let a;
\`\`\`

## Model · 2026-11-21 08:05

> **Reasoning**
>
> First
>
> then

So [1].

1. [A \\[b\\]](<https://a.example/x%20y%3Ez>)
4. No address
`,
    );
  });

  it('says why there is no answer, and nothing where there is nothing', () => {
    const failed = {
      ...answerTurn('a', 'q', '', noon),
      status: {
        state: 'failed' as const,
        failure: { kind: 'network' as const, message: 'No\nroute', details: {} },
      },
    };
    const text = resultOf(
      conversationMarkdown('', [questionTurn('q', null, 'Why?', noon), failed], translate),
    );
    assert.equal(
      text,
      '## Question · 2026-11-21 08:05\n\nWhy?\n\n## Model · 2026-11-21 08:05\n\n> No route\n',
    );
  });

  it('keeps every attachment in a block of its own, whatever is in it', () => {
    const code = fc.string({ unit: fc.constantFrom('`', '~', 'a', '\n', ' '), maxLength: 40 });
    fc.assert(
      fc.property(code, (text) => {
        const attachments = [codeAttachment({ code: `x${text}`, path: 'a`b.ts' })];
        const question = { ...questionTurn('q', null, 'Why?', noon), attachments };
        const tokens = marked.lexer(resultOf(conversationMarkdown('T', [question], translate)));
        const blocks = tokens.filter((token): token is Tokens.Code => token.type === 'code');
        assert.deepEqual(
          blocks.map((block) => block.text.trimEnd()),
          [`x${text}`.trimEnd()],
        );
        const [place] = tokens
          .flatMap((token) => (token.type === 'paragraph' ? (token.tokens ?? []) : []))
          .slice(1);
        assert.equal(place?.type, 'codespan');
      }),
    );
  });

  it('names texts and images that were sent along', () => {
    const question = {
      ...questionTurn('q', null, '', noon),
      attachments: [
        {
          kind: 'image' as const,
          id: 'i',
          name: 'p.png',
          path: 'p.png',
          mediaType: 'image/png',
          data: 'AAAA',
        },
        {
          kind: 'changes' as const,
          id: 'd',
          name: 'Changes',
          path: 'Changes',
          language: 'diff',
          text: '+ a',
        },
      ],
    };
    const text = resultOf(conversationMarkdown('', [question], translate));
    assert.match(text, /\n`p\.png`\n\n`Changes`\n\n```diff\n\+ a\n```\n$/);
    assert.ok(!text.includes('AAAA'));
  });
});
