import fc from 'fast-check';
import { hostileNames, hostileValues } from './hostilePieces.ts';

/*
 * JSON as it is written rather than what it means: members may be there twice, have any name and any text as their
 * value. A string that holds JSON again, as some vendors send it, is a part of the tree.
 */

type Tree =
  | { readonly type: 'raw'; readonly text: string }
  | { readonly type: 'list'; readonly items: Tree[] }
  | { readonly type: 'object'; readonly members: { name: string; value: Tree }[] }
  | { readonly type: 'embedded'; value: Tree };

interface JsonMutation {
  readonly kind:
    | 'replace'
    | 'remove'
    | 'rename'
    | 'add'
    | 'duplicate'
    | 'wrap'
    | 'as-string'
    | 'as-number'
    | 'nest'
    | 'take-other';
  readonly which: number;
  readonly other: number;
  readonly value: string;
  readonly name: string;
}

const mutation: fc.Arbitrary<JsonMutation> = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('replace' as const) },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ...([
          'remove',
          'rename',
          'add',
          'duplicate',
          'wrap',
          'as-string',
          'as-number',
          'nest',
          'take-other',
        ] as const),
      ),
    },
  ),
  which: fc.nat(),
  other: fc.nat(),
  value: fc.constantFrom(...hostileValues),
  name: fc.constantFrom(...hostileNames),
});

/** What may happen to JSON: a few accidents, each at one place of the tree, as a function of the text. */
export const jsonMutations: fc.Arbitrary<(json: string) => string> = fc
  .array(mutation, { minLength: 1, maxLength: 4, size: 'max' })
  .map((mutations) => (json) => {
    const root = treeOf(json);
    if (!root) return json;
    const holder: Tree = { type: 'list', items: [root] };
    for (const each of mutations) mutate(holder, each);
    return holder.items.map(textOf).join('');
  });

/** JSON texts that were real once, with something wrong in the tree. What is printed of a counterexample is the text. */
export function mutatedJson(real: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...[...real].sort((a, b) => a.length - b.length)), jsonMutations)
    .map(([json, change]) => change(json));
}

/** A place in the tree that something can be done to. */
interface Slot {
  readonly value: Tree;
  set(value: Tree): void;
  remove(): void;
  duplicate(other: Tree): void;
  rename?(name: string): void;
}

function mutate(holder: Tree, { kind, which, other, value, name }: JsonMutation): void {
  const slots = slotsOf(holder);
  const slot = slots[which % Math.max(1, slots.length)];
  if (!slot) return;
  const raw: Tree = { type: 'raw', text: value };
  switch (kind) {
    case 'replace':
      slot.set(raw);
      break;
    case 'remove':
      slot.remove();
      break;
    case 'rename':
      if (slot.rename) slot.rename(name);
      else slot.set(raw);
      break;
    case 'add':
      if (slot.value.type === 'object') slot.value.members.push({ name, value: raw });
      else if (slot.value.type === 'list') slot.value.items.push(raw);
      else slot.set(raw);
      break;
    case 'duplicate':
      slot.duplicate(other % 2 === 0 ? raw : slot.value);
      break;
    case 'wrap':
      slot.set(
        other % 2 === 0
          ? { type: 'list', items: [slot.value] }
          : { type: 'object', members: [{ name, value: slot.value }] },
      );
      break;
    case 'as-string':
      slot.set({ type: 'raw', text: JSON.stringify(textOf(slot.value)) });
      break;
    case 'as-number':
      slot.set({ type: 'raw', text: String(other - 1) });
      break;
    case 'nest': {
      const depth = 1 + (other % 400);
      slot.set({ type: 'raw', text: '['.repeat(depth) + textOf(slot.value) + ']'.repeat(depth) });
      break;
    }
    case 'take-other':
      slot.set({ type: 'raw', text: textOf(slots[other % slots.length]?.value ?? raw) });
      break;
  }
}

/** All places of a tree but the tree itself. */
function slotsOf(tree: Tree): Slot[] {
  switch (tree.type) {
    case 'raw':
      return [];
    case 'embedded':
      return [
        {
          value: tree.value,
          set: (value) => {
            tree.value = value;
          },
          remove: () => {
            tree.value = { type: 'raw', text: '' };
          },
          duplicate: (other) => {
            tree.value = { type: 'raw', text: textOf(tree.value) + textOf(other) };
          },
        },
        ...slotsOf(tree.value),
      ];
    case 'list':
      return tree.items.flatMap((item, index) => [
        {
          value: item,
          set: (value: Tree) => void tree.items.splice(index, 1, value),
          remove: () => void tree.items.splice(index, 1),
          duplicate: (other: Tree) => void tree.items.splice(index, 0, other),
        },
        ...slotsOf(item),
      ]);
    case 'object':
      return tree.members.flatMap((member, index) => [
        {
          value: member.value,
          set: (value: Tree) => {
            member.value = value;
          },
          remove: () => void tree.members.splice(index, 1),
          duplicate: (other: Tree) => void tree.members.push({ name: member.name, value: other }),
          rename: (name: string) => {
            member.name = name;
          },
        },
        ...slotsOf(member.value),
      ]);
  }
}

function treeOf(json: string): Tree | undefined {
  try {
    return toTree(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function toTree(value: unknown): Tree {
  if (Array.isArray(value)) return { type: 'list', items: value.map(toTree) };
  if (typeof value === 'object' && value !== null) {
    return {
      type: 'object',
      members: Object.entries(value).map(([name, each]) => ({ name, value: toTree(each) })),
    };
  }
  const embedded = typeof value === 'string' && /^[{[]/.test(value) ? treeOf(value) : undefined;
  return embedded ? { type: 'embedded', value: embedded } : { type: 'raw', text: JSON.stringify(value) };
}

function textOf(tree: Tree): string {
  switch (tree.type) {
    case 'raw':
      return tree.text;
    case 'embedded':
      return JSON.stringify(textOf(tree.value));
    case 'list':
      return `[${tree.items.map(textOf).join(',')}]`;
    case 'object':
      return `{${tree.members.map(({ name, value }) => `${JSON.stringify(name)}:${textOf(value)}`).join(',')}}`;
  }
}
