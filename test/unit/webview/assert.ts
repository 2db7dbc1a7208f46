import strict from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';

/** What stands for a node of the DOM where two values are compared: another one for each node. */
class ShownNode {
  readonly node: string;
  readonly number: number;

  constructor(node: string, number: number) {
    this.node = node;
    this.number = number;
  }
}

const shownNodes = new WeakMap<object, ShownNode>();
let count = 0;

function isNode(value: object): value is Node {
  return 'nodeType' in value && 'nodeName' in value && 'ownerDocument' in value;
}

function nameOf(node: Node): string {
  const markup = 'outerHTML' in node ? String(node.outerHTML) : `${node.nodeName} ${node.textContent}`;
  return markup.length > 200 ? `${markup.slice(0, 200)}…` : markup;
}

function shown(node: Node): ShownNode {
  let stand = shownNodes.get(node);
  if (!stand) {
    count += 1;
    stand = new ShownNode(nameOf(node), count);
    shownNodes.set(node, stand);
  }
  return stand;
}

/** The value with all nodes replaced in it; the value itself if there is none. */
function withoutNodes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isNode(value)) return shown(value);
  if (Array.isArray(value)) {
    const items = value.map(withoutNodes);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, item, withoutNodes(item)] as const);
  return entries.some(([, item, other]) => item !== other)
    ? Object.fromEntries(entries.map(([key, , other]) => [key, other]))
    : value;
}

/** An object in a few words: it may lead to all of the DOM. */
function briefly(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof ShownNode)
    ? inspect(value, { depth: 1, maxArrayLength: 20, maxStringLength: 200 })
    : value;
}

type Message = string | Error | undefined;

function same(is: boolean, actual: unknown, expected: unknown, message: Message): void {
  if (Object.is(actual, expected) === is) return;
  if (message instanceof Error) throw message;
  const [one, other] = [briefly(withoutNodes(actual)), briefly(withoutNodes(expected))];
  throw new strict.AssertionError({
    ...(message !== undefined && { message }),
    actual: one,
    expected: other,
    operator: is ? 'strictEqual' : 'notStrictEqual',
  });
}

function deeplySame(is: boolean, actual: unknown, expected: unknown, message: Message): void {
  const [one, other] = [withoutNodes(actual), withoutNodes(expected)];
  if (isDeepStrictEqual(one, other) === is) return;
  if (is) strict.deepEqual(one, other, message);
  else strict.notDeepEqual(one, other, message);
}

const changes: Pick<typeof strict, 'equal' | 'notEqual' | 'deepEqual' | 'notDeepEqual'> = {
  equal: (actual: unknown, expected: unknown, message?: Message) => same(true, actual, expected, message),
  notEqual: (actual: unknown, expected: unknown, message?: Message) => same(false, actual, expected, message),
  deepEqual: (actual: unknown, expected: unknown, message?: Message) =>
    deeplySame(true, actual, expected, message),
  notDeepEqual: (actual: unknown, expected: unknown, message?: Message) =>
    deeplySame(false, actual, expected, message),
};

/**
 * Node's own, for tests with a DOM: nodes are equal only to themselves, and a failure shows the beginning of each. Node's
 * would show everything that can be reached from them, for which there is not enough memory.
 */
export const assert: typeof strict = Object.assign(
  (value: unknown, message?: string | Error) => strict(value, message),
  strict,
  changes,
);
