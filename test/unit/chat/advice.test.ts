import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { adviseOn, type Translate } from '../../../src/chat/advice.ts';
import type { Failure } from '../../../src/chat/conversation.ts';

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
const respondent = { vendorLabel: 'Zhipu', modelLabel: 'GLM-5.3' };

function advise(failure: Partial<Failure>) {
  return adviseOn({ kind: 'auth', message: '', details: {}, ...failure }, respondent, fill);
}

describe('advice on failures', () => {
  it('names the vendor and says what to do', () => {
    const notice = advise({
      message: 'token expired',
      details: { status: 401, code: '1003', requestId: 'r-1' },
    });
    assert.equal(notice.title, 'Zhipu rejected this key');
    assert.match(notice.text, /Your question is kept/);
    assert.equal(notice.code, 'HTTP 401 · 1003 · token expired · r-1');
    assert.deepEqual(notice.actions, [
      { action: 'edit-key', label: 'Edit key' },
      { action: 'choose-model', label: 'Ask another model' },
    ]);
  });

  it('is more precise where the vendor’s code is', () => {
    const notice = advise({
      kind: 'quota',
      details: { advice: 'plan-or-balance', status: 429, code: '1113' },
    });
    assert.match(notice.text, /Coding Plan key works only at the Coding Plan address/);
    assert.equal(notice.actions[0]?.action, 'edit-key');
  });

  it('says when an allowance is renewed', () => {
    const notice = advise({
      kind: 'quota',
      details: { advice: 'wait-for-reset', resetsAt: '2026-11-21 18:20:11' },
    });
    assert.match(notice.text, /renewed at 2026-11-21 18:20:11 \(Zhipu’s time\)/);
  });

  it('puts a long or broken vendor message into one bounded line', () => {
    const { code = '' } = advise({ message: `a\nb\t${'x'.repeat(10_000)}` });
    assert.match(code, /^a b x/);
    assert.ok(code.length <= 500);
  });
});
