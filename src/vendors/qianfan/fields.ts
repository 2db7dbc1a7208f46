import type { CredentialField, Credentials } from '../../core/vendor.ts';
import { pastedKey } from '../../net/pastedKey.ts';
import type { AccessKeyPair } from './bceSignature.ts';

/*
 * Baidu has three kinds of keys that people mix up: the API keys of V2 (`bce-v3/…`), the access keys of IAM (`ALTAK…`)
 * and the pairs that V1's applications had.
 */

const isBearerKey = (value: string) => /^bce-v3\//.test(value);
const isAccessKey = (value: string) => /^ALTAK/.test(value);

/** The key of V2: `bce-v3/ALTAK-<id>/<secret>`. A gateway may have keys of its own. */
export const apiKeyField: CredentialField = {
  id: 'apiKey',
  label: 'API key',
  placeholder: 'bce-v3/ALTAK-…/…',
  secret: true,
  shape: /^bce-v3\/ALTAK[\w-]+\/\w+$/,
  environmentVariables: ['QIANFAN_BEARER_TOKEN'],
  normalise: pastedKey,
  check(value) {
    const fault = faultOf(value);
    if (fault !== undefined) return fault;
    if (isAccessKey(value)) return 'This is an access key of IAM. An API key begins with bce-v3/.';
    if (isBearerKey(value) && !/^bce-v3\/[^/]+\/[^/]+$/.test(value)) {
      return 'A part of the key is missing: it looks like bce-v3/ALTAK-…/….';
    }
    return undefined;
  },
};

/** The application that a V2 request counts for; some accounts do not need it. */
export const appIdField: CredentialField = {
  id: 'appId',
  label: 'App ID',
  placeholder: 'app-…',
  secret: false,
  optional: true,
  shape: /^app-\w{4,}$/,
  environmentVariables: ['QIANFAN_APPID'],
  normalise: pastedKey,
  check: (value) => (value === '' ? undefined : faultOf(value)),
};

export const accessKeyField: CredentialField = {
  id: 'accessKey',
  label: 'Access Key',
  placeholder: 'ALTAK…',
  secret: true,
  shape: /^ALTAK[A-Za-z0-9]{8,}$/,
  environmentVariables: ['QIANFAN_ACCESS_KEY'],
  normalise: pastedKey,
  check(value) {
    if (isBearerKey(value)) return 'This is an API key for V2, not an access key of IAM.';
    return faultOf(value);
  },
};

export const accessSecretField: CredentialField = {
  id: 'secretKey',
  label: 'Secret Key',
  placeholder: '0123456789abcdef…',
  secret: true,
  shape: /^[0-9a-f]{32}$/,
  environmentVariables: ['QIANFAN_SECRET_KEY'],
  normalise: pastedKey,
  check(value) {
    if (isBearerKey(value)) return 'This is an API key for V2, not an access key of IAM.';
    if (isAccessKey(value)) return 'This is the Access Key. The two seem to be swapped.';
    return faultOf(value);
  },
};

export const applicationKeyField: CredentialField = {
  id: 'apiKey',
  label: 'API Key',
  placeholder: 'AbCdEfGhIjKlMnOpQrStUvWx',
  secret: true,
  shape: /^(?!ALTAK)[A-Za-z0-9]{24}$/,
  environmentVariables: ['QIANFAN_AK'],
  normalise: pastedKey,
  check: applicationFault,
};

export const applicationSecretField: CredentialField = {
  id: 'secretKey',
  label: 'Secret Key',
  placeholder: 'AbCdEfGhIjKlMnOpQrStUvWxYz012345',
  secret: true,
  shape: /^(?!ALTAK)[A-Za-z0-9]{32}$/,
  environmentVariables: ['QIANFAN_SK'],
  normalise: pastedKey,
  check: applicationFault,
};

/** The pair of IAM keys among the credentials. */
export function accessKeyPair(credentials: Credentials): AccessKeyPair {
  return {
    accessKey: credentials[accessKeyField.id] ?? '',
    secretKey: credentials[accessSecretField.id] ?? '',
  };
}

function applicationFault(value: string): string | undefined {
  if (isBearerKey(value)) return 'This is an API key for V2. V1 has a pair of keys.';
  if (isAccessKey(value)) return 'This is an access key of IAM: choose V1 with IAM.';
  return faultOf(value);
}

function faultOf(value: string): string | undefined {
  if (value === '') return 'Enter the key.';
  if (!/^[\x21-\x7e]+$/.test(value)) return 'A key has only Latin letters, digits and punctuation.';
  if (/^https?:/i.test(value)) return 'This is an address, not a key.';
  return undefined;
}
