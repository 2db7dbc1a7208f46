/**
 * Measures and prints; `npm run bench` starts it. Expects `--expose-gc`, and its own dependencies beside it.
 *
 *   node --expose-gc test/bench/run.ts [--json] [--only transport,extension,tokens,render,history]… [--rounds N]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Problem, runMain } from '../../scripts/problem.ts';
import { limitRounds } from './budget.ts';
import { rowOfEvents } from './eventsRow.ts';
import { rowOfExtension } from './extensionRow.ts';
import { rowOfFirstToken } from './firstTokenRow.ts';
import { rowOfFrames } from './framesRow.ts';
import { rowOfGrowingReply } from './growingReplyRow.ts';
import { rowOfAppending, rowOfMessages, rowsOfOpening } from './historyRows.ts';
import { rowOfBurst, rowOfOpenBlock, rowOfRealTime, rowsOfStreamedReply } from './renderRows.ts';
import { currentLoad, describeMachine, machineText, rowText } from './report.ts';
import type { Row } from './row.ts';
import { rowOfTokens } from './tokensRow.ts';

const groups: Readonly<Record<string, readonly (() => Promise<Row | readonly Row[]>)[]>> = {
  transport: [
    () => rowOfEvents(9),
    () => rowOfFirstToken(300),
    () => rowOfFrames(9),
    () => rowOfGrowingReply(9),
  ],
  extension: [() => rowOfExtension(25)],
  tokens: [() => rowOfTokens(9)],
  render: [rowsOfStreamedReply, rowOfRealTime, rowOfBurst, rowOfOpenBlock],
  history: [rowsOfOpening, rowOfMessages, rowOfAppending],
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: Object.keys(groups) },
        rounds: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Problem(
      `${(error as Error).message}\nUsage: npm run bench -- [--json] [--only ${Object.keys(groups).join(',')}] [--rounds N]`,
    );
  }
}

async function main(): Promise<void> {
  const { json, only, rounds } = parse(process.argv.slice(2));
  const chosen = only.flatMap((names) => names.split(','));
  const unknown = chosen.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    throw new Problem(
      `There is nothing called "${unknown}" to measure, only ${Object.keys(groups).join(', ')}.`,
    );
  }
  if (rounds !== undefined) {
    if (!(Number.isInteger(Number(rounds)) && Number(rounds) >= 1)) {
      throw new Problem('--rounds takes a number from 1 on.');
    }
    limitRounds(Number(rounds));
  }
  const loadBefore = currentLoad();
  const rows: Row[] = [];
  for (const measure of chosen.flatMap((name) => groups[name] ?? [])) {
    for (const row of [await measure()].flat()) {
      rows.push(row);
      if (!json) console.log(rowText(row));
    }
  }
  const machine = describeMachine(loadBefore);
  console.log(json ? JSON.stringify({ machine, rows }, undefined, 2) : machineText(machine));
  if (rounds !== undefined && !json)
    console.log(
      `With --rounds ${rounds}, this shows that everything runs; numbers to rely on come without it.`,
    );
  // Clients keep connections open for a next question that does not come.
  process.exit();
}

await runMain(main);
