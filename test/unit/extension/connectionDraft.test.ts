import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import type { CredentialField, Endpoint } from '../../../src/core/vendor.ts';
import {
  endpointRemark,
  fieldFault,
  offeredEndpoints,
  withAddress,
  withField,
} from '../../../src/extension/connectionDraft.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
const endpoint = (name: string): Endpoint =>
  ({ id: name, label: name, detail: name, baseUrl: `https://${name}.example` }) as Endpoint;
const [one, two, three] = [endpoint('one'), endpoint('two'), endpoint('three')];
const draft = { baseUrl: two.baseUrl, credentials: { id: 'x', key: 'y' }, authMode: 'plain' };

describe('the addresses that are offered', () => {
  const running = [{ endpoint: two, models: ['m', 'n'] }];

  it('begin with those of servers that run here, each once', () => {
    assert.deepEqual(offeredEndpoints({ endpoints: [one, two, three] }, running), [two, one, three]);
    assert.deepEqual(offeredEndpoints({ endpoints: [one] }, []), [one]);
  });

  it('say what runs there, or that they were used', () => {
    assert.equal(endpointRemark(two, running, draft, inEnglish), 'running now, 2 models');
    assert.equal(endpointRemark(two, [], draft, inEnglish), 'last time');
    assert.equal(endpointRemark(one, running, draft, inEnglish), '');
  });
});

describe('a connection that is being entered', () => {
  it('may send in the clear only where the user has typed and agreed to it', () => {
    const open = { ...draft, allowsReadable: true };
    assert.deepEqual(withAddress(open, 'https://a.example', true), {
      ...draft,
      baseUrl: 'https://a.example',
    });
    assert.deepEqual(withAddress(draft, 'http://a.example', true), {
      ...draft,
      baseUrl: 'http://a.example',
      allowsReadable: true,
    });
    assert.deepEqual(withAddress(open, 'http://a.example', false), { ...draft, baseUrl: 'http://a.example' });
  });

  const field: CredentialField = {
    id: 'key',
    label: 'Key',
    placeholder: '',
    secret: true,
    normalise: (value: string) => value.trim(),
    check: (value: string) => (value.length < 3 ? 'Too short' : undefined),
  } as CredentialField;

  it('has fields without faults, normalised', () => {
    assert.equal(fieldFault(field, ' ab '), 'Too short');
    assert.equal(fieldFault(field, ' abc '), undefined);
    assert.equal(fieldFault(field, ' '), 'Too short');
    const optional = { ...field, optional: true };
    assert.equal(fieldFault(optional, ' '), undefined);
    assert.equal(fieldFault(optional, 'a'), 'Too short');
    assert.deepEqual(withField(draft, field, ' abc ').credentials, { id: 'x', key: 'abc' });
  });

  it('has no field that is empty', () => {
    assert.deepEqual(withField(draft, field, ' ').credentials, { id: 'x' });
  });
});
