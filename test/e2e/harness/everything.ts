import type { Frame } from 'playwright-core';
import type { BigModelServer } from '../../vendors/zhipu/bigModelServer.ts';
import type { CodeWindow } from './window.ts';

const texts = {
  en: {
    edited: 'How is the discount computed, and where is the total rounded?',
    first: 'How is it computed?',
    reasoning: 'The user wants to know how the discount is computed. Let me look at the lines.',
    answer: `## In short

The total is taken **before** the discount[ref_1]. See [the manual](https://manual.example/discount) and \`src/retry.ts\`.

| Step | File | Rounded |
|---|---|--:|
| Sum | \`pricing.ts\` | 0 |
| Discount | \`pricing.ts\` | 2 |

\`\`\`ts src/pricing.ts
/** In cents, so that nothing is lost: a long comment that goes on and on beyond the edge of the panel. */
export function total(prices: readonly number[], discount = 0.25): number {
  const sum = prices.reduce((all, price) => all + price, 0);
  return Math.round(sum * (1 - discount)); // "half up"
}
\`\`\`

1. Sum the prices
   - [x] in cents
   - [ ] in euros
2. Then the discount

> Round once, at the end.

\`\`\`sh
npm test -- --grep discount
\`\`\`

The formula is $t = s (1 - d)$; ~~floor~~ round.[^1]

[^1]: Half up.
`,
    cutQuestion: 'Tell me everything about it',
    cut: 'It begins long ago, and',
    forbidden: 'Something that the vendor does not like',
  },
  'zh-cn': {
    edited: '折扣是怎么算的？总价在哪里取整？',
    first: '怎么算的？',
    reasoning: '用户想知道折扣的计算方式，先看看这几行代码。',
    answer: `## 简而言之

总价在打折**之前**求和[ref_1]。参见[手册](https://manual.example/discount)和 \`src/retry.ts\`。

| 步骤 | 文件 | 取整 |
|---|---|--:|
| 求和 | \`pricing.ts\` | 0 |
| 打折 | \`pricing.ts\` | 2 |

\`\`\`ts src/pricing.ts
/** 以分为单位，这样不会丢失精度：这是一条很长很长的注释，一直写到面板的边缘之外，还没有结束，继续写下去。 */
export function total(prices: readonly number[], discount = 0.25): number {
  const sum = prices.reduce((all, price) => all + price, 0);
  return Math.round(sum * (1 - discount)); // "四舍五入"
}
\`\`\`

1. 先求和
   - [x] 以分为单位
   - [ ] 以元为单位
2. 再打折

> 只在最后取整一次。

\`\`\`sh
npm test -- --grep discount
\`\`\`

公式是 $t = s (1 - d)$；~~向下取整~~四舍五入。[^1]

[^1]: 五入。
`,
    cutQuestion: '全都讲给我听',
    cut: '很久以前，',
    forbidden: '厂商不喜欢的内容',
  },
} as const;

/**
 * Shows a conversation with everything that one can have: an attachment, thoughts, Markdown of all kinds, sources, two
 * branches, an answer that was cut, and an error. The panel must be empty, with a model of GLM.
 */
export async function showEverything(
  window: CodeWindow,
  server: BigModelServer,
  language: 'en' | 'zh-cn' = 'en',
): Promise<Frame> {
  const own = texts[language];
  await window.openFile('src/pricing.ts');
  await window.selectLines(3, 6);
  await window.runCommand(
    language === 'en' ? 'Hanlin: Add Selection to Chat' : '翰林: 将选中的代码添加到对话',
  );
  const panel = await window.panel('.composer .chip');
  const webSearch = panel.locator('.composer button:has(.codicon-globe)');
  await webSearch.click();

  server.next({ type: 'reply', text: '…' });
  await ask(panel, own.first);
  const question = panel.locator('.question').first();
  await question.hover();
  await question.locator('.question-actions button:has(.codicon-edit)').click();
  server.next({
    type: 'reply',
    reasoning: own.reasoning,
    text: own.answer,
    searchResults: [
      {
        title: language === 'en' ? 'How discounts are computed' : '折扣的计算方法',
        link: 'https://one.example/page',
        content: '…',
        refer: 'ref_1',
      },
    ],
    usage: { promptTokens: 1204, completionTokens: 486, cachedTokens: 1000 },
  });
  await panel.locator('.question-editor textarea').fill(own.edited);
  await panel.locator('.question-editor .button.primary').click();
  await panel.locator('.answer .markdown h2').waitFor();
  await panel.locator('.answer .footer').waitFor();
  await webSearch.click();

  server.next({ type: 'reply', text: own.cut, finishReason: 'length' });
  await ask(panel, own.cutQuestion);
  server.next({ type: 'error', code: '1301' });
  await ask(panel, own.forbidden);
  await panel.locator('.notice').waitFor();
  return panel;
}

async function ask(panel: Frame, text: string): Promise<void> {
  const before = await panel.locator('.answer').count();
  const box = panel.locator('.composer textarea');
  await box.fill(text);
  await box.press('Enter');
  const answer = panel.locator('.answer').nth(before);
  await answer.locator('.footer, .notice').first().waitFor();
}
