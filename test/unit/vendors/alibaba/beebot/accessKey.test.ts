import assert from 'node:assert/strict';
import type { CredentialField } from '../../../../../src/core/vendor.ts';
import {
  accessKeyIdField,
  accessKeySecretField,
  agentKeyField,
  areSwapped,
  instanceIdField,
  securityTokenField,
} from '../../../../../src/vendors/alibaba/beebot/accessKey.ts';
import { beebot } from '../../../../../src/vendors/alibaba/beebot/descriptor.ts';

const id = 'LTAI5tAbCdEfGhIjKlMnOpQr';
const temporaryId = 'STS.NUAbCdEfGhIjKlMn';
const secret = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123';

describe('Beebot fields', () => {
  it('are asked for in this order in both ways to sign in, and keep the names that they are stored by', () => {
    assert.deepEqual(
      beebot.authModes.map((mode) => mode.id),
      ['acs3', 'rpc'],
    );
    for (const { fields } of beebot.authModes) {
      assert.deepEqual(
        fields.map((field) => [
          field.id,
          field.secret,
          field.optional ?? false,
          field.environmentVariables.join(),
        ]),
        [
          ['accessKeyId', false, false, 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
          ['accessKeySecret', true, false, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
          ['instanceId', false, false, 'BEEBOT_INSTANCE_ID'],
          ['agentKey', false, true, 'BEEBOT_AGENT_KEY'],
          ['securityToken', true, true, 'ALIBABA_CLOUD_SECURITY_TOKEN'],
        ],
      );
      for (const field of fields) assert.equal(field.normalise(` "${id}"\n`), id);
    }
  });

  const shapes: readonly (readonly [CredentialField, known: readonly string[], other: readonly string[]])[] =
    [
      [
        accessKeyIdField,
        [id, `LTAI${'aZ09'.repeat(3)}`, `LTAI${'a'.repeat(26)}`, temporaryId, 'STS.aZ09aZ09aZ'],
        [
          `LTAI${'a'.repeat(11)}`,
          `LTAI${'a'.repeat(27)}`,
          'STS.aZ09aZ09a',
          'STSxaZ09aZ09aZ',
          'ltai5tAbCdEfGhIjKl',
        ],
      ],
      [
        instanceIdField,
        ['chatbot-cn-AbCdEf0123', 'chatbot-cn-1', 'chatbot-intl-Z'],
        ['chatbot-cn-', 'chatbot-c-1', 'chatbot-CN-1', 'chatbot-1', 'robot-cn-1'],
      ],
      [
        agentKeyField,
        ['0a1b2c3d4e5f_p_beebot_public', 'a_p_b', '1_p_2'],
        ['_p_beebot', '0a1b_p_', '0a1b_beebot', 'A_p_b', 'a_p_B'],
      ],
    ];

  it('are recognised by their shapes, and nothing around them is', () => {
    for (const [{ shape = assert.fail() }, known, other] of shapes) {
      for (const value of known) {
        assert.match(value, shape);
        for (const wrong of [`-${value}`, ` ${value}`, `${value}-`, `${value} `, `${value}\n`]) {
          assert.doesNotMatch(wrong, shape);
        }
      }
      for (const value of ['', ...other]) assert.doesNotMatch(value, shape);
    }
    assert.deepEqual([accessKeySecretField.shape, securityTokenField.shape], [undefined, undefined]);
  });

  const all = [accessKeyIdField, accessKeySecretField, instanceIdField, agentKeyField, securityTokenField];

  it('may hold whatever can be sent', () => {
    for (const field of all) {
      for (const value of ['!', '~', secret, 'chatbot-cn-1', '0a1b_p_x', `x${id}`, `${id}-`]) {
        assert.equal(field.check(value), undefined, `${field.id} ${value}`);
      }
      for (const value of ['密钥', `密${secret}`, `${secret}密`, 'a b', ' ', '\u007f']) {
        assert.match(field.check(value) ?? '', /^A key has only Latin letters/, `${field.id} ${value}`);
      }
    }
  });

  it('are missed where they have to be there, by name', () => {
    assert.deepEqual(
      all.map((field) => field.check('')),
      [
        'Enter the AccessKey ID.',
        'Enter the AccessKey secret.',
        'Enter the ID of the robot.',
        undefined,
        undefined,
      ],
    );
  });

  it('tell an ID from a secret', () => {
    for (const value of [id, temporaryId]) {
      assert.equal(accessKeySecretField.check(value), 'This is the AccessKey ID, not the secret.');
      assert.equal(accessKeyIdField.check(value), undefined);
      assert.equal(areSwapped(secret, value), true);
      assert.equal(areSwapped(value, secret), false);
      assert.equal(areSwapped(value, id), false);
    }
    assert.equal(areSwapped('testid', secret), false);
  });
});

describe('Beebot', () => {
  it('is one robot that keeps the conversation and counts the characters of a question', () => {
    assert.deepEqual(
      beebot.models.map(({ label: _, ...model }) => model),
      [
        {
          id: 'beebot',
          contextWindow: 32_000,
          maxOutputTokens: 8_000,
          thinking: 'none',
          maxInputCharacters: 512,
        },
      ],
    );
    assert.deepEqual([beebot.id, beebot.probeModel, beebot.history], ['beebot', 'beebot', 'server']);
    assert.deepEqual(beebot.options, { userId: { type: 'string', maxLength: 256 } });
  });

  it('is at one address, and takes a clock that is off by a quarter of an hour', () => {
    assert.deepEqual(
      beebot.endpoints.map(({ id: endpoint, baseUrl }) => [endpoint, baseUrl]),
      [['china', 'https://alime-ws.aliyuncs.com']],
    );
    for (const { clockToleranceMs } of beebot.authModes) assert.equal(clockToleranceMs, 15 * 60_000);
  });
});
