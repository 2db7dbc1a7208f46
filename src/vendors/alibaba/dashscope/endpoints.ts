import type { Endpoint } from '../../../core/vendor.ts';

/** Regions and plans. Workspaces have addresses of their own beside these. */
export const endpoints: readonly Endpoint[] = [
  {
    id: 'china',
    label: 'China (Beijing), pay as you go',
    detail: 'dashscope.aliyuncs.com, billed by tokens',
    baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  },
  {
    id: 'china-coding',
    label: 'China (Beijing), Coding Plan',
    detail: 'coding.dashscope.aliyuncs.com, for keys that begin with sk-sp-',
    baseUrl: 'https://coding.dashscope.aliyuncs.com/v1',
  },
  {
    id: 'singapore',
    label: 'Singapore, pay as you go',
    detail: 'dashscope-intl.aliyuncs.com, billed by tokens',
    baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  },
  {
    id: 'singapore-coding',
    label: 'International, Coding Plan',
    detail: 'coding-intl.dashscope.aliyuncs.com, for keys that begin with sk-sp-',
    baseUrl: 'https://coding-intl.dashscope.aliyuncs.com/v1',
  },
  {
    id: 'virginia',
    label: 'US (Virginia), pay as you go',
    detail: 'dashscope-us.aliyuncs.com, billed by tokens',
    baseUrl: 'https://dashscope-us.aliyuncs.com/compatible-mode/v1',
  },
  {
    id: 'hong-kong',
    label: 'China (Hong Kong), pay as you go',
    detail: 'cn-hongkong.dashscope.aliyuncs.com, billed by tokens',
    baseUrl: 'https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1',
  },
];
