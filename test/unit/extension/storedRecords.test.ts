import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseOrigins, parseStoredConnection } from '../../../src/extension/storedRecords.ts';

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
        parseOrigins(record);
      }),
    );
  });

  it('agrees to nothing but whole origins', () => {
    const origins = ['https://a.example', 'http://192.168.1.5:8000'];
    assert.deepEqual(parseOrigins(JSON.stringify(origins)), origins);
    assert.deepEqual(
      parseOrigins(
        JSON.stringify(['https://a.example/v1', '*', 1, 'https://u@b.example', 'null', ...origins]),
      ),
      origins,
    );
    for (const record of ['', '{', '{}', '"https://a.example"']) assert.deepEqual(parseOrigins(record), []);
  });
});
