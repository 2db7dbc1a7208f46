import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { type Node, parse } from 'acorn';
import { repository } from '../../../scripts/vscode/paths.ts';

/** A regular expression as it is written in src. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
  /** `src/chat/elision.ts:8`, where it is first. */
  readonly place: string;
}

export interface Found {
  readonly literals: readonly Expression[];
  /** Files that put expressions together, with how many they make. */
  readonly made: ReadonlyMap<string, number>;
}

interface Literal extends Node {
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly type: string; readonly name?: string };
}

export function findExpressions(): Found {
  const literals = new Map<string, Expression>();
  const made = new Map<string, number>();
  for (const file of globSync('src/**/*.ts', { cwd: repository }).sort()) {
    const code = stripTypeScriptTypes(readFileSync(join(repository, file), 'utf8'));
    const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true } as const;
    for (const node of nodesIn(parse(code, options))) {
      const { regex, callee, loc } = node as Literal;
      if (regex) {
        const { pattern: source, flags } = regex;
        const key = `/${source}/${flags}`;
        if (!literals.has(key)) literals.set(key, { source, flags, place: `${file}:${loc?.start.line}` });
      }
      if (callee?.name === 'RegExp') made.set(file, (made.get(file) ?? 0) + 1);
    }
  }
  return { literals: [...literals.values()], made };
}

/** A node and everything in it. */
function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const child of Object.values(node).flat()) {
    if (typeof child === 'object' && child !== null && 'type' in child) yield* nodesIn(child as Node);
  }
}
