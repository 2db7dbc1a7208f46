import type { CredentialField } from '../../core/vendor.ts';
import { pastedKey } from '../../net/pastedKey.ts';

/** The key of BigModel and Z.ai: an id and a secret joined by a dot; keys of some plans may look different. */
export const apiKeyField: CredentialField = {
  id: 'apiKey',
  label: 'API key',
  placeholder: 'id.secret',
  secret: true,
  shape: /^[0-9a-f]{32}\.[A-Za-z0-9]{16}$/,
  environmentVariables: ['ZHIPUAI_API_KEY', 'ZAI_API_KEY', 'BIGMODEL_API_KEY'],
  normalise: pastedKey,
  check(value) {
    if (value === '') return 'Enter the key.';
    if (!/^[\x21-\x7e]+$/.test(value)) return 'A key has only Latin letters, digits and punctuation.';
    if (/^https?:/i.test(value)) return 'This is an address, not a key.';
    if (/^[^.]*\.$|^\.[^.]*$/.test(value))
      return 'Half of the key is missing: it has a part on each side of the dot.';
    return undefined;
  },
};

/** The same key where a token is signed with it. */
export const signingKeyField: CredentialField = {
  ...apiKeyField,
  check(value) {
    const fault = apiKeyField.check(value);
    if (fault !== undefined || splitKey(value)) return fault;
    return 'A token can be signed only with a key that has exactly one dot.';
  },
};

export interface KeyParts {
  readonly id: string;
  readonly secret: string;
}

/** The two parts of a key with exactly one dot; undefined for a key of another shape, which only works unchanged. */
export function splitKey(key: string): KeyParts | undefined {
  const [id, secret, ...rest] = key.split('.');
  return id && secret && rest.length === 0 ? { id, secret } : undefined;
}
