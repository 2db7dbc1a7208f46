import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { beebotDemonstration } from '../../../vendors/alibaba/beebotDemonstration.ts';
import { startAlibabaDemo } from '../../../vendors/alibaba/demo.ts';
import type { DemoPart } from '../../../vendors/loopback/demoPart.ts';

describe('demonstration of Alibaba', () => {
  let part: DemoPart;

  afterEach(() => part?.close());

  it('answers with the DashScope key and address it hands out', async () => {
    part = await startAlibabaDemo({ port: 0, paceMs: 0 });
    const response = await fetch(`${part.endpoints['alibaba/dashscope']}/chat/completions`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${part.environment['DASHSCOPE_API_KEY']}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ model: 'any-model', stream: true, messages: [{ role: 'user', content: 'Hi' }] }),
    });
    assert.match(await response.text(), /"finish_reason":"stop".*data: \[DONE\]\n\n$/s);
  });

  const ask = (utterance: string) =>
    beebotDemonstration(
      {
        messageId: '1',
        instanceId: 'robot',
        sessionId: 'session',
        history: [{ messageId: '0', utterance: 'before', answer: '' }],
        utterance,
        perspective: [],
        vendorParam: {},
        sandBox: false,
        command: undefined,
      },
      0,
    );

  it('quotes and counts, in the language of the question', () => {
    for (const [utterance, expected] of [
      ['What can you do?', /> What can you do\?\n\n16 characters .* turn 2 /],
      ['你会什么🌏', /> 你会什么🌏\n\n一共收到 5 个字符.*第 2 轮/],
    ] as const) {
      const scenario = ask(utterance);
      assert.ok(scenario.type === 'reply' && Array.isArray(scenario.text));
      assert.match(scenario.text.join(''), expected);
      assert.equal(scenario.relatedQuestions?.length, 2);
    }
  });

  it('shows a choice and a hand-over to those who take its suggestions', () => {
    for (const utterance of ['What can you do?', '你会什么']) {
      const scenario = ask(utterance);
      assert.ok(scenario.type === 'reply');
      const [choose = '', human = ''] = scenario.relatedQuestions ?? [];
      const clarification = ask(choose);
      assert.ok(clarification.type === 'clarify');
      const [plain = '', again = ''] = clarification.choices ?? [];
      assert.equal(ask(plain).type, 'reply');
      assert.equal(ask(again).type, 'clarify');
      const handOver = ask(human);
      assert.ok(handOver.type === 'reply' && handOver.handOver !== undefined);
    }
  });
});
