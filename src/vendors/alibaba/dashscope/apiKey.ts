import type { CredentialField } from '../../../core/vendor.ts';
import { pastedKey } from '../../../net/pastedKey.ts';

/** A key of Model Studio, bound to a region and to a way to pay: those of a plan begin with `sk-sp-`. */
export const apiKeyField: CredentialField = {
  id: 'apiKey',
  label: 'API key',
  placeholder: 'sk-…',
  secret: true,
  shape: /^sk-(?:sp-)?[0-9A-Za-z]{20,}$/,
  environmentVariables: ['DASHSCOPE_API_KEY'],
  normalise: pastedKey,
  check(value) {
    if (value === '') return 'Enter the key.';
    if (!/^[\x21-\x7e]+$/.test(value)) return 'A key has only Latin letters, digits and punctuation.';
    if (/^https?:/i.test(value)) return 'This is an address, not a key.';
    if (/^LTAI/.test(value))
      return 'This is an AccessKey ID. Model Studio wants an API key, which begins with sk-.';
    return undefined;
  },
};
