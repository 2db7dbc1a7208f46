import type { ApiDescriptor, CredentialField, VendorDescriptor } from '../../../src/core/vendor.ts';

function field(id: string, variable: string, optional = false): CredentialField {
  return {
    id,
    label: id,
    placeholder: '',
    secret: true,
    ...(optional && { optional }),
    environmentVariables: [variable, `OLD_${variable}`],
    normalise: (value) => value.trim(),
    check: (value) => (value.includes(' ') ? 'A key has no spaces.' : undefined),
  };
}

function mode(id: string, fields: readonly CredentialField[]) {
  return { id, label: id, detail: '', fields };
}

export const api: ApiDescriptor = {
  id: 'chat',
  label: 'Chat',
  keyUrl: 'https://vendor.test/keys',
  authModes: [
    mode('token', [field('token', 'VENDOR_TOKEN'), field('app', 'VENDOR_APP', true)]),
    mode('pair', [field('id', 'VENDOR_ID'), field('secret', 'VENDOR_SECRET')]),
  ],
  endpoints: [
    { id: 'main', label: 'Main', detail: '', baseUrl: 'https://api.vendor.test/v2' },
    { id: 'plan', label: 'Plan', detail: '', baseUrl: 'https://plan.vendor.test/v2/coding' },
  ],
  models: [
    { id: 'big', label: 'Big', contextWindow: 8192, maxOutputTokens: 4096, thinking: 'none' },
    { id: 'small', label: 'Small', contextWindow: 8192, maxOutputTokens: 4096, thinking: 'none' },
  ],
  probeModel: 'small',
  options: {
    temperature: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    maxOutputTokens: { type: 'integer', minimum: 1 },
    thinking: { type: 'boolean' },
    webSearch: { type: 'boolean' },
    stop: { type: 'strings', maxItems: 4 },
    responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
  },
  history: 'client',
  create: () => Promise.reject(new Error('not in this test')),
};

export const vendor: VendorDescriptor = {
  id: 'vendor',
  label: 'Vendor',
  aliases: [],
  apis: [api, { ...api, id: 'other', options: {}, baseUrlVariable: 'VENDOR_BASE_URL' }],
};
