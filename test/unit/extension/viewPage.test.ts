import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { viewPage } from '../../../src/extension/viewPage.ts';

describe('the page of the panel', () => {
  const page = viewPage({
    nonce: 'n0nce',
    source: 'src:',
    styles: 'a.css',
    script: 'b.js',
    language: 'zh-cn',
  });

  it('may load our own files and nothing else, and make no HTML of strings', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    assert.deepEqual(policy.split('; ').sort(), [
      "base-uri 'none'",
      "default-src 'none'",
      'font-src src:',
      "form-action 'none'",
      'img-src src: data:',
      "require-trusted-types-for 'script'",
      "script-src 'nonce-n0nce'",
      'style-src src:',
      "trusted-types 'none'",
    ]);
  });

  it('loads the script that the nonce belongs to, after the element that it fills', () => {
    assert.match(page, /^<!DOCTYPE html>\n<html lang="zh-cn">/);
    assert.match(page, /<link rel="stylesheet" href="a\.css" \/>/);
    assert.match(page, /<main id="root"><\/main>\s*<script nonce="n0nce" src="b\.js"><\/script>\s*<\/body>/);
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.match(page, /<meta charset="UTF-8" \/>/);
    assert.match(page, /<meta name="viewport" content="width=device-width, initial-scale=1" \/>/);
    assert.match(page, /<title>Hanlin<\/title>/);
  });
});
