import assert from 'node:assert/strict';
import type { VendorDescriptor } from '../../../src/core/vendor.ts';

/** What is documented of a way in, and what settings and keys are kept under. */
export interface WayIn {
  readonly id: string;
  readonly keyUrl: string;
  readonly modes: Readonly<
    Record<string, { readonly fields: readonly string[]; readonly clockToleranceMs?: number }>
  >;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly probeModel: string;
  /** Their names, with spaces between. */
  readonly options: string;
  readonly history: 'client' | 'server';
  readonly warns?: boolean;
}

/** A test for each way in, with nothing in it that is only read by people. */
export function describeWays(vendor: VendorDescriptor, id: string, ways: readonly WayIn[]): void {
  describe(`the ways in of ${vendor.label}`, () => {
    it('are these', () => {
      assert.equal(vendor.id, id);
      assert.deepEqual(
        vendor.apis.map((api) => api.id),
        ways.map((way) => way.id),
      );
    });

    for (const way of ways) {
      it(`${way.id}: has its addresses and its ways to sign in`, () => {
        const api = vendor.apis.find((each) => each.id === way.id) ?? assert.fail(way.id);
        const modes = api.authModes.map(({ id: mode, fields, clockToleranceMs }) => {
          const ids = fields.map((field) => field.id);
          return [mode, { fields: ids, ...(clockToleranceMs !== undefined && { clockToleranceMs }) }];
        });
        const described: WayIn = {
          id: api.id,
          keyUrl: api.keyUrl,
          modes: Object.fromEntries(modes),
          endpoints: Object.fromEntries(api.endpoints.map(({ id: place, baseUrl }) => [place, baseUrl])),
          probeModel: api.probeModel,
          options: Object.keys(api.options).join(' '),
          history: api.history,
          ...(api.warning !== undefined && { warns: api.warning.length > 0 }),
        };
        assert.deepEqual(described, way);
      });
    }
  });
}
