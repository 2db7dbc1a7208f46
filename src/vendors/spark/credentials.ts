import type { CredentialField } from '../../core/vendor.ts';
import { pastedKey } from '../../net/pastedKey.ts';

/** Signatures that are further off than this, in milliseconds, are refused. */
export const allowedSkewMs = 300_000;

/** Hexadecimal, 32 digits. */
const keyShape = /^[0-9a-f]{32}$/;
/** Base64 of 24 characters; never decoded. */
const secretShape = /^(?![0-9a-f]{32}$)[A-Za-z0-9+/]{32}$/;

export const appIdField: CredentialField = {
  id: 'appId',
  label: 'APPID',
  placeholder: '5f3c9a17',
  secret: false,
  shape: /^[0-9a-f]{8}$/,
  environmentVariables: ['SPARKAI_APP_ID'],
  normalise: compact,
  check: (value) => checkText(value, 'Enter the APPID.'),
};

export const apiKeyField: CredentialField = {
  id: 'apiKey',
  label: 'APIKey',
  placeholder: '0123456789abcdef0123456789abcdef',
  secret: true,
  shape: keyShape,
  environmentVariables: ['SPARKAI_API_KEY'],
  normalise: compact,
  check: (value) => checkText(value, 'Enter the APIKey.'),
};

export const apiSecretField: CredentialField = {
  id: 'apiSecret',
  label: 'APISecret',
  placeholder: 'AbCdEfGhIjKlMnOpQrStUvWxYz012345',
  secret: true,
  shape: secretShape,
  environmentVariables: ['SPARKAI_API_SECRET'],
  normalise: compact,
  check: (value) => checkText(value, 'Enter the APISecret.'),
};

export const passwordField: CredentialField = {
  id: 'password',
  label: 'APIPassword',
  placeholder: 'AbCdEfGhIjKlMnOpQrSt:UvWxYzAbCdEfGhIjKlMn',
  secret: true,
  shape: /^[A-Za-z0-9]{16,32}:[A-Za-z0-9]{16,32}$/,
  environmentVariables: ['SPARKAI_API_PASSWORD'],
  normalise: compact,
  check: (value) => checkText(value, 'Enter the APIPassword.'),
};

/** Whether each of the two looks like the other one. */
export function areSwapped(apiKey: string, apiSecret: string): boolean {
  return keyShape.test(apiSecret) && !keyShape.test(apiKey);
}

/** Whether what should be a password is a key or a secret of the WebSocket. */
export function isNoPassword(password: string): boolean {
  return keyShape.test(password) || secretShape.test(password);
}

/** The value without what comes along when it is copied: its name, and what stands around any key. */
function compact(value: string): string {
  const name = /^["'`“”‘’\s]*(?:APPID|API ?Key|API ?Secret|API ?Password)\s*[:：=]\s*/i;
  const bare = pastedKey(value.replace(name, ''));
  return bare === value ? bare : compact(bare);
}

function checkText(value: string, empty: string): string | undefined {
  if (value === '') return empty;
  if (!/^[\x21-\x7e]+$/.test(value)) return 'A key has only Latin letters, digits and punctuation.';
  if (/^(?:https?|wss?):/i.test(value)) return 'This is an address, not a key.';
  return undefined;
}
