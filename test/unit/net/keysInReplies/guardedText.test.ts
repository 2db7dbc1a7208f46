import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { keyGap } from '../../../../src/core/keyGap.ts';
import { encodedForms } from '../../../../src/net/keysInReplies/encodedForms.ts';
import { GuardedText, guarded } from '../../../../src/net/keysInReplies/guardedText.ts';
import { tellingLength, tellingPieces } from '../../../../src/net/keysInReplies/tellingPieces.ts';
import { TextSearch } from '../../../../src/net/keysInReplies/textSearch.ts';
import { processorTime } from '../../../processorTime.ts';

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const word = fc
  .array(fc.constantFrom(...alphabet), { minLength: 16, maxLength: 40 })
  .map((letters) => letters.join(''))
  .filter((text) => tellingPieces([text]).length === 1);
/** As vendors make them: one word, or several with punctuation between them. */
const keys = fc
  .tuple(fc.constantFrom('', 'sk-', 'bce-v3/ALTAK-'), fc.array(word, { minLength: 1, maxLength: 3 }))
  .map(([prefix, words]) => prefix + words.join('.'));
const texts = fc.string({ unit: 'grapheme', maxLength: 60 });
const cuts = fc.array(fc.nat(), { maxLength: 12 });

function searchFor(...secrets: string[]): TextSearch {
  return new TextSearch(tellingPieces(secrets).flatMap(encodedForms), tellingLength);
}

/** What is passed on of a text that is cut at these places. */
function passed(text: string, places: readonly number[], search: TextSearch): string {
  const at = [...new Set([0, ...places.map((place) => place % (text.length + 1)), text.length])];
  at.sort((a, b) => a - b);
  const part = new GuardedText(search);
  const pieces = at.slice(1).map((end, index) => part.push(text.slice(at[index], end)));
  return pieces.join('') + part.end();
}

function says(text: string, secret: string): boolean {
  return text.toLowerCase().includes(secret.toLowerCase());
}

