import assert from 'node:assert/strict';
import { channelPoolOf, createChannelPool } from '../../../../../src/vendors/alibaba/beebot/channelPool.ts';
import { fakeTransport } from '../../../net/fakes.ts';

describe('channels of Beebot answers', () => {
  it('are used by one answer at a time, the lowest free one first', () => {
    const pool = createChannelPool();
    assert.deepEqual([pool.take('a'), pool.take('a'), pool.take('a')], [0, 1, 2]);
    pool.release('a', 1);
    assert.deepEqual([pool.take('a'), pool.take('a')], [1, 3]);
    pool.release('a', 0);
    pool.release('a', 2);
    assert.deepEqual([pool.take('a'), pool.take('a'), pool.take('a')], [0, 2, 4]);
  });

  it('are counted for each account alone', () => {
    const pool = createChannelPool();
    assert.deepEqual([pool.take('a'), pool.take('b')], [0, 0]);
    pool.release('a', 0);
    assert.deepEqual([pool.take('b'), pool.take('a')], [1, 0]);
  });

  it('are shared by all that use one transport, and by nobody else', () => {
    const transport = fakeTransport([]);
    assert.equal(channelPoolOf(transport), channelPoolOf(transport));
    assert.notEqual(channelPoolOf(transport), channelPoolOf(fakeTransport([])));
  });
});
