import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import { addressQuestion, isDoubtful } from '../../../src/extension/addressQuestion.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
/** As it is used: the name has a Cyrillic letter in it. */
const { origin: lookalike } = new URL('https://ex\u0430mple.com');

describe('what is asked before a key goes to an address', () => {
  it('is whether its owner may have it', () => {
    assert.deepEqual(addressQuestion('https://a.example', undefined, inEnglish), {
      question: 'Send the key to https://a.example?',
      detail: 'Whoever runs the new address can read the key and your questions.',
      send: 'Send the key there',
    });
  });

  it('says where it was entered for', () => {
    const { detail } = addressQuestion('https://a.example', 'https://b.example', inEnglish);
    assert.match(detail, /^It was entered for https:\/\/b\.example\.\n\nWhoever runs/);
  });

  it('warns where everybody on the way can read it', () => {
    const { question, detail, send } = addressQuestion('http://a.example', undefined, inEnglish);
    assert.equal(question, 'Send the key to http://a.example without encryption?');
    assert.match(detail, /^Without https, everybody/);
    assert.equal(send, 'Send unencrypted');
  });

  it('warns of letters that are not those that they look like', () => {
    const { detail } = addressQuestion(lookalike, undefined, inEnglish);
    assert.match(detail, /\n\nBeware: the name is shown as \S+ elsewhere\./);
  });

  it('is asked of typed addresses only where one of these warnings is due', () => {
    assert.deepEqual(
      ['https://a.example', 'http://a.example', lookalike, 'http://localhost:1'].map(isDoubtful),
      [false, true, true, false],
    );
  });
});
