import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  addressFault,
  isReadable,
  lookalikeOf,
  tidyAddress,
  withoutSecretParts,
} from '../../../src/net/serverAddress.ts';

describe('the address of a server', () => {
  it('is any that requests can go to', () => {
    for (const address of [
      'https://a.example/v1',
      'http://localhost:11434/v1',
      'http://[::1]:1',
      'http://192.168.1.5:8000/v1',
      'wss://a.example',
      'ws://localhost:1',
    ]) {
      assert.equal(addressFault(address), undefined, address);
    }
  });

  it('is refused with a reason otherwise', () => {
    for (const address of [
      '',
      'a.example',
      'ftp://a.example',
      'file:///etc/passwd',
      'https://u:p@a.example',
      'https://:p@a.example',
      'https://a.example?x=1',
      'https://a.example#x',
      'https://a.example\u0000',
      'https://a.exam\tple/v1',
      'https://a.example/a b',
      `https://a.example/${'x'.repeat(3000)}`,
    ]) {
      assert.match(addressFault(address) ?? '', /\.$/, address);
    }
  });

  it('is readable on the way where there is no TLS, but for this computer', () => {
    for (const address of [
      'http://a.example',
      'ws://a.example',
      'http://10.0.0.1',
      'http://0.0.0.0:1',
      'http://a.localhost',
    ])
      assert.equal(isReadable(address), true, address);
    for (const address of [
      'https://a.example',
      'wss://10.0.0.1',
      'http://127.1.2.3',
      'http://[::1]',
      'ws://localhost:1',
      'http://LOCALHOST.',
    ])
      assert.equal(isReadable(address), false, address);
  });

  it('is spelled out as it is used', () => {
    const cases = [
      ['  https://API.Example/v1// ', 'https://api.example/v1'],
      ['https://\u0430pi.example/v1', 'https://xn--pi-6kc.example/v1'],
      ['https:\\\\a.example\\v1', 'https://a.example/v1'],
      ['https://a.example/\u202ev1', 'https://a.example/%E2%80%AEv1'],
      ['nonsense/', 'nonsense'],
    ] as const;
    for (const [typed, address] of cases) assert.equal(tidyAddress(typed), address);
  });

  it('has a lookalike where its letters are not Latin', () => {
    assert.equal(lookalikeOf('https://xn--pi-6kc.example'), '\u0430pi.example');
    assert.equal(lookalikeOf('https://api.example'), undefined);
    assert.equal(lookalikeOf('http://[::1]:80'), undefined);
  });

  it('is shown with all that is not secret', () => {
    const cases = [
      ['https://u:p@a.example:8080/v1/?k=x#y', 'https://a.example:8080/v1/'],
      ['https://a.example/v1/', 'https://a.example/v1'],
      ['https://a.example/v1#x\ny', 'https://a.example/v1'],
      ['a.example', 'a.example'],
      ['//u:p@a.example', 'a.example'],
    ] as const;
    for (const [address, shown] of cases) assert.equal(withoutSecretParts(address), shown);
    assert.equal(withoutSecretParts(`https://a.example/${'x'.repeat(300)}`).length, 200);
  });

  it('is shown without its user name, password and query, however it is written', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9:.\\ -]{1,12}$/);
    fc.assert(
      fc.property(
        word,
        fc.constantFrom('https://', 'http:/', 'wss:', '//', '\\\\', 'ht tp://', ''),
        (host, scheme) => {
          for (const address of [
            `${scheme}u:hush@${host}/v1`,
            `${scheme}@hush@${host}`,
            `${scheme}${host}/v1?k=hush`,
            `${scheme}${host}#hush`,
          ]) {
            assert.doesNotMatch(withoutSecretParts(address), /hush/, address);
          }
        },
      ),
    );
  });
});
