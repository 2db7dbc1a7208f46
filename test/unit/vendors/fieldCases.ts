import assert from 'node:assert/strict';
import type { CredentialField } from '../../../src/core/vendor.ts';

/** What a vendor documents of a field, with examples. */
export interface FieldCase {
  readonly field: CredentialField;
  /** Keys are kept under it. */
  readonly id: string;
  /** Absent: it is. */
  readonly secret?: boolean;
  /** Absent: it is not. */
  readonly optional?: boolean;
  readonly variables: readonly string[];
  /** Whose shape is recognised. */
  readonly keys: readonly string[];
  /** Which look nearly like that. */
  readonly others: readonly string[];
  /** What is said of a value; undefined: it is taken. */
  readonly answers: readonly (readonly [value: string, fault: RegExp | undefined])[];
}

/** One test for each field. */
export function describeFields(vendor: string, cases: readonly FieldCase[]): void {
  describe(`the fields of ${vendor}`, () => {
    for (const each of cases) it(`${each.field.label}: ${each.id}`, () => checkField(each));
  });
}

function checkField({ field, id, secret = true, optional, variables, keys, others, answers }: FieldCase) {
  assert.deepEqual(
    [field.id, field.secret, field.optional ?? false, field.environmentVariables],
    [id, secret, optional ?? false, variables],
  );
  const shape = field.shape ?? assert.fail('It has no shape.');
  for (const key of keys) {
    assert.match(key, shape);
    assert.equal(field.check(key), undefined, key);
    assert.equal(field.normalise(` ${key}\n`), key);
    for (const near of [`!${key}`, `${key}!`]) assert.doesNotMatch(near, shape);
  }
  for (const other of others) assert.doesNotMatch(other, shape);
  for (const [value, fault] of answers) {
    const said = field.check(value);
    if (fault) assert.match(said ?? `nothing is said of ${value}`, fault);
    else assert.equal(said, undefined, value);
  }
}

/** What is said of any field: it has to be there, and nothing but visible Latin characters. */
export const usualAnswers: FieldCase['answers'] = [
  ['', /^Enter/],
  ['密钥', /Latin/],
  ['密钥sk-0123', /Latin/],
  ['sk-0123密钥', /Latin/],
  ['sk 0123', /Latin/],
  ['http://127.0.0.1', /address/],
  ['HTTPS://example.com', /address/],
  ['sk-https://0123', undefined],
];
