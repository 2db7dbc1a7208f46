import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ErrorKind } from '../../../src/core/error.ts';
import { keyFailureDetail, mayBeStored } from '../../../src/extension/keyFailure.ts';

describe('a key that does not work', () => {
  const same = (text: string): string => text;

  it('comes with advice where there is one of its own, and with the vendor’s code', () => {
    const failure = { kind: 'auth', message: '', details: { advice: 'wrong-region' } } as const;
    assert.equal(
      keyFailureDetail(failure, { text: 'Ask elsewhere.', code: '401' }, same),
      'Ask elsewhere.\nThe key was not stored.\n401',
    );
    assert.equal(
      keyFailureDetail({ ...failure, details: {} }, { text: 'Ask elsewhere.' }, same),
      'The key was not stored.',
    );
  });

  it('may be stored unless it is the key’s fault, or the user has stopped', () => {
    const kinds: ErrorKind[] = ['auth', 'cancelled', 'quota', 'network', 'timeout'];
    assert.deepEqual(
      kinds.filter((kind) => mayBeStored({ kind })),
      ['quota', 'network', 'timeout'],
    );
  });
});
