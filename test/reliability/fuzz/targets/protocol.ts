import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseHostEvent, parseViewIntention } from '../../../../src/shared/protocol.ts';
import { mutatedJson } from '../support/jsonTree.ts';
import { hostEvent, realIntentions } from '../support/protocolMessages.ts';
import { type FuzzTarget, property } from '../target.ts';

function decoded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hostMessages = fc.tuple(hostEvent, fc.nat()).chain(([event]) => mutatedJson([JSON.stringify(event)]));
const viewMessages = mutatedJson(realIntentions.map((intention) => JSON.stringify(intention)));

/** What `postMessage` lets through and JSON does not: bigints, dates, maps, typed arrays, what leads back to itself. */
const cloneable = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
  }),
  fc.constantFrom('state', 'delta', 'send', 'copy').map((type) => {
    const circular: Record<string, unknown> = {
      type,
      sequence: 0n,
      turns: new Map(),
      text: new Uint8Array(3),
    };
    circular['id'] = circular;
    return circular;
  }),
);

const types = new Set(realIntentions.map(({ type }) => type));

/** Fails unless what passed has the right shape: passing it again gives the same, and nothing else is in it. */
function assertSettled(parse: (message: unknown) => unknown, message: unknown): void {
  const once = parse(message);
  if (once === undefined) return;
  assert.deepEqual(parse(once), once);
  const text = JSON.stringify(once);
  assert.ok(!text.includes('"polluted"'), text);
  assert.equal(Object.getPrototypeOf(once), Object.prototype);
}

/** The messages between host and view: what is not of the protocol is refused, and what is passes unchanged. */
export const target: FuzzTarget = {
  properties: [
    property('every valid event of the host passes as it is', 200, [hostEvent], (event) => {
      assert.deepEqual(parseHostEvent(structuredClone(event)), event);
    }),
    property('a wrong event of the host is refused, or made right', 400, [hostMessages], (text) => {
      assertSettled(parseHostEvent, decoded(text));
    }),
    property('a wrong intention of the view is refused, or made right', 500, [viewMessages], (text) => {
      const message = decoded(text);
      assertSettled(parseViewIntention, message);
      const intention = parseViewIntention(message);
      assert.ok(intention === undefined || types.has(intention.type));
    }),
    property('anything that can be posted is refused, or of the protocol', 500, [cloneable], (message) => {
      assertSettled(parseHostEvent, message);
      assertSettled(parseViewIntention, message);
    }),
  ],
};
