/**
 * Measures and prints; `npm run bench` starts it. Expects `--expose-gc`, and its own dependencies beside it.
 *
 *   node --expose-gc test/bench/run.ts [--json] [--only transport|extension|tokens]…
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Problem, runMain } from '../../scripts/problem.ts';
import { rowOfEvents } from './eventsRow.ts';
import { rowOfExtension } from './extensionRow.ts';
import { rowOfFirstToken } from './firstTokenRow.ts';
import { rowOfFrames } from './framesRow.ts';
import { rowOfGrowingReply } from './growingReplyRow.ts';
import { currentLoad, describeMachine, machineText, rowText } from './report.ts';
import type { Row } from './row.ts';
import { rowOfTokens } from './tokensRow.ts';

const groups: Readonly<Record<string, readonly (() => Promise<Row>)[]>> = {
  transport: [
    () => rowOfEvents(9),
    () => rowOfFirstToken(300),
    () => rowOfFrames(9),
    () => rowOfGrowingReply(9),
  ],
  extension: [() => rowOfExtension(25)],
  tokens: [() => rowOfTokens(9)],
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: Object.keys(groups) },
      },
    }).values;
  } catch (error) {
    throw new Problem(`${(error as Error).message}\nUsage: npm run bench -- [--json] [--only transport]`);
  }
}

async function main(): Promise<void> {
  const { json, only } = parse(process.argv.slice(2));
  const unknown = only.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    throw new Problem(
      `There is nothing called "${unknown}" to measure, only ${Object.keys(groups).join(', ')}.`,
    );
  }
  const loadBefore = currentLoad();
  const rows: Row[] = [];
  for (const measure of only.flatMap((name) => groups[name] ?? [])) {
    const row = await measure();
    rows.push(row);
    if (!json) console.log(rowText(row));
  }
  const machine = describeMachine(loadBefore);
  console.log(json ? JSON.stringify({ machine, rows }, undefined, 2) : machineText(machine));
  // Clients keep connections open for a next question that does not come.
  process.exit();
}

await runMain(main);
