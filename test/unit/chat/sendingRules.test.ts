import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isOrdinaryFile, ruleForNamed } from '../../../src/chat/sendingRules.ts';

const plain = { paths: ['/w/a.ts', '/w/b.ts'], leadsOut: false };
const secret = { paths: ['/w/a.ts', '/w/.env'], leadsOut: false };
const link = { paths: ['/w/a.ts'], leadsOut: true };

describe('a file that the user has named', () => {
  it('is sent, but for what may hold secrets or leads out of the workspace', () => {
    assert.equal(ruleForNamed(plain, false, false), 'send');
    assert.equal(ruleForNamed(secret, false, false), 'ask-about-secrets');
    assert.equal(ruleForNamed({ ...secret, paths: ['/w/.env'] }, false, false), 'ask-about-secrets');
    assert.equal(ruleForNamed(link, false, false), 'ask-about-link');
    assert.equal(ruleForNamed({ ...secret, leadsOut: true }, false, false), 'ask-about-link');
  });

  it('is asked about once', () => {
    for (const facts of [plain, secret, link]) assert.equal(ruleForNamed(facts, false, true), 'send');
  });

  it('is never sent where .hanlinignore keeps it out', () => {
    for (const facts of [plain, secret, link]) {
      assert.equal(ruleForNamed(facts, true, false), 'refuse');
      assert.equal(ruleForNamed(facts, true, true), 'refuse');
    }
  });
});

describe('a file that goes along with others', () => {
  it('is not ignored, holds no secrets and is where it seems to be', () => {
    assert.equal(isOrdinaryFile(plain, false), true);
    assert.equal(isOrdinaryFile(plain, true), false);
    assert.equal(isOrdinaryFile(secret, false), false);
    assert.equal(isOrdinaryFile(link, false), false);
  });
});
