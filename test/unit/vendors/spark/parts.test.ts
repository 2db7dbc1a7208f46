import assert from 'node:assert/strict';
import { mostSources } from '../../../../src/core/limits.ts';
import type { JsonObject } from '../../../../src/net/json.ts';
import { completionDialect, type ReplyState } from '../../../../src/vendors/spark/completionDialect.ts';
import { sparkError } from '../../../../src/vendors/spark/errorTable.ts';
import { parseSources, readSources } from '../../../../src/vendors/spark/searchResults.ts';

describe('What Spark found', () => {
  const url = 'https://example.com/a';

  it('is shown by its title, or by its address', () => {
    const cases: readonly (readonly [result: unknown, source: object | undefined])[] = [
      [
        { index: 1, title: '甲', url },
        { title: '甲', number: 1, url },
      ],
      [{ title: '甲' }, { title: '甲' }],
      [
        { title: '甲', url: 'HTTP://example.com' },
        { title: '甲', url: 'HTTP://example.com' },
      ],
      [{ title: '甲', url: 'ftp://example.com' }, { title: '甲' }],
      [{ title: '甲', url: `see ${url}` }, { title: '甲' }],
      [{ title: '甲', url: 'https:example.com' }, { title: '甲' }],
      [{ title: '甲', url: 7 }, { title: '甲' }],
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
      [{ title: ' ' }, undefined],
      [{ title: '', url: 'ftp://example.com' }, undefined],
      [{ index: 1 }, undefined],
      ['nonsense', undefined],
      [null, undefined],
    ];
    for (const [result, source] of cases) {
      const sources = source ? [{ type: 'source', ...source }] : [];
      assert.deepEqual(readSources([result]), sources);
      assert.deepEqual(parseSources(JSON.stringify([result])), sources);
    }
    for (const none of [undefined, null, {}, 'x']) assert.deepEqual(readSources(none), []);
    for (const none of [undefined, null, [], '', '{', [{ title: '甲' }]])
      assert.deepEqual(parseSources(none), []);
  });

  it(`is no more than ${mostSources} sources`, () => {
    const results = Array.from({ length: mostSources + 1 }, (_, index) => ({ title: `${index}` }));
    assert.equal(readSources(results).length, mostSources);
  });
});

describe('Spark’s chat completions', () => {
  function dialectIn(state: Partial<ReplyState> = {}) {
    const reply: ReplyState = { started: false, warned: false, finished: false, ...state };
    return { reply, dialect: completionDialect(reply, sparkError) };
  }

  it('end for these reasons', () => {
    assert.deepEqual(dialectIn().dialect.finishReasons, {
      stop: 'stop',
      length: 'length',
      tool_calls: 'tool-calls',
      content_filter: 'content-filter',
    });
    assert.equal(dialectIn().dialect.finishesAtDone, true);
  });

  it('report failures with a code, or as OpenAI does', () => {
    const cases: readonly (readonly [value: unknown, failure: object | undefined])[] = [
      [{ code: 0, choices: [] }, undefined],
      [{ code: '0', message: 'Success', error: null }, undefined],
      [
        { code: 10007, message: 'no' },
        { code: '10007', message: 'no' },
      ],
      [
        { code: 10007, choices: [] },
        { code: '10007', message: '' },
      ],
      [
        { code: 10007, message: 'no', sid: 's-1' },
        { code: '10007', message: 'no', requestId: 's-1' },
      ],
      [
        { code: 10007, message: 'no (sid:s-1)' },
        { code: '10007', message: 'no (sid:s-1)', requestId: 's-1' },
      ],
      [
        { code: 10007, message: 'no (sid:  s-1) at all' },
        { code: '10007', message: 'no (sid:  s-1) at all', requestId: 's-1' },
      ],
      [
        { code: 10007, message: 'no (sid: s-1)', sid: 's-2' },
        { code: '10007', message: 'no (sid: s-1)', requestId: 's-2' },
      ],
      [
        { code: 10007, message: 'no (sid: a b)' },
        { code: '10007', message: 'no (sid: a b)' },
      ],
      [
        { code: 0, error: { code: '10005', message: 'no' } },
        { code: '10005', message: 'no' },
      ],
      [
        { code: 1, error: { code: '10005', message: 'no' } },
        { code: '10005', message: 'no' },
      ],
      [{ error: { code: '10005', message: 'no' } }, { code: '10005', message: 'no' }],
      [{ message: 'no', sid: 's-1' }, undefined],
      [{}, undefined],
      [[], undefined],
      [null, undefined],
    ];
    const { dialect } = dialectIn();
    for (const [value, failure] of cases) {
      assert.deepEqual(dialect.readFailure?.(value), failure, JSON.stringify(value));
    }
  });

  it('are warned of once they have begun, and refused before', () => {
    const warning = { code: 10019, message: 'no' };
    assert.equal(dialectIn().dialect.readFailure?.(warning)?.code, '10019');
    assert.equal(dialectIn({ started: true }).dialect.readFailure?.(warning), undefined);
    assert.equal(dialectIn({ started: true }).dialect.readFailure?.({ code: 10014 })?.code, '10014');
    const { dialect, reply } = dialectIn();
    assert.deepEqual(dialect.readExtras?.({ code: 0, choices: [] }), []);
    assert.equal(reply.warned, false);
    assert.deepEqual(dialect.readExtras?.(warning), [{ type: 'notice', kind: 'sensitive' }]);
    assert.equal(reply.warned, true);
  });

  it('have their sources in a tool of the vendor’s, one or several', () => {
    const search = (title: string) => ({ type: 'web_search', web_search: { outputs: [{ title }] } });
    const source = (title: string) => ({ type: 'source', title });
    const cases: readonly (readonly [chunk: JsonObject, titles: readonly string[]])[] = [
      [{ choices: [{ delta: { tool_calls: search('甲') } }] }, ['甲']],
      [{ choices: [{ delta: { tool_calls: [search('甲'), null, {}, search('乙')] } }] }, ['甲', '乙']],
      [{ choices: [{ message: { tool_calls: [search('甲')] } }] }, ['甲']],
      [{ choices: [{ delta: {}, message: { tool_calls: [search('甲')] } }] }, []],
      [{ choices: [{ delta: { tool_calls: null } }] }, []],
      [{ choices: [{ delta: { tool_calls: [{ web_search: [] }] } }] }, []],
      [{ choices: [{ delta: { tool_calls: ['x', 7] } }] }, []],
      [{ choices: [{ delta: 'x' }] }, []],
      [{ choices: [{}] }, []],
      [{ choices: ['x'] }, []],
      [{ choices: [] }, []],
      [{ choices: { 0: { delta: { tool_calls: search('甲') } } } }, []],
      [{}, []],
    ];
    for (const [chunk, titles] of cases) {
      assert.deepEqual(dialectIn().dialect.readExtras?.(chunk), titles.map(source), JSON.stringify(chunk));
    }
  });
});
