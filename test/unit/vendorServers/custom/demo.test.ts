import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startCustomDemo } from '../../../vendors/custom/demo.ts';

describe('demonstration of a custom server', () => {
  it('answers with the key and the address it hands out', async () => {
    const part = await startCustomDemo({ port: 0, paceMs: 0 });
    try {
      assert.equal(part.environment['OPENAI_BASE_URL'], part.endpoints['custom/openai']);
      const response = await fetch(`${part.endpoints['custom/openai']}/chat/completions`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${part.environment['OPENAI_API_KEY']}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({
          model: 'any-model',
          stream: true,
          messages: [{ role: 'user', content: 'Hi' }],
        }),
      });
      assert.match(await response.text(), /"finish_reason":"stop".*data: \[DONE\]\n\n$/s);
    } finally {
      await part.close();
    }
  });
});
