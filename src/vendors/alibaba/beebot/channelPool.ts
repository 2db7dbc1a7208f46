import type { Transport } from '../../../core/transport.ts';

/**
 * Which channels are in use. Whether one channel can carry two answers at a time is not documented: an answer gets a
 * channel for itself, and the free one with the lowest number is used again, so that questions one after the other need
 * a single one.
 */
export interface ChannelPool {
  /** The number of a free channel; release it once its answer is over. */
  take(key: string): number;
  release(key: string, channel: number): void;
}

const pools = new WeakMap<Transport, ChannelPool>();

/** The pool that all providers on one transport share, as they share what was fetched for the channels. */
export function channelPoolOf(transport: Transport): ChannelPool {
  let pool = pools.get(transport);
  if (!pool) {
    pool = createChannelPool();
    pools.set(transport, pool);
  }
  return pool;
}

export function createChannelPool(): ChannelPool {
  const used = new Set<string>();
  return {
    take(key) {
      let channel = 0;
      while (used.has(`${key} ${channel}`)) channel += 1;
      used.add(`${key} ${channel}`);
      return channel;
    },
    release: (key, channel) => void used.delete(`${key} ${channel}`),
  };
}