describe('a text with keys in it', () => {
  const key = '0123456789abcdef0123456789abcdef.AbCdEf0123456789';
  const search = searchFor(key);

  it('has a gap for each key, and the rest as it was', () => {
    assert.equal(guarded(`Yours is ${key}, right?`, search), `Yours is ${keyGap}, right?`);
    assert.equal(guarded(`${key}${key}`, search), keyGap + keyGap);
    assert.equal(guarded(`${key} ${key.toUpperCase()}`, search), `${keyGap} ${keyGap}`);
    assert.equal(guarded(`the half ${key.slice(-16)}!`, search), `the half ${keyGap}!`);
  });

  it('has one for each form that a key may be written in', () => {
    const bearer = 'bce-v3/ALTAK-AbCdEf0123456789/0123456789abcdef0123';
    const found = searchFor(bearer);
    for (const form of [
      encodeURIComponent(bearer),
      Buffer.from(bearer).toString('hex'),
      Buffer.from(bearer).toString('hex').toUpperCase(),
    ]) {
      assert.equal(guarded(`<${form}>`, found), `<${keyGap}>`);
    }
    for (const before of ['', 'a', 'ab']) {
      for (const encoding of ['base64', 'base64url'] as const) {
        const form = Buffer.from(`${before}${bearer} and more`).toString(encoding);
        const left = Buffer.from(guarded(form, found).replace(keyGap, ''), encoding).toString();
        assert.equal(says(left, bearer.slice(3, -3)), false, left);
        assert.ok(guarded(form, found).includes(keyGap));
      }
    }
    const quoted = searchFor('"\\pass\\word-0123456789');
    assert.ok(guarded(JSON.stringify({ a: '\\pass\\word-0123456789' }), quoted).includes(keyGap));
  });

  it('has one for a password that is not Latin', () => {
    const password = '口令-0123456789-abc';
    const found = searchFor(password);
    for (const form of [password, encodeURIComponent(password), Buffer.from(password).toString('hex')]) {
      assert.equal(guarded(`这是口令：${form}。`, found), `这是口令：${keyGap}。`);
    }
  });

  it('is held back only where a key may begin, and no longer', () => {
    const part = new GuardedText(search);
    assert.equal(part.push('This is '), 'This is ');
    assert.equal(part.push('01'), '');
    assert.equal(part.push('2 apples'), '012 apples');
    assert.equal(part.push(key.slice(0, 20)), '');
    assert.equal(part.push(`${key.slice(20)} `), `${keyGap} `);
    assert.equal(part.end(), '');
  });

  it('has a gap for most of a key, too: at its end, and where something else follows', () => {
    assert.equal(guarded(key.slice(0, 30), search), keyGap);
    assert.equal(guarded(`${key.slice(0, -1)}… is yours`, search), `${keyGap}… is yours`);
    assert.equal(guarded('it is 0123', search), 'it is 0123');
  });

  it('keeps most of a key where it is a word or two', () => {
    for (const [secret, text] of [
      ['password1234', 'Choose a good password'],
      ['my_project_2024', 'Call it my_project'],
      ['team-a/qwen2.5-key', 'Ask team-a/qwen'],
    ] as const) {
      assert.equal(guarded(text, searchFor(secret)), text);
      assert.equal(guarded(`${text}!`, searchFor(secret)), `${text}!`);
    }
  });

  it('keeps whatever is not a whole key, where only those are looked for', () => {
    const secret = 'team-a/qwen2.5-coder-key';
    const found = searchFor(secret);
    assert.equal(guarded('team-a/qwen2.5-coder', found, 'whole'), 'team-a/qwen2.5-coder');
    assert.equal(guarded(`a ${secret}`, found, 'whole'), `a ${keyGap}`);
  });

  it('takes out the rest of a key whose beginning gave way', () => {
    const part = new GuardedText(search);
    assert.equal(part.push('a 0123'), 'a ');
    assert.equal(part.giveWay(), '0123');
    assert.equal(part.push(`${key.slice(4)}!`), `${keyGap}!`);
    assert.equal(part.push(key.slice(0, 8)), '');
    assert.equal(part.giveWay(), keyGap);
    assert.equal(part.push(key.slice(8)), '');
    assert.equal(part.push(' b'), ' b');
    assert.equal(part.push(key.slice(0, 8)), '');
    assert.equal(part.giveWay(), keyGap);
    assert.equal(part.push('!'), '!');
    assert.equal(part.end(), '');
  });

  it('passes on seven characters of a key where it gives way, and not eight', () => {
    for (const [length, shown] of [
      [7, key.slice(0, 7)],
      [8, keyGap],
    ] as const) {
      const part = new GuardedText(search);
      part.push(key.slice(0, length));
      assert.equal(part.giveWay(), shown);
    }
  });

  it('says no more than seven characters of a key however often it gives way', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 9 }), fc.boolean(), (secret, length, isWhole) => {
        const part = new GuardedText(searchFor(secret));
        const said = isWhole ? secret : secret.slice(0, -1);
        let shown = '';
        for (let at = 0; at < said.length; at += length) {
          shown += part.push(said.slice(at, at + length)) + part.giveWay();
        }
        shown += part.push(' end') + part.end();
        assert.match(shown, /^[^[]{0,7}\[API key\] end$/);
      }),
      { numRuns: 200 },
    );
  });

  it('never says a key, wherever it stands and wherever the text is cut', () => {
    fc.assert(
      fc.property(keys, fc.nat(8), texts, texts, cuts, (secret, which, before, behind, places) => {
        const forms = encodedForms(secret);
        const form = forms[which % forms.length] ?? secret;
        const shown = passed(before + form + behind, places, searchFor(secret));
        for (const each of [secret, ...forms]) assert.equal(says(shown, each), false, shown);
        assert.ok(shown.includes(keyGap), shown);
      }),
      { numRuns: 300 },
    );
  }).timeout(20_000);

  it('never says one of several keys that stand in each other’s way', () => {
    fc.assert(
      fc.property(word, word, fc.nat(40), cuts, (first, second, overlap, places) => {
        const search = searchFor(first, second, first.slice(4) + second.slice(0, 6));
        const text = first + second.slice(overlap % second.length) + second + first.slice(0, 9) + second;
        const shown = passed(text, places, search);
        for (const secret of [first, second]) assert.equal(says(shown, secret), false, shown);
      }),
      { numRuns: 200 },
    );
  }).timeout(20_000);

  it('is the same however it is cut', () => {
    const pieces = fc.array(
      fc.oneof(
        texts,
        fc.constant(key),
        fc.nat(48).map((end) => key.slice(0, end)),
      ),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(pieces, cuts, (some, places) => {
        const text = some.join('');
        assert.equal(passed(text, places, search), guarded(text, search));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a text without a key', () => {
  it('is unchanged, however it is cut', () => {
    fc.assert(
      fc.property(keys, fc.string({ unit: 'binary', maxLength: 300 }), cuts, (secret, text, places) => {
        assert.equal(passed(text, places, searchFor(secret)), text);
      }),
      { numRuns: 200 },
    );
  }).timeout(20_000);

  it('is unchanged where the keys are trivial', () => {
    const search = searchFor('1234', 'test', 'ollama', 'sk-no-key-required', '{"X-Team": "tools"}');
    const text = 'test 1234: ollama run; pass sk-no-key-required, X-Team: tools';
    assert.equal(guarded(text, search), text);
  });

  it('costs one step per character, whatever it and the key are', () => {
    // What begins a key again and again, and never is one.
    const secret = `${'ab'.repeat(200)}0123456789`;
    const search = searchFor(secret);
    const text = 'ab'.repeat(500_000);
    const ms = processorTime(() => {
      assert.ok(passed(text, [1, 2, 3, 400_000], search).startsWith('ab'));
    });
    assert.ok(ms < 2_000, `${ms} ms`);
  });
});
