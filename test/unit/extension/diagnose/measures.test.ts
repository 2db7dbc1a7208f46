import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cleanText, secretsOf, secretsOfProxy } from '../../../../src/extension/diagnose/cleanText.ts';
import { compareClocks } from '../../../../src/extension/diagnose/compareClocks.ts';
import { judgeStreaming } from '../../../../src/extension/diagnose/judgeStreaming.ts';

describe('the comparison of clocks', () => {
  const head = (sentAt: number, receivedAt: number, date: number | undefined) => ({
    origin: 'https://vendor.example',
    sentAt,
    receivedAt,
    date,
  });

  it('allows for the way there and back, and for whole seconds', () => {
    const heads = [head(10_000, 14_000, 11_000)];
    assert.deepEqual(compareClocks({ heads, handshake: undefined }, 300_000), {
      check: 'clock',
      type: 'compared',
      skewMs: 500,
      uncertaintyMs: 2_500,
      toleranceMs: 300_000,
    });
  });

  it('goes by the answer that came back quickest', () => {
    const heads = [head(0, 60_000, 0), head(70_000, 70_100, 10_000), head(80_000, 80_010, undefined)];
    const finding = compareClocks({ heads, handshake: undefined }, undefined);
    assert.equal(finding.type === 'compared' && finding.skewMs, 59_550);
  });

  it('takes an accepted signature for a sign, and nothing for nothing', () => {
    const handshake = { ms: 20 };
    const because = (finding: ReturnType<typeof compareClocks>) =>
      finding.type === 'skipped' && finding.because;
    assert.deepEqual(compareClocks({ heads: [], handshake }, 300_000), {
      check: 'clock',
      type: 'good-enough',
      toleranceMs: 300_000,
    });
    assert.equal(because(compareClocks({ heads: [], handshake }, undefined)), 'no-date');
    assert.equal(because(compareClocks({ heads: [], handshake: undefined }, 300_000)), 'not-reached');
  });
});

describe('the judgement on streaming', () => {
  const times = (count: number, from: number, step: number) =>
    Array.from({ length: count }, (_, index) => from + index * step);
  const judged = (arrivals: readonly number[]) => judgeStreaming(arrivals).type;

  it('knows what came bit by bit from what was held back', () => {
    assert.equal(judged(times(20, 800, 30)), 'streamed');
    assert.equal(judged(times(2, 800, 60)), 'streamed');
    assert.equal(judged(times(20, 2_000, 5)), 'held-back');
    assert.equal(judged(times(40, 60_000, 3)), 'streamed');
  });

  it('asks for a twentieth of the time that was waited, within limits', () => {
    for (const [wait, least] of [
      [200, 25],
      [800, 40],
      [60_000, 100],
    ] as const) {
      assert.equal(judged([wait, wait, wait, wait + least]), 'streamed');
      assert.notEqual(judged([wait, wait, wait, wait + least - 1]), 'streamed');
    }
  });

  it('does not judge what is too little or too quick', () => {
    assert.equal(judged(times(3, 2_000, 0.2)), 'too-quick');
    assert.equal(judged(times(20, 80, 0.2)), 'too-quick');
    assert.equal(judged(times(3, 2_000, 5)), 'too-quick');
    assert.equal(judged(times(4, 2_000, 5)), 'held-back');
    assert.equal(judged(times(4, 499, 2)), 'too-quick');
    assert.equal(judged(times(4, 500, 2)), 'held-back');
    assert.equal(judged([2_000]), 'too-quick');
    assert.equal(judged([]), 'too-quick');
  });
});

describe('a clean text', () => {
  it('has no value that was entered, nor the parts of lists', () => {
    const secrets = secretsOf({
      apiKey: 'sk-0123456789',
      headers: '{"X-Team": "tools-department"}',
      short: 'ab',
    });
    const said = 'sk-0123456789 was refused for tools-department, ab';
    assert.equal(cleanText(said, secrets, []), '… was refused for …, ab');
  });

  it('keeps words that are too short for a secret', () => {
    assert.deepEqual(secretsOf({ one: 'short', other: 'longer' }), ['longer', 'longer']);
  });

  it('has neither the user’s folders nor anything that is not seen', () => {
    assert.equal(
      cleanText('cannot read /home/somebody/ca.pem\u202e\n  now', [], ['/home/somebody', '/']),
      'cannot read ~/ca.pem⟨U+202E⟩ now',
    );
  });

  it('knows user names and passwords of proxies however they are written', () => {
    const secrets = secretsOfProxy('http://some%40body:pass%3Aword%zz@proxy:1', 'Basic c29tZWJvZHk6c2VjcmV0');
    for (const secret of ['some@body', 'pass%3Aword%zz', 'c29tZWJvZHk6c2VjcmV0']) {
      assert.ok(secrets.includes(secret), secret);
    }
    assert.ok(secretsOfProxy('http://somebody:pa:ss:word@proxy', undefined).includes('pa:ss:word'));
    assert.deepEqual(secretsOfProxy('proxy:8080', undefined), []);
  });
});
