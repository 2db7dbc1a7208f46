import type { Endpoint } from '../../core/vendor.ts';

/** A Coding Plan answers one question at a time; the next one is refused with code 1302. */
const codingPlan = { concurrency: 1 } as const;

export const endpoints: readonly Endpoint[] = [
  {
    id: 'china',
    label: 'Mainland China, pay as you go',
    detail: 'open.bigmodel.cn, billed by tokens',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
  },
  {
    id: 'china-coding',
    label: 'Mainland China, Coding Plan',
    detail: 'open.bigmodel.cn, for keys with a GLM Coding Plan',
    baseUrl: 'https://open.bigmodel.cn/api/coding/paas/v4',
    ...codingPlan,
  },
  {
    id: 'international',
    label: 'International, pay as you go',
    detail: 'api.z.ai, billed by tokens',
    baseUrl: 'https://api.z.ai/api/paas/v4',
  },
  {
    id: 'international-coding',
    label: 'International, Coding Plan',
    detail: 'api.z.ai, for keys with a GLM Coding Plan',
    baseUrl: 'https://api.z.ai/api/coding/paas/v4',
    ...codingPlan,
  },
];

/** How many requests an address takes at the same time, or undefined; a gateway is judged by its path. */
export function concurrencyAt(baseUrl: string): number | undefined {
  const { pathname } = new URL(baseUrl);
  return endpoints.find((endpoint) => new URL(endpoint.baseUrl).pathname === pathname)?.concurrency;
}

/** Whether an address belongs to the international service, which has its own search engine and speaks English. */
export function isInternational(baseUrl: string): boolean {
  return /(?:^|\.)z\.ai$/.test(new URL(baseUrl).hostname);
}
