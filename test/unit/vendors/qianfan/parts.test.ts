import assert from 'node:assert/strict';
import { mostSources } from '../../../../src/core/limits.ts';
import type { Message } from '../../../../src/core/message.ts';
import { iamErrors, readIamFailure } from '../../../../src/vendors/qianfan/iamErrors.ts';
import { withNamedCalls } from '../../../../src/vendors/qianfan/namedCalls.ts';
import { readSafety } from '../../../../src/vendors/qianfan/safetyNotice.ts';
import { readSearchResults } from '../../../../src/vendors/qianfan/searchResults.ts';

describe('What Qianfan found', () => {
  const url = 'https://example.com/a';

  it('is shown by its title, or by its address', () => {
    const cases: readonly (readonly [result: unknown, source: object | undefined])[] = [
      [
        { index: 1, title: '二分', url },
        { title: '二分', number: 1, url },
      ],
      [{ title: '二分' }, { title: '二分' }],
      [{ title: '二分', url: '' }, { title: '二分' }],
      [{ title: '二分', url: 7 }, { title: '二分' }],
      [
        { title: ' \n', url },
        { title: url, url },
      ],
      [
        { title: '', url },
        { title: url, url },
      ],
      [
        { title: 7, url },
        { title: url, url },
      ],
      [
        { index: 0, url },
        { title: url, number: 0, url },
      ],
      [{ title: ' ' }, undefined],
      [{ title: ' ', url: '' }, undefined],
      [{ index: 1 }, undefined],
      ['nonsense', undefined],
      [null, undefined],
    ];
    for (const [result, source] of cases) {
      assert.deepEqual(readSearchResults([result]), source ? [{ type: 'source', ...source }] : []);
    }
    for (const none of [undefined, null, {}, 'x', { length: 1, 0: { title: '二分' } }]) {
      assert.deepEqual(readSearchResults(none), []);
    }
  });

  it(`is no more than ${mostSources} sources`, () => {
    const results = Array.from({ length: mostSources + 1 }, (_, index) => ({ index, title: `${index}` }));
    const read = readSearchResults(results);
    assert.equal(read.length, mostSources);
    assert.deepEqual(read.at(-1), { type: 'source', title: `${mostSources - 1}`, number: mostSources - 1 });
  });
});

describe('What Qianfan says of a reply’s safety', () => {
  const clear = (detail?: string) => ({ type: 'notice', kind: 'clear-history', ...(detail && { detail }) });
  const sensitive = (detail: string) => ({ type: 'notice', kind: 'sensitive', detail });
  const cases: readonly (readonly [places: readonly unknown[], notice: object | undefined])[] = [
    [[{ need_clear_history: true }], clear()],
    [[{ need_clear_history: true, ban_round: 1 }], clear('1')],
    [[{ need_clear_history: true, ban_round: 0 }], clear()],
    [[{ need_clear_history: true, ban_round: -1 }], clear()],
    [[{ need_clear_history: true, ban_round: 1.5 }], clear()],
    [[{ need_clear_history: true, ban_round: '2' }], clear()],
    [[{ need_clear_history: true, flag: 3 }], clear()],
    [[{ need_clear_history: 'true' }], undefined],
    [[{ need_clear_history: false, flag: 3 }], sensitive('3')],
    [[{ need_clear_history: 1 }], undefined],
    [[{ flag: 1 }], sensitive('1')],
    [[{ flag: 0 }], undefined],
    [[{ flag: '1' }], undefined],
    [[{ flag: null }], undefined],
    [[{}], undefined],
    [[], undefined],
    [['nonsense', null, { flag: 2 }], sensitive('2')],
    [[{ flag: 2 }, {}], sensitive('2')],
    [[{ flag: 2 }, { flag: null, ban_round: 1 }], sensitive('2')],
    [[{ need_clear_history: true }, { ban_round: 2, flag: 0 }], clear('2')],
    [[{ flag: 2 }, { flag: 4 }], sensitive('4')],
    [[{ type: 1, kind: 2 }], undefined],
  ];

  for (const [places, notice] of cases) {
    it(`${JSON.stringify(places)}: ${notice ? JSON.stringify(notice) : 'nothing'}`, () => {
      assert.deepEqual(readSafety(...places), notice ? [notice] : []);
    });
  }
});

describe('Calls without a name', () => {
  it('are left out, and nothing else', () => {
    const call = (name: string) => ({ id: name, name, input: '{}' });
    const said = (...names: readonly string[]): Message => ({
      role: 'assistant',
      text: 'I look.',
      toolCalls: names.map(call),
    });
    const user: Message = { role: 'user', text: 'Why?' };
    const plain: Message = { role: 'assistant', text: 'So.' };
    const whole = said('weather', 'time');
    const [first, second, third, ...others] = withNamedCalls([user, plain, whole, said('a', ' ', 'b', '')]);
    assert.equal(first, user);
    assert.equal(second, plain);
    assert.equal(third, whole);
    assert.deepEqual(others, [said('a', 'b')]);
    assert.deepEqual(withNamedCalls([said('')]), [said()]);
  });
});

describe('Refusals by Baidu’s IAM', () => {
  // The documented codes, written down a second time on purpose.
  const documented: Readonly<Record<string, readonly [kind: string, retryable: boolean, advice?: string]>> = {
    AccessDenied: ['auth', false, 'key-permission'],
    InternalError: ['unavailable', true],
    InvalidAccessKeyId: ['auth', false],
    InvalidHTTPAuthHeader: ['auth', false],
    InvalidHTTPRequest: ['invalid-request', false],
    RequestExpired: ['auth', false, 'clock'],
    SignatureDoesNotMatch: ['auth', false],
  };

  it('have a meaning each', () => {
    const table = Object.entries(iamErrors).map(([code, { kind, retryable = false, advice }]) => [
      code,
      advice ? [kind, retryable, advice] : [kind, retryable],
    ]);
    assert.deepEqual(Object.fromEntries(table), documented);
  });

  it('are read in either spelling', () => {
    const failure = { code: 'AccessDenied', message: 'no', requestId: 'r-1' };
    const cases: readonly (readonly [value: unknown, failure: object | undefined])[] = [
      [failure, failure],
      [{ Code: 'AccessDenied', Message: 'no', RequestId: 'r-1' }, failure],
      [{ code: 'AccessDenied' }, { code: 'AccessDenied', message: 'AccessDenied' }],
      [
        { Code: 7, Message: '' },
        { code: '7', message: '7' },
      ],
      [{ message: 'no', requestId: 'r-1' }, undefined],
      [{ code: '' }, undefined],
      [[failure], undefined],
      [null, undefined],
      ['AccessDenied', undefined],
    ];
    for (const [value, expected] of cases) assert.deepEqual(readIamFailure(value), expected);
  });
});
