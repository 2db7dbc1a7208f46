import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { measuredProvider } from '../../../src/chat/measuredProvider.ts';
import { requestTokens } from '../../../src/chat/requestMessages.ts';
import {
  calibrated,
  readCalibration,
  type TokenCalibration,
  tokenFactor,
} from '../../../src/chat/tokenCalibration.ts';
import type { Message } from '../../../src/core/message.ts';
import type { ChatRequest, Provider } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';

const model = { vendorId: 'v', apiId: 'a', model: 'm/1' };

function factorAfter(answers: number, ratio: number): number {
  let calibration: TokenCalibration = {};
  for (let count = 0; count < answers; count++) {
    calibration = calibrated(calibration, model, 1_000, 1_000 * ratio);
  }
  return tokenFactor(calibration, model);
}

describe('the calibration of the token estimate', () => {
  it('is within a tenth after a few answers of a model that counts half as many again', () => {
    assert.equal(factorAfter(0, 1.5), 1);
    assert.ok(Math.abs(factorAfter(3, 1.5) / 1.5 - 1) < 0.1, String(factorAfter(3, 1.5)));
    assert.ok(Math.abs(factorAfter(3, 0.7) / 0.7 - 1) < 0.15);
    assert.ok(Math.abs(factorAfter(5, 0.7) / 0.7 - 1) < 0.1);
  });

  it('never trusts a single answer, and nothing beyond a half or the double', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true })), (ratios) => {
        let calibration: TokenCalibration = {};
        for (const ratio of ratios) {
          const before = tokenFactor(calibration, model);
          calibration = calibrated(calibration, model, 1_000, 1_000 * ratio);
          const factor = tokenFactor(calibration, model);
          assert.ok(factor >= 0.5 && factor <= 2);
          assert.ok(Math.abs(factor - before) <= 0.61);
        }
      }),
    );
  });

  it('learns nothing from a short question', () => {
    const before = { 'v/a/m/1': 1.2 };
    assert.equal(calibrated(before, model, 100, 400), before);
  });

  it('is kept for each model by itself, for those that answered last', () => {
    let calibration: TokenCalibration = {};
    for (let index = 0; index < 150; index++) {
      calibration = calibrated(calibration, { ...model, model: `m${index}` }, 1_000, 1_500);
      calibration = calibrated(calibration, model, 1_000, 1_500);
    }
    assert.equal(Object.keys(calibration).length, 100);
    assert.ok(tokenFactor(calibration, model) > 1.4);
    assert.equal(tokenFactor(calibration, { ...model, model: 'm0' }), 1);
    assert.equal(tokenFactor(calibration, { ...model, model: 'm149' }), 1.2);
  });

  it('survives being stored, and whatever else is stored there', () => {
    const calibration = calibrated({}, model, 1_000, 1_500);
    assert.deepEqual(readCalibration(JSON.parse(JSON.stringify(calibration))), calibration);
    assert.deepEqual(readCalibration(undefined), {});
    assert.deepEqual(readCalibration('x'), {});
    assert.deepEqual(readCalibration({ a: 'x', b: null, c: 70 }), { c: 2 });
  });
});

describe('a measured provider', () => {
  const messages: readonly Message[] = [{ role: 'user', text: 'word '.repeat(500) }];
  const finish: StreamPart = { type: 'finish', reason: 'stop', usage: { inputTokens: 900 } };

  async function measure(parts: readonly StreamPart[], change: Partial<ChatRequest> = {}) {
    const provider: Provider = {
      async *stream() {
        yield* parts;
      },
    };
    const learnt: number[][] = [];
    const measured = measuredProvider(provider, (...numbers) => learnt.push(numbers));
    const seen: StreamPart[] = [];
    const request = { model: 'm', messages, ...change };
    for await (const part of measured.stream(request, new AbortController().signal)) seen.push(part);
    assert.deepEqual(seen, parts);
    return learnt;
  }

  it('passes everything on and compares what was reported with what was estimated', async () => {
    const learnt = await measure([{ type: 'text-delta', text: 'hi' }, finish]);
    assert.deepEqual(learnt, [[requestTokens(messages), 900]]);
  });

  it('compares nothing where the vendor has counted more than we sent', async () => {
    const image = { mediaType: 'image/png', data: '' };
    assert.deepEqual(await measure([{ type: 'source', title: 't' }, finish]), []);
    assert.deepEqual(await measure([finish], { options: { webSearch: true } }), []);
    assert.deepEqual(await measure([finish], { vendorSession: 's' }), []);
    assert.deepEqual(
      await measure([finish], { messages: [{ role: 'user', text: 'a', images: [image] }] }),
      [],
    );
    assert.deepEqual(await measure([{ type: 'finish', reason: 'stop' }]), []);
  });
});
