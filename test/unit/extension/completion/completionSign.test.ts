import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../../src/chat/advice.ts';
import type { GateState } from '../../../../src/extension/completion/completionGate.ts';
import { completionSign } from '../../../../src/extension/completion/completionSign.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

describe('the sign of code completion', () => {
  const respondent = { vendorId: 'v', apiId: 'a', model: 'm', vendorLabel: 'Qwen', modelLabel: 'M' };
  const open = {
    gate: { type: 'open' },
    isBusy: false,
    isOffHere: false,
    isSensitiveHere: false,
    isTrusted: true,
    respondent,
  } as const;
  const failed = (type: 'waiting' | 'stopped', message = 'bad key'): GateState => ({
    type,
    failure: { kind: 'auth', message, details: { code: '401' } },
  });

  it('says that code is suggested, and who is asked', () => {
    const text = 'Suggests code as you type. What stands around the cursor is sent to Qwen.';
    assert.deepEqual(completionSign(open, inEnglish), {
      icon: 'edit-sparkle',
      paragraphs: [text],
      isWarning: false,
    });
    assert.equal(completionSign({ ...open, isBusy: true }, inEnglish).icon, 'loading~spin');
    const { respondent: _, ...nobody } = open;
    assert.match(completionSign(nobody, inEnglish).paragraphs[0] ?? '', /is sent to \.$/);
  });

  it('says where nothing is suggested', () => {
    const off = completionSign({ ...open, isOffHere: true, isBusy: true }, inEnglish);
    assert.deepEqual([off.icon, off.paragraphs], ['circle-slash', ['Nothing is suggested in this file.']]);
    const restricted = completionSign({ ...open, isTrusted: false }, inEnglish);
    assert.equal(restricted.icon, 'circle-slash');
    assert.match(restricted.paragraphs[0] ?? '', /by itself while the workspace is in restricted mode/);
    const sensitive = completionSign({ ...open, isSensitiveHere: true }, inEnglish);
    assert.equal(sensitive.icon, 'circle-slash');
    assert.match(sensitive.paragraphs[0] ?? '', /by itself in this file, because programs run/);
    // By hand it is asked for all the same.
    for (const reason of [{ isTrusted: false }, { isSensitiveHere: true }])
      assert.equal(completionSign({ ...open, ...reason, isBusy: true }, inEnglish).icon, 'loading~spin');
  });

  it('says that it is snoozed', () => {
    const sign = completionSign({ ...open, gate: { type: 'snoozed' }, isOffHere: true }, inEnglish);
    assert.deepEqual([sign.icon, sign.isWarning], ['bell-slash', false]);
    assert.match(sign.paragraphs[0] ?? '', /^Snoozed/);
  });

  it('says what failed, with the vendor’s own code, and what comes next', () => {
    const waiting = completionSign({ ...open, gate: failed('waiting') }, inEnglish);
    assert.deepEqual([waiting.icon, waiting.isWarning], ['warning', false]);
    assert.equal(waiting.paragraphs.length, 3);
    assert.match(waiting.paragraphs[0] ?? '', /Qwen/);
    assert.match(waiting.paragraphs[1] ?? '', /401/);
    assert.equal(waiting.paragraphs[2], 'It is tried again in a while, or at a click.');
    const stopped = completionSign({ ...open, gate: failed('stopped') }, inEnglish);
    assert.equal(stopped.isWarning, true);
    assert.match(stopped.paragraphs[2] ?? '', /^Nothing is asked until/);
  });

  it('has a name for nobody, and no line for a code that there is not', () => {
    const { respondent: _, ...nobody } = open;
    const gate: GateState = { type: 'stopped', failure: { kind: 'auth', message: '', details: {} } };
    const { paragraphs } = completionSign({ ...nobody, gate }, inEnglish);
    assert.equal(paragraphs.length, 2);
    assert.match(paragraphs[0] ?? '', /Hanlin/);
  });
});
