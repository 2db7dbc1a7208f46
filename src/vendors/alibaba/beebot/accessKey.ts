import type { CredentialField } from '../../../core/vendor.ts';
import { pastedKey } from '../../../net/pastedKey.ts';

/*
 * Who may ask a robot.
 * See https://help.aliyun.com/zh/ram/user-guide/create-an-accesskey-pair
 */

const looksLikeId = /^(?:LTAI[0-9A-Za-z]{12,26}|STS\.[0-9A-Za-z]{10,})$/;

export const accessKeyIdField: CredentialField = {
  id: 'accessKeyId',
  label: 'AccessKey ID',
  placeholder: 'LTAI5tAbCdEfGhIjKlMnOpQr',
  secret: false,
  shape: looksLikeId,
  environmentVariables: ['ALIBABA_CLOUD_ACCESS_KEY_ID'],
  normalise: pastedKey,
  check(value) {
    if (value === '') return 'Enter the AccessKey ID.';
    return /^[\x21-\x7e]+$/.test(value) ? undefined : 'A key has only Latin letters, digits and punctuation.';
  },
};

export const accessKeySecretField: CredentialField = {
  id: 'accessKeySecret',
  label: 'AccessKey secret',
  placeholder: 'AbCdEfGhIjKlMnOpQrStUvWxYz0123',
  secret: true,
  environmentVariables: ['ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
  normalise: pastedKey,
  check(value) {
    if (value === '') return 'Enter the AccessKey secret.';
    if (looksLikeId.test(value)) return 'This is the AccessKey ID, not the secret.';
    return /^[\x21-\x7e]+$/.test(value) ? undefined : 'A key has only Latin letters, digits and punctuation.';
  },
};

export const securityTokenField: CredentialField = {
  id: 'securityToken',
  label: 'Security token',
  placeholder: 'CAIS…',
  secret: true,
  optional: true,
  environmentVariables: ['ALIBABA_CLOUD_SECURITY_TOKEN'],
  normalise: pastedKey,
  check: (value) =>
    /^[\x21-\x7e]*$/.test(value) ? undefined : 'A key has only Latin letters, digits and punctuation.',
};

export const instanceIdField: CredentialField = {
  id: 'instanceId',
  label: 'Robot instance ID',
  placeholder: 'chatbot-cn-AbCdEf0123',
  secret: false,
  shape: /^chatbot-[a-z]{2,}-[0-9A-Za-z]+$/,
  environmentVariables: ['BEEBOT_INSTANCE_ID'],
  normalise: pastedKey,
  check(value) {
    if (value === '') return 'Enter the ID of the robot.';
    return /^[\x21-\x7e]+$/.test(value) ? undefined : 'A key has only Latin letters, digits and punctuation.';
  },
};

export const agentKeyField: CredentialField = {
  id: 'agentKey',
  label: 'Business space (AgentKey)',
  placeholder: '0a1b2c3d4e5f_p_beebot_public',
  secret: false,
  optional: true,
  shape: /^[0-9a-z]+_p_[0-9a-z_]+$/,
  environmentVariables: ['BEEBOT_AGENT_KEY'],
  normalise: pastedKey,
  check: (value) =>
    /^[\x21-\x7e]*$/.test(value) ? undefined : 'A key has only Latin letters, digits and punctuation.',
};

/** Whether ID and secret seem to stand in each other’s place. */
export function areSwapped(accessKeyId: string, accessKeySecret: string): boolean {
  return looksLikeId.test(accessKeySecret) && !looksLikeId.test(accessKeyId);
}
