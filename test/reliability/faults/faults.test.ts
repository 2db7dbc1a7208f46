import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { vendors } from '../../../src/vendors/registry.ts';
import { reportFigure } from '../../figures.ts';
import { allApis } from './allApis.ts';
import { type ApiUnderTest, nameOf } from './apis.ts';
import { callCases } from './callCases.ts';
import { connectionCases, inventNames, trustNobody } from './connectionCases.ts';
import { expected } from './exceptions.ts';
import { rowsFor } from './rows.ts';
import { surviveFault } from './survive.ts';
import { tryOut, until, type Way } from './trial.ts';
import { type Case, vendorCases } from './vendorCases.ts';

/** So many run at the same time: they wait for sockets most of it. */
const concurrency = 8;

let ran = 0;
let survived = 0;

/** A test for each case; while it is awaited, the next ones are under way. */
function each(cases: readonly Case[]): void {
  const running: Promise<unknown>[] = [];
  const start = (index: number): Promise<unknown> => {
    running[index] ??= Promise.resolve(cases[index]?.run()).then(
      () => undefined,
      (error) => error,
    );
    return running[index];
  };
  for (const [index, { title }] of cases.entries()) {
    it(title, async () => {
      ran += 1;
      for (let next = index + 1; next < index + concurrency; next += 1) void start(next);
      const error = await start(index);
      if (error !== undefined) throw error;
      survived += 1;
    });
  }
}

function lineCases(api: ApiUnderTest, way: Way): Case[] {
  const exchanges = api.exchanges.filter(({ name }) => !api.likeAnother?.includes(name));
  return exchanges.flatMap((exchange) =>
    rowsFor(exchange)
      .filter(({ onFetch }) => way === 'undici' || onFetch)
      .map((row) => ({
        title: `${exchange.name}: ${row.name}`,
        run: () =>
          tryOut(api, { way }, (trial) =>
            surviveFault(trial, exchange, row, expected(api, exchange, row, way)),
          ),
      })),
  );
}

/** Connections and countdowns that keep the process alive. */
function handles(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => /^(?:TCP|TLS|Timeout|Immediate)/.test(name));
}

describe('faults', () => {
  let restore: readonly (() => void)[] = [];
  let handlesBefore: readonly string[] = [];
  before(() => {
    restore = [inventNames(), trustNobody()];
    handlesBefore = handles();
  });
  after(async () => {
    for (const putBack of restore) putBack();
    await until(
      'handles',
      () => handles().length <= handlesBefore.length,
      () => handles().join(),
    );
    reportFigure(`faults survived: ${survived} of ${ran}`);
  });

  it('are tried out on every API, with every way to sign in', () => {
    const all = vendors.flatMap(({ id, apis }) =>
      apis.flatMap((api) => api.authModes.map((mode) => `${id} ${api.id} ${mode.id}`)),
    );
    const tried = allApis.map(({ vendorId, apiId, authMode }) => `${vendorId} ${apiId} ${authMode}`);
    assert.deepEqual(new Set(tried), new Set(all));
  });

  for (const api of allApis) {
    for (const way of ['undici', 'fetch'] as const) {
      describe(`${nameOf(api)}, on ${way}`, () => {
        each([...connectionCases(api, way), ...lineCases(api, way)]);
      });
    }
    describe(`${nameOf(api)}, the vendor's own troubles`, () => {
      each(vendorCases(api));
    });
    if (api.calls) {
      describe(`${nameOf(api)}, beside the chat`, () => {
        each(callCases(api));
      });
    }
  }
});
