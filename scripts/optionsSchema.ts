/**
 * The JSON schema of the setting `hanlin.options`, made from the vendors' descriptors:
 *
 *   node scripts/optionsSchema.ts    writes it into package.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OptionRule } from '../src/core/modelOptions.ts';
import { vendors } from '../src/vendors/registry.ts';

type Schema = Readonly<Record<string, unknown>>;

/** One property for each API (`vendor/api`), and the same rules for each of its models (`vendor/api/model`). */
export function optionsSchema(): Schema {
  const apis = vendors.flatMap((vendor) => vendor.apis.map((api) => ({ id: `${vendor.id}/${api.id}`, api })));
  const entries = apis.map(({ id, api }) => {
    const options = Object.entries(api.options).map(([name, rule]) => [name, ruleSchema(rule)]);
    const schema = { type: 'object', properties: Object.fromEntries(options), additionalProperties: false };
    return [`^${id}(/.+)?$`, schema];
  });
  return { patternProperties: Object.fromEntries(entries), additionalProperties: false };
}

function ruleSchema(rule: OptionRule): Schema {
  switch (rule.type) {
    case 'boolean':
      return { type: 'boolean', ...(rule.only !== undefined && { const: rule.only }) };
    case 'number':
    case 'integer':
      return { ...rule };
    case 'string': {
      const { oneOf, minLength, maxLength } = rule;
      return {
        type: 'string',
        ...(oneOf && { enum: oneOf }),
        ...(minLength !== undefined && { minLength }),
        ...(maxLength !== undefined && { maxLength }),
      };
    }
    case 'strings': {
      const { maxItems, maxLength } = rule;
      const items = { type: 'string', ...(maxLength !== undefined && { maxLength }) };
      return { type: 'array', items, ...(maxItems !== undefined && { maxItems }) };
    }
  }
}

const manifestPath = join(import.meta.dirname, '..', 'package.json');

if (import.meta.main) {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const setting = manifest.contributes.configuration.properties['hanlin.options'];
  Object.assign(setting, optionsSchema());
  writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
}
