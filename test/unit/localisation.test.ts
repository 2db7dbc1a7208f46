import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { adviceTexts } from '../../src/chat/advice.ts';
import type { ApiDescriptor } from '../../src/core/vendor.ts';
import { addressFault } from '../../src/net/serverAddress.ts';
import { viewStrings } from '../../src/shared/strings.ts';
import { vendors } from '../../src/vendors/registry.ts';

const root = join(import.meta.dirname, '..', '..');

function readJson(path: string): Record<string, string> {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, string>;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));
}

/** The literal texts that are handed to `translate`. */
function translatedLiterals(): string[] {
  const literal = /translate\(\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;
  return [...sources('src/chat'), ...sources('src/extension')].flatMap((source) =>
    [...source.matchAll(literal)].map(([, text = '']) => text.slice(1, -1).replace(/\\(.)/g, '$1')),
  );
}

/** Values that the fields of some vendor find fault with. */
const faultyValues = [
  '',
  '?',
  '密',
  'https://a.example',
  '.half',
  'a b',
  'no-colon',
  'x'.repeat(200),
  'bce-v3/ALTAK-abcdefgh',
  'bce-v3/ALTAK-abcdefgh/0123456789abcdef',
  'ALTAKabcdefghijklmnopqrs',
  'LTAI5tAbcdefghijklmnopqr',
  '{"Host":"a.example"}',
];

function descriptorTexts({ label, warning, authModes, endpoints }: ApiDescriptor): string[] {
  const fields = authModes.flatMap((mode) => mode.fields);
  return [
    label,
    warning,
    ...fields.flatMap((field) => [
      field.label,
      ...faultyValues.map((value) => field.check(field.normalise(value))),
    ]),
    ...[...authModes, ...endpoints].flatMap((entry) => [entry.label, entry.detail]),
  ].filter((text) => text !== undefined);
}

const faultyAddresses = ['x', 'https://a.example?x', 'ftp://a.example'];

const texts = [
  ...adviceTexts,
  ...faultyAddresses.map(addressFault).filter((text) => text !== undefined),
  ...Object.values(viewStrings),
  ...translatedLiterals(),
  ...vendors.flatMap(({ label, apis }) => [label, ...apis.flatMap(descriptorTexts)]),
];

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();
}

describe('localisation', () => {
  const chinese = readJson('l10n/bundle.l10n.zh-cn.json');

  it('has a Chinese text for every text of the product', () => {
    assert.ok(texts.length > 100);
    assert.deepEqual([...new Set(texts.filter((text) => !(text in chinese)))], []);
  });

  it('has no Chinese text that nothing uses', () => {
    assert.deepEqual(
      Object.keys(chinese).filter((text) => !texts.includes(text)),
      [],
    );
  });

  it('keeps the placeholders of every text', () => {
    for (const [english, translated] of Object.entries(chinese)) {
      const known = new Set(placeholders(english));
      assert.deepEqual(
        placeholders(translated).filter((placeholder) => !known.has(placeholder)),
        [],
        english,
      );
    }
  });

  it('has the same keys in both manifests', () => {
    const manifest = readFileSync(join(root, 'package.json'), 'utf8');
    const english = readJson('package.nls.json');
    assert.deepEqual(Object.keys(readJson('package.nls.zh-cn.json')).sort(), Object.keys(english).sort());
    const used = [...new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key))];
    assert.deepEqual(used.sort(), Object.keys(english).sort());
  });
});
