import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import type { Pair, Result } from './measure.ts';
import type { Aim, Row } from './row.ts';

/** Where and when it was measured: without it, numbers are hearsay. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  /** The load average of the last minute, before and after. */
  readonly load: readonly [number, number];
  readonly at: string;
}

export function describeMachine(loadBefore: number): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    load: [loadBefore, currentLoad()],
    at: new Date().toISOString(),
  };
}

export function currentLoad(): number {
  return loadavg()[0] ?? 0;
}

export function machineText({ cpu, cores, platform, node, load }: Machine): string {
  const busy =
    Math.max(...load) > cores ? ' The machine was busy with other things: repeat it when it is not.' : '';
  return `${cores} × ${cpu}, ${platform}, Node ${node}, load ${load.map((value) => value.toFixed(1)).join(' → ')}.${busy}`;
}

/** A row as a table for people. */
export function rowText(row: Row): string {
  const width = Math.max(...row.results.map(({ name }) => name.length), 24);
  const runs = row.results[0]?.runs ?? 0;
  const line = (name: string, ...cells: readonly string[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(14)).join('')}`;
  return [
    `${row.number}. ${row.title}`,
    line('', `min ${row.unit}`, `median ${row.unit}`, '× limit'),
    ...row.results.map((result) =>
      line(result.name, figure(result.minimum), figure(result.median), ratioText(result)),
    ),
    `  ${runs} runs each, taking turns; × limit: minimums / medians`,
    ...row.aims.map((each) => `  ${aimText(each)}`),
    ...row.notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}

function ratioText({ kind, ratio }: Result): string {
  return kind === 'limit' ? '1' : pairText(ratio);
}

function aimText({ what, most, measured, met }: Aim): string {
  return `${met ? '✔' : '✘'} ${what}: ${pairText(measured)}, aim ≤ ${figure(most)}`;
}

function pairText({ minimum, median }: Pair): string {
  return minimum === median ? figure(median) : `${figure(minimum)} / ${figure(median)}`;
}

/** Two significant digits or three. */
function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 1 ? value.toFixed(1) : value.toPrecision(2);
}
