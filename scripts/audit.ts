/**
 * Asks the registry for known vulnerabilities of every package in package-lock.json: first of what is passed on, then of
 * everything that builds and tests. Any finding, whatever its severity, is a failure; and so is a registry that cannot say.
 *
 * Exit code: 0 none known, 1 some are known, 2 the registry gave no answer.
 */
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { readAudit } from './auditReport.ts';
import { runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';

const run = promisify(execFile);
const exitCode = { vulnerable: 1, noAnswer: 2 };

const scopes = [
  { label: 'What is passed on', args: ['--omit=dev'] },
  { label: 'Everything', args: [] },
] as const;

/** @returns what npm prints, which is JSON whether it found something or failed */
async function audit(args: readonly string[]): Promise<string> {
  const windows = process.platform === 'win32';
  const options = { cwd: repository, shell: windows, maxBuffer: 64_000_000 };
  try {
    return (await run('npm', ['audit', '--json', '--package-lock-only', ...args], options)).stdout;
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? '';
  }
}

async function main(): Promise<void> {
  for (const { label, args } of scopes) {
    const report = readAudit(await audit(args));
    switch (report.type) {
      case 'clean':
        console.log(`${label}: no vulnerability known in ${report.packages} packages.`);
        break;
      case 'vulnerable':
        console.error(`${label}: ${report.findings.length} packages with known vulnerabilities.`);
        for (const finding of report.findings) console.error(`  ${finding}`);
        process.exitCode = exitCode.vulnerable;
        break;
      case 'no-answer':
        console.error(`${label}: not audited. The registry offers no advisories: ${report.reason}`);
        process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCode.noAnswer);
        break;
    }
  }
}

await runMain(main);
