import assert from 'node:assert/strict';
import { errorTable, parseResetTime, zhipuError } from '../../../../src/vendors/zhipu/errorTable.ts';

describe('Zhipu error codes', () => {
  // The documented table with its HTTP statuses, written down a second time on purpose.
  const documented: readonly (readonly [
    codes: readonly number[],
    status: number,
    kind: string,
    retryable: boolean,
    advice?: string,
  ])[] = [
    [[1000, 1001, 1002, 1003, 1004], 401, 'auth', false],
    [[1005], 401, 'auth', false, 'second-factor'],
    [[1110, 1111, 1112, 1121], 401, 'auth', false, 'account-state'],
    [[1120], 500, 'unavailable', true],
    [[1113], 429, 'quota', false, 'plan-or-balance'],
    [[1200, 1230, 1234], 500, 'unavailable', true],
    [[1210, 1213, 1214, 1215], 400, 'invalid-request', false],
    [[1211, 1212], 400, 'invalid-request', false, 'choose-model'],
    [[1220], 403, 'auth', false, 'key-permission'],
    [[1221, 1222], 400, 'invalid-request', false, 'service-gone'],
    [[1231], 400, 'unavailable', true],
    [[1261], 400, 'context-length', false],
    [[1300, 1301], 400, 'content-filter', false],
    [[1302, 1303, 1305, 1312], 429, 'rate-limit', true],
    [[1304, 1308, 1310, 1316, 1317, 1318, 1319, 1320, 1321], 429, 'quota', false, 'wait-for-reset'],
    [[1309], 429, 'quota', false, 'renew-plan'],
    [[1311], 429, 'quota', false, 'plan-lacks-model'],
    [[1313], 429, 'quota', false, 'fair-use'],
    [[1314, 1315], 429, 'auth', false, 'key-permission'],
  ];

  for (const [codes, status, kind, retryable, advice] of documented) {
    for (const code of codes) {
      it(`${code}: ${kind}${retryable ? ', may be repeated' : ''}${advice ? `, ${advice}` : ''}`, () => {
        const error = zhipuError({ status, code: String(code), message: '原文' });
        assert.deepEqual(
          { kind: error.kind, retryable: error.details.retryable, advice: error.details.advice },
          { kind, retryable, advice },
        );
        assert.equal(error.message, '原文');
        assert.equal(error.details.code, String(code));
        assert.equal(error.details.status, status);
      });
    }
  }

  it('are all of these', () => {
    const codes = documented.flatMap(([row]) => row).map(String);
    assert.deepEqual(Object.keys(errorTable).toSorted(), codes.toSorted());
  });

  it('an unknown one is judged by its status', () => {
    assert.equal(zhipuError({ status: 429, code: '1999', message: '' }).kind, 'rate-limit');
    assert.equal(zhipuError({ status: 200, code: '1999', message: '' }).kind, 'unavailable');
  });

  it('1214 points at the history if that is what is invalid', () => {
    const advice = (message: string) => zhipuError({ status: 400, code: '1214', message }).details.advice;
    assert.equal(advice('messages 参数非法。请检查文档。'), 'history');
    assert.equal(advice('top_p 参数非法。请检查文档。'), undefined);
  });

  it('a used-up allowance says when it is renewed, in the vendor’s own words', () => {
    const message = '已达到 5 小时的使用上限。您的限额将在 2026-08-25 07:41:44 重置。';
    for (const code of ['1308', '1310', '1316', '1321']) {
      assert.equal(zhipuError({ status: 429, code, message }).details.resetsAt, '2026-08-25 07:41:44');
    }
    assert.equal(zhipuError({ status: 429, code: '1302', message }).details.resetsAt, undefined);
    assert.equal(zhipuError({ status: 429, code: '1308', message: 'later' }).details.resetsAt, undefined);
    assert.equal(parseResetTime('Resets at 2026-08-14T00:00:00Z.'), '2026-08-14T00:00:00Z');
    assert.equal(parseResetTime('resets 2026-08-14 00:00:00 UTC+8'), '2026-08-14 00:00:00 UTC+8');
  });

  it('a time is whatever has a date and an hour, as it is written', () => {
    for (const [written, time = written] of [
      ['2026-08-14 07:41'],
      ['2026/8/4 7:41'],
      ['2026-8-4T7:41:09'],
      ['2026-08-14 07:41:44.125'],
      ['2026-08-14T07:41:44.5Z'],
      ['2026-08-14 07:41Z'],
      ['2026-08-14 07:41:44 UTC'],
      ['2026-08-14 07:41:44 GMT'],
      ['2026-08-14 07:41:44 GMT+08:00'],
      ['2026-08-14 07:41:44UTC-5'],
      ['2026-08-14 07:41:44+0800'],
      ['2026-08-14 07:41:44 +08:00'],
      ['2026-08-14 07:41:44 -12'],
      ['2026-08-14 07:41:44 CST', '2026-08-14 07:41:44'],
      ['2026-08-14 07:41:', '2026-08-14 07:41'],
    ] as const) {
      assert.equal(parseResetTime(`Your limit ends at ${written}, come again`), time);
    }
    for (const none of [
      '226-08-14 07:41',
      '2026.08.14 07:41',
      '2026-08-14, 07:41',
      '2026-08-14 0741',
      '2026-08-14 07:4',
      '2026-08 07:41',
      '2026-08-xx 07:41',
      '07:41:44',
      '',
    ]) {
      assert.equal(parseResetTime(none), undefined, none);
    }
  });
});
