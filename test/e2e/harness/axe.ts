import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { repository } from '../../../scripts/vscode/paths.ts';

const script = join(repository, 'node_modules', 'axe-core', 'axe.min.js');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe-core has to say against a document, in words; with all of its rules. */
export async function accessibilityFaults(frame: Frame): Promise<string[]> {
  // By the debugger's protocol, which the document's own content security policy does not concern.
  if (!(await frame.evaluate('"axe" in globalThis'))) {
    await frame.evaluate(`${await readFile(script, 'utf8')}; undefined`);
  }
  // The ground is VS Code's, behind the frame, where axe-core cannot see it.
  await frame.evaluate("document.body.style.background = 'var(--vscode-sideBar-background)'");
  await frame.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
  const results = await frame.evaluate<AxeResults>(
    "axe.run(document, { resultTypes: ['violations'], iframes: false })",
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
  );
}
