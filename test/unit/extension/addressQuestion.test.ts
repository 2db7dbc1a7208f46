import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import {
  addressError,
  addressQuestion,
  declinedText,
  isDoubtful,
} from '../../../src/extension/addressQuestion.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
/** As it is used: the name has a Cyrillic letter in it. */
const { origin: lookalike } = new URL('https://ex\u0430mple.com');

describe('what is asked before a key goes to an address', () => {
  it('is whether its owner may have it', () => {
    assert.deepEqual(addressQuestion('https://a.example', {}, inEnglish), {
      question: 'Send the key to https://a.example?',
      detail: 'Whoever runs this server can read the key and your questions.',
      send: 'Send the key there',
    });
  });

  it('says where it was entered for', () => {
    const { detail } = addressQuestion('https://a.example', { bound: 'https://b.example' }, inEnglish);
    assert.match(detail, /^It was entered for https:\/\/b\.example\.\n\nWhoever runs/);
  });

  it('names the variables that the address and the key come from', () => {
    const from = { keyFrom: 'OPENAI_API_KEY', addressFrom: 'OPENAI_BASE_URL' };
    const { question, detail } = addressQuestion('https://a.example', from, inEnglish);
    assert.equal(question, 'Send the key to https://a.example?');
    assert.match(detail, /^The environment variable OPENAI_BASE_URL names this address\..*OPENAI_API_KEY\./s);
    assert.match(detail, /can read the key and your questions\.$/);
  });

  it('speaks of no key where there is none', () => {
    for (const origin of ['https://a.example', 'http://a.example', lookalike]) {
      const from = { keyFrom: '', addressFrom: 'OPENAI_BASE_URL' };
      const { question, detail, send } = addressQuestion(origin, from, inEnglish);
      assert.match(question, /^Send your questions to /);
      assert.doesNotMatch(`${question} ${detail} ${send}`, /key/i);
    }
  });

  it('warns where everybody on the way can read it', () => {
    const { question, detail, send } = addressQuestion('http://a.example', {}, inEnglish);
    assert.equal(question, 'Send the key to http://a.example without encryption?');
    assert.match(detail, /^Without https, everybody/);
    assert.equal(send, 'Send unencrypted');
  });

  it('warns of letters that are not those that they look like', () => {
    const { detail } = addressQuestion(lookalike, {}, inEnglish);
    assert.match(detail, /\n\nBeware: the name is shown as \S+ elsewhere\./);
  });

  it('is asked of typed addresses only where one of these warnings is due', () => {
    assert.deepEqual(
      ['https://a.example', 'http://a.example', lookalike, 'http://localhost:1'].map(isDoubtful),
      [false, true, true, false],
    );
  });
});

describe('an address that the user has not agreed to', () => {
  const wanted = 'https://a.example';

  it('is left with a word of what to do instead', () => {
    assert.match(
      declinedText({ wanted }, inEnglish),
      /^Nothing was sent to https:\/\/a\.example\..*hanlin\.endpoints/,
    );
    const named = { wanted, addressFrom: 'OPENAI_BASE_URL' };
    assert.match(declinedText(named, inEnglish), /change OPENAI_BASE_URL/);
  });

  it('is a failure that says where it comes from', () => {
    const address = { state: 'other-address', wanted } as const;
    const stored = addressError({ ...address, source: 'stored', bound: 'https://b.example' });
    assert.deepEqual(
      [stored.kind, stored.details.advice, stored.message],
      ['auth', 'other-address', 'https://b.example → https://a.example'],
    );
    const named = addressError({ ...address, source: 'environment', keyFrom: 'K', addressFrom: 'BASE' });
    assert.deepEqual(
      [named.details.advice, named.message],
      ['environment-address', 'BASE → https://a.example'],
    );
    const set = addressError({ ...address, source: 'environment', keyFrom: 'K' });
    assert.deepEqual([set.details.advice, set.message], ['other-address', 'K → https://a.example']);
  });
});
