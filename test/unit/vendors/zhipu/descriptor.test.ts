import { apiKeyField, signingKeyField } from '../../../../src/vendors/zhipu/apiKey.ts';
import { zhipu } from '../../../../src/vendors/zhipu/descriptor.ts';
import { describeFields, type FieldCase, usualAnswers } from '../fieldCases.ts';
import { describeWays } from '../waysIn.ts';

describeWays(zhipu, 'zhipu', [
  {
    id: 'bigmodel',
    keyUrl: 'https://bigmodel.cn/usercenter/proj-mgmt/apikeys',
    modes: { 'api-key': { fields: ['apiKey'] }, jwt: { fields: ['apiKey'], clockToleranceMs: 210_000 } },
    endpoints: {
      china: 'https://open.bigmodel.cn/api/paas/v4',
      'china-coding': 'https://open.bigmodel.cn/api/coding/paas/v4',
      international: 'https://api.z.ai/api/paas/v4',
      'international-coding': 'https://api.z.ai/api/coding/paas/v4',
    },
    probeModel: 'glm-4.7-flash',
    options:
      'temperature topP maxOutputTokens stop thinking reasoningEffort webSearch responseFormat seed userId async',
    history: 'client',
  },
]);

const id = '0123456789abcdef0123456789abcdef';
const secret = 'AbCdEfGhIjKlMnOp';
const shared: Omit<FieldCase, 'field'> = {
  id: 'apiKey',
  variables: ['ZHIPUAI_API_KEY', 'ZAI_API_KEY', 'BIGMODEL_API_KEY'],
  keys: [`${id}.${secret}`],
  others: [
    `${id.slice(1)}.${secret}`,
    `${id}0.${secret}`,
    `${id}.${secret.slice(1)}`,
    `${id}.${secret}0`,
    `${id}-${secret}`,
    `${id.toUpperCase()}.${secret}`,
    `${id}.-${secret.slice(1)}`,
  ],
  answers: [
    ['abc.', /Half/],
    ['.abc', /Half/],
    ['.', /Half/],
  ],
};

describeFields('Zhipu', [
  {
    ...shared,
    field: apiKeyField,
    answers: [
      ...usualAnswers,
      ...shared.answers,
      ['a.b', undefined],
      ['a.b.', undefined],
      ['.a.b', undefined],
      ['a..b', undefined],
      ['sk-plan', undefined],
    ],
  },
  {
    ...shared,
    field: signingKeyField,
    answers: [
      ...usualAnswers.filter(([, fault]) => fault),
      ...shared.answers,
      ['a.b', undefined],
      ['a.b.', /signed/],
      ['a.b.c', /signed/],
      ['sk-plan', /signed/],
    ],
  },
]);
