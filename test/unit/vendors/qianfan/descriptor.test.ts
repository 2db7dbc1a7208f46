import { qianfan } from '../../../../src/vendors/qianfan/descriptor.ts';
import { describeWays } from '../waysIn.ts';

const client = { history: 'client' } as const;
const v1 = {
  ...client,
  probeModel: 'ERNIE-Speed-8K',
  endpoints: { public: 'https://aip.baidubce.com' },
  warns: true,
};
const signature = 1_800_000;

describeWays(qianfan, 'qianfan', [
  {
    ...client,
    id: 'v2',
    keyUrl: 'https://console.bce.baidu.com/iam/#/iam/apikey/list',
    modes: {
      'api-key': { fields: ['apiKey', 'appId'] },
      iam: { fields: ['accessKey', 'secretKey', 'appId'], clockToleranceMs: signature },
    },
    endpoints: {
      'pay-as-you-go': 'https://qianfan.baidubce.com/v2',
      'coding-plan': 'https://qianfan.baidubce.com/v2/coding',
      'token-plan': 'https://qianfan.baidubce.com/v2/tokenplan/personal',
    },
    probeModel: 'deepseek-v3.2',
    options:
      'temperature topP penaltyScore frequencyPenalty presencePenalty stop seed maxOutputTokens thinking webSearch ' +
      'citations responseFormat userId',
  },
  {
    ...v1,
    id: 'v1-oauth',
    keyUrl: 'https://console.bce.baidu.com/qianfan/ais/console/applicationConsole/application',
    modes: { key: { fields: ['apiKey', 'secretKey'] } },
    options:
      'temperature topP penaltyScore frequencyPenalty presencePenalty stop maxOutputTokens webSearch citations ' +
      'responseFormat userId',
  },
  {
    ...v1,
    id: 'v1-iam',
    keyUrl: 'https://console.bce.baidu.com/iam/#/iam/accesslist',
    modes: { key: { fields: ['accessKey', 'secretKey'], clockToleranceMs: signature } },
    options:
      'temperature topP penaltyScore frequencyPenalty presencePenalty stop maxOutputTokens webSearch citations ' +
      'responseFormat userId',
  },
]);
