import type { Endpoint } from '../../../core/vendor.ts';

/** Where V2 is; keys are bound to their plan. */
export const endpoints: readonly Endpoint[] = [
  {
    id: 'pay-as-you-go',
    label: 'Pay as you go',
    detail: 'qianfan.baidubce.com/v2, billed by tokens',
    baseUrl: 'https://qianfan.baidubce.com/v2',
  },
  {
    id: 'coding-plan',
    label: 'Coding Plan',
    detail: 'qianfan.baidubce.com/v2/coding, for keys that begin with bce-v3/ALTAKSP-',
    baseUrl: 'https://qianfan.baidubce.com/v2/coding',
  },
  {
    id: 'token-plan',
    label: 'Token Plan',
    detail: 'qianfan.baidubce.com/v2/tokenplan/personal, for keys that begin with bce-v3/ALTAKSP-',
    baseUrl: 'https://qianfan.baidubce.com/v2/tokenplan/personal',
  },
];

export const baseUrls: readonly string[] = endpoints.map(({ baseUrl }) => baseUrl);
