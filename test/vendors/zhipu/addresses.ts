import type { AcceptedKey } from './authorization.ts';

/** What is asked at an address. */
export type Call =
  | { readonly type: 'chat' | 'async' }
  /** A look at a task. */
  | { readonly type: 'async-result'; readonly taskId: string };

export interface Address {
  /** The way of paying that the base stands for. */
  readonly plan: Exclude<AcceptedKey['plan'], 'both'>;
  readonly call: Call;
}

/** The paths of the two bases, without a slash at the end. */
export const basePaths = { 'pay-as-you-go': '/api/paas/v4', coding: '/api/coding/paas/v4' } as const;

/** The address a path (percent-encoded, without the query) leads to; undefined if to none. */
export function findAddress(path: string): Address | undefined {
  for (const plan of ['pay-as-you-go', 'coding'] as const) {
    const base = `${basePaths[plan]}/`;
    if (!path.startsWith(base)) continue;
    const call = findCall(path.slice(base.length));
    if (call !== undefined) return { plan, call };
  }
  return undefined;
}

function findCall(path: string): Call | undefined {
  if (path === 'chat/completions') return { type: 'chat' };
  if (path === 'async/chat/completions') return { type: 'async' };
  const segment = /^async-result\/([^/]+)$/.exec(path)?.[1];
  const taskId = segment === undefined ? undefined : decode(segment);
  return taskId === undefined ? undefined : { type: 'async-result', taskId };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
