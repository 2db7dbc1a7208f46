import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { optionsSchema } from '../../scripts/optionsSchema.ts';
import { vendors } from '../../src/vendors/registry.ts';

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
const { properties } = manifest.contributes.configuration;

describe('the manifest', () => {
  it('knows the options of every API (npm run build:schema writes them)', () => {
    const { patternProperties, additionalProperties } = properties['hanlin.options'];
    assert.deepEqual({ patternProperties, additionalProperties }, optionsSchema());
  });

  it('lets the address of every API be set', () => {
    const apis = vendors.flatMap(({ id, apis: all }) => all.map((api) => `${id}/${api.id}`));
    assert.deepEqual(Object.keys(properties['hanlin.endpoints'].properties).sort(), apis.sort());
  });

  it('lets no workspace decide where a key goes or what is sent along', () => {
    for (const name of ['hanlin.endpoints', 'hanlin.network', 'hanlin.options']) {
      assert.equal(properties[name].scope, 'application', name);
    }
  });
});
