import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { reportTo } from './report.ts';
import { showSourcesInStacks } from './sourceStacks.ts';

/**
 * What VS Code calls in the extension host that it started for `extensionTestsPath`.
 *
 * @throws if a test failed
 */
export async function run(): Promise<void> {
  showSourcesInStacks();
  const endReport = await reportTo(process.env['HANLIN_TEST_REPORT']);
  // Only now: mocha keeps the console that it finds when it is loaded.
  const { default: Mocha } = await import('mocha');
  const { EventReporter } = await import('../../../scripts/testing/eventReporter.ts');
  const compiled = resolve(import.meta.dirname, '../../../dist-test');
  const mocha = new Mocha({
    ui: 'bdd',
    // A busy machine is no fault of a test’s; one that hangs is.
    timeout: 120_000,
    slow: 2_000,
    reporter: EventReporter,
    ...JSON.parse(process.env['HANLIN_TEST_MOCHA'] ?? '{}'),
  });
  for (const file of globSync('**/*.test.cjs', { cwd: compiled }).sort()) {
    mocha.addFile(join(compiled, file));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  await endReport();
  if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}
