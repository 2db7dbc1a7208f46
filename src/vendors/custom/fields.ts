import type { CredentialField } from '../../core/vendor.ts';
import { pastedKey } from '../../net/pastedKey.ts';
import { headersFault } from './extraHeaders.ts';

/** Most servers on one’s own computer want none. */
export const apiKeyField: CredentialField = {
  id: 'apiKey',
  label: 'API key',
  placeholder: 'sk-…',
  secret: true,
  optional: true,
  environmentVariables: ['OPENAI_API_KEY'],
  normalise: pastedKey,
  check(value) {
    if (!/^[\x21-\x7e]*$/.test(value)) return 'A key has only Latin letters, digits and punctuation.';
    return /^https?:/i.test(value) ? 'This is an address, not a key.' : undefined;
  },
};

/** What a gateway in front of the server asks for. They may hold keys. */
export const headersField: CredentialField = {
  id: 'headers',
  label: 'Extra headers',
  placeholder: '{"X-Team": "tools"}',
  secret: true,
  optional: true,
  environmentVariables: [],
  normalise: (value) => value.trim(),
  check: headersFault,
};
