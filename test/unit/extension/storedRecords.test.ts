import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseAgreements, parseStoredConnection } from '../../../src/extension/storedRecords.ts';

const connection = {
  credentials: { apiKey: 'id.secret' },
  authMode: 'api-key',
  baseUrl: 'https://a.example/v1',
};

describe('a record in SecretStorage', () => {
  it('is what was written', () => {
    assert.deepEqual(parseStoredConnection(JSON.stringify(connection)), connection);
    const agreed = { ...connection, allowsReadable: true };
    assert.deepEqual(parseStoredConnection(JSON.stringify(agreed)), agreed);
  });

  it('is nothing when it was written by half, at whatever place', () => {
    const whole = JSON.stringify(connection);
    for (let length = 0; length < whole.length; length++) {
      assert.equal(parseStoredConnection(whole.slice(0, length)), undefined);
    }
  });

  it('is nothing when another version has written something else', () => {
    for (const record of [
      null,
      [],
      'text',
      { ...connection, credentials: { apiKey: 1 } },
      { ...connection, credentials: 'id.secret' },
      { ...connection, authMode: undefined },
      { version: 2, connections: [connection] },
    ]) {
      assert.equal(parseStoredConnection(JSON.stringify(record)), undefined, JSON.stringify(record));
    }
  });

  it('never throws: what a parser says quotes the record', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (record) => {
        parseStoredConnection(record);
        parseAgreements(record);
      }),
    );
  });

  it('agrees to nothing but whole origins, each for one key', () => {
    const agreements = [
      { origin: 'https://a.example' },
      { origin: 'http://192.168.1.5:8000', keyFrom: 'OPENAI_API_KEY' },
      { origin: 'https://b.example', keyFrom: '' },
    ];
    assert.deepEqual(parseAgreements(JSON.stringify(agreements)), agreements);
    const broken = [
      'https://a.example/v1',
      '*',
      1,
      null,
      'https://u@b.example',
      'null',
      { origin: 'https://c.example/' },
      { origin: 'https://c.example', keyFrom: 1 },
      { keyFrom: 'OPENAI_API_KEY' },
    ];
    assert.deepEqual(parseAgreements(JSON.stringify([...broken, ...agreements])), agreements);
    for (const record of ['', '{', '{}', '"https://a.example"']) {
      assert.deepEqual(parseAgreements(record), []);
    }
  });

  it('has agreements about the stored key alone where an earlier version has written it', () => {
    assert.deepEqual(parseAgreements('["https://a.example","http://192.168.1.5:8000"]'), [
      { origin: 'https://a.example' },
      { origin: 'http://192.168.1.5:8000' },
    ]);
  });
});
