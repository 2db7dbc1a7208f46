import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  actionLabel,
  adviseOn,
  type FailureNotice,
  type NoticeAction,
  remarkOn,
  type Translate,
} from '../../../src/chat/advice.ts';
import type { Failure, VendorNotice } from '../../../src/chat/conversation.ts';
import type { Advice, ErrorKind } from '../../../src/core/error.ts';

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

  describe('has exactly these buttons, the first one the best', () => {
    type Buttons = readonly [severity: FailureNotice['severity'], ...NoticeAction[]];
    const kinds: Record<ErrorKind, Buttons> = {
      auth: ['error', 'edit-key', 'choose-model'],
      quota: ['error', 'choose-model', 'retry'],
      'rate-limit': ['warning', 'retry', 'choose-model'],
      'content-filter': ['warning', 'new-chat'],
      'context-length': ['warning', 'choose-model', 'new-chat'],
      'invalid-request': ['error', 'choose-model', 'retry'],
      unavailable: ['warning', 'retry', 'choose-model'],
      network: ['error', 'retry', 'diagnose'],
      timeout: ['warning', 'retry', 'diagnose'],
      protocol: ['error', 'retry', 'show-log'],
      cancelled: ['info', 'retry'],
    };
    /** A kind that the advice comes with, and what is said then. */
    const advices: Record<Advice, readonly [ErrorKind, ...Buttons]> = {
      'account-state': ['auth', 'error', 'edit-key', 'choose-model'],
      'activate-model': ['auth', 'error', 'choose-model', 'edit-key'],
      certificate: ['network', 'error', 'retry', 'diagnose'],
      'choose-model': ['invalid-request', 'error', 'choose-model'],
      clock: ['auth', 'error', 'diagnose', 'edit-key'],
      'environment-address': ['auth', 'error', 'confirm-address', 'edit-key'],
      'fair-use': ['rate-limit', 'warning', 'choose-model'],
      history: ['content-filter', 'warning', 'new-chat', 'retry'],
      'host-not-found': ['network', 'error', 'retry', 'diagnose'],
      'key-kind': ['auth', 'error', 'edit-key'],
      'key-permission': ['auth', 'error', 'choose-model', 'edit-key'],
      'no-key': ['auth', 'info', 'add-key'],
      option: ['invalid-request', 'error', 'open-options', 'choose-model'],
      'other-address': ['auth', 'error', 'confirm-address', 'edit-key'],
      'plan-lacks-model': ['auth', 'error', 'choose-model', 'edit-key'],
      'plan-or-balance': ['quota', 'error', 'edit-key', 'choose-model'],
      proxy: ['network', 'error', 'open-proxy-settings', 'retry'],
      refused: ['network', 'error', 'retry', 'diagnose'],
      'renew-plan': ['quota', 'error', 'choose-model', 'edit-key'],
      'second-factor': ['auth', 'error', 'retry', 'choose-model'],
      'service-gone': ['invalid-request', 'error', 'choose-model'],
      'swapped-keys': ['auth', 'error', 'edit-key'],
      'unreadable-key': ['auth', 'error', 'edit-key'],
      'wait-for-reset': ['quota', 'error', 'choose-model', 'retry'],
      'wrong-region': ['auth', 'error', 'edit-key', 'choose-model'],
    };
    const shown = ({ severity, actions }: FailureNotice) => [
      severity,
      ...actions.map(({ action }) => action),
    ];

    for (const [kind, buttons] of Object.entries(kinds) as [ErrorKind, Buttons][]) {
      it(`after ${kind}`, () => {
        assert.deepEqual(shown(advise({ kind })), buttons);
      });
    }

    for (const [advice, [kind, ...buttons]] of Object.entries(advices) as [
      Advice,
      [ErrorKind, ...Buttons],
    ][]) {
      it(`with the advice ${advice}`, () => {
        const notice = advise({ kind, details: { advice } });
        assert.deepEqual(shown(notice), buttons);
        const plain = advise({ kind });
        assert.notDeepEqual([notice.title, notice.text], [plain.title, plain.text]);
        assert.doesNotMatch(notice.title + notice.text, /[{}]/);
      });
    }

    const labels: Record<NoticeAction, string> = {
      'add-key': 'Add key',
      'edit-key': 'Edit key',
      'choose-model': 'Ask another model',
      'confirm-address': 'Check the address',
      continue: 'Continue',
      diagnose: 'Diagnose',
      'new-chat': 'New chat',
      'open-options': 'Open the settings',
      'open-proxy-settings': 'Proxy settings',
      retry: 'Try again',
      'show-log': 'Show log',
    };
    it('that say what they do', () => {
      for (const [action, label] of Object.entries(labels) as [NoticeAction, string][]) {
        assert.equal(actionLabel(action, fill), label);
      }
      const all = Object.entries(advices).flatMap(([advice, [kind]]) => [
        ...advise({ kind }).actions,
        ...advise({ kind, details: { advice: advice as Advice } }).actions,
      ]);
      for (const { action, label } of all) assert.equal(label, labels[action]);
    });
  });

  it('says by how much the clock is off, if that is a second or more', () => {
    const text = (clockSkewMs: number) => advise({ details: { advice: 'clock', clockSkewMs } }).text;
    assert.match(text(300_400), /This computer’s clock is 300 s ahead\.$/);
    assert.match(text(-1000), /This computer’s clock is 1 s behind\.$/);
    assert.doesNotMatch(text(999), /clock is \d/);
    assert.doesNotMatch(text(-999), /clock is \d/);
  });

  it('leaves no space between sentences where the punctuation has its own', () => {
    const details = { advice: 'clock', clockSkewMs: 5000 } as const;
    const notice = adviseOn({ kind: 'auth', message: '', details }, respondent, (text, values) =>
      text.startsWith('This computer’s clock may') ? '请检查。' : fill(text, values),
    );
    assert.match(notice.text, /^请检查。This computer/);
  });

  it('says what the vendor said beside its answer, with a new chat where that helps', () => {
    const remarks: readonly (readonly [VendorNotice, RegExp, NoticeAction?])[] = [
      [{ kind: 'clear-history' }, /^Zhipu asks to clear this conversation\.$/, 'new-chat'],
      [{ kind: 'clear-history', detail: '3' }, /from turn 3 on\.$/, 'new-chat'],
      [{ kind: 'sensitive' }, /close to what Zhipu’s content rules forbid/, 'new-chat'],
      [{ kind: 'hand-over' }, /not possible in an editor\.$/],
      [{ kind: 'hand-over', detail: 'Agent 7' }, /not possible in an editor\. Agent 7$/],
      [{ kind: 'no-answer' }, /found no answer/],
      [{ kind: 'unsupported', detail: 'Card' }, /cannot be shown here: Card$/],
    ];
    for (const [notice, text, action] of remarks) {
      const remark = remarkOn(notice, respondent, fill);
      assert.match(remark.text, text);
      assert.equal(remark.action, action);
    }
  });

  it('puts a long or broken vendor message into one bounded line', () => {
    const { code = '' } = advise({ message: `a\nb\t${'x'.repeat(10_000)}` });
    assert.match(code, /^a b x/);
    assert.ok(code.length <= 500);
  });
});
