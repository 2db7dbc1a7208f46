import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createToolCallCollector } from '../../../src/net/openAiChat/toolCalls.ts';

describe('tool calls out of a stream', () => {
  const call = (id: unknown, name: unknown, input: unknown, index?: number) => ({
    ...(index !== undefined && { index }),
    id,
    type: 'function',
    function: { name, arguments: input },
  });

  it('are put together from fragments that take turns, with ids and names left out, empty, null or repeated', () => {
    assert.deepEqual(
      collect(
        [call('a', 'read_file', '', 0)],
        [call('b', 'grep', '{"q', 1)],
        [{ index: 0, function: { arguments: '{"path":' } }],
        [call('', '', '":1', 1)],
        [call('', null, '"x"', 0), call('b', 'grep', '}', 1)],
        [call('a', 'read_file', '}', 0)],
      ),
      [
        { id: 'a', name: 'read_file', input: '{"path":"x"}' },
        { id: 'b', name: 'grep', input: '{"q":1}' },
      ],
    );
  });

  it('are refused once they are longer than a reply may be', () => {
    const piece = 'x'.repeat(100_000);
    const pieces = Array.from({ length: 41 }, () => [{ index: 0, function: { arguments: piece } }]);
    assert.equal(collect([call('a', 'ls', '', 0)], ...pieces.slice(0, 39))[0]?.input.length, 3_900_000);
    assert.throws(() => collect([call('a', 'ls', '', 0)], ...pieces), /The reply is longer than 4000000/);
    const nothing = Array.from({ length: 300_000 }, (_, index) => ({ index }));
    assert.throws(() => collect(nothing), /The reply is longer than 4000000/);
  });

  it('may come whole: as a list, one by one, as a single object, without index, id or input', () => {
    const a = { id: 'a', name: 'ls', input: '{}' };
    const b = { id: 'b', name: 'ls', input: '{"d":1}' };
    assert.deepEqual(collect([call('a', 'ls', '{}'), call('b', 'ls', '{"d":1}')]), [a, b]);
    assert.deepEqual(collect([call('a', 'ls', '{}')], [call('b', 'ls', '{"d":1}')]), [a, b]);
    assert.deepEqual(collect([call('a', 'ls', '{}', 0)], [call('b', 'ls', '{"d":1}', 0)]), [a, b]);
    assert.deepEqual(collect(call('a', 'ls', '')), [a]);
    assert.deepEqual(collect(call('a', 'ls', { d: 1 })), [{ ...b, id: 'a' }]);
    assert.deepEqual(collect(call(undefined, 'ls', '{}'), call(undefined, 'ls', '{"d":1}')), [
      { ...a, id: 'new-1' },
      { ...b, id: 'new-2' },
    ]);
  });

  it('may have id and name in a later fragment, before or after the first of the input', () => {
    const whole = [{ id: 'a', name: 'ls', input: '{"d":1}' }];
    const id = { index: 0, id: 'a' };
    const name = { index: 0, function: { name: 'ls' } };
    const [first, second] = ['{"d"', ':1}'].map((input) => ({ index: 0, function: { arguments: input } }));
    for (const order of [
      [id, name, first, second],
      [name, id, first, second],
      [name, first, id, second],
      [id, first, name, second],
      [first, name, second, id],
      [first, second, id, name],
      [first, id, second, name],
    ]) {
      assert.deepEqual(collect(...order.map((fragment) => [fragment])), whole, JSON.stringify(order));
    }
    assert.deepEqual(collect([id], [first], [second]), [], 'one that nobody names cannot be called');
  });

  it('in fragments without index and id continue the one before until it is whole', () => {
    assert.deepEqual(
      collect(call(null, 'ls', '{"d'), call(null, 'ls', '":1'), { function: { arguments: '}' } }),
      [{ id: 'new-1', name: 'ls', input: '{"d":1}' }],
    );
  });

  it('without a name are none, and nonsense is none', () => {
    assert.deepEqual(collect([call('a', '', '{}')], 'x', [null, 7, 'x', []], {}, [{ function: 'x' }]), []);
  });

  it('are the same however the fragments are cut and mixed', () => {
    const calls = fc.array(
      fc.record(
        { id: fc.uuid(), name: fc.stringMatching(/^[a-z]{1,8}$/), input: fc.json() },
        { noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(
        calls,
        fc.array(fc.nat(3), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
        (whole, order, size, late) => {
          const queues = whole.map(({ id, name, input }, index) => [
            // Id and name come together, one after the other, or behind the beginning of the input.
            ...firstFragments(id, name, index, late[index] ?? 0),
            ...Array.from({ length: Math.ceil(input.length / size) }, (_, i) =>
              call('', null, input.slice(i * size, (i + 1) * size), index),
            ),
          ]);
          // The first fragments come in order; after them any call may go on.
          const events: unknown[] = queues.map((queue) => [queue.shift()]);
          for (const pick of order) {
            const fragment = queues[pick % queues.length]?.shift();
            if (fragment) events.push([fragment]);
          }
          for (const rest of queues) events.push(rest);
          assert.deepEqual(collect(...events), whole);
        },
      ),
    );
  });

  function firstFragments(id: string, name: string, index: number, kind: number) {
    switch (kind) {
      case 0:
        return [call(id, name, '', index)];
      case 1:
        return [call(id, null, undefined, index), call(null, name, '', index)];
      case 2:
        return [call('', name, '', index), call(id, '', '', index)];
      default:
        return [call(null, undefined, '', index), call(id, '', '', index), call(id, name, '', index)];
    }
  }

  function collect(...values: unknown[]) {
    let made = 0;
    const collector = createToolCallCollector(() => {
      made += 1;
      return `new-${made}`;
    });
    for (const value of values) collector.add(value);
    return collector.calls;
  }
});
