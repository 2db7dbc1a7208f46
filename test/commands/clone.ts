import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { repository } from '../../scripts/vscode/paths.ts';
import { copyCheckout, placeFetched } from '../checkoutCopy.ts';

/** A copy of this checkout with a history of one commit, as somebody has it who has just cloned and installed. */
export interface Clone {
  /** There is a space in it, as in many a home directory. */
  readonly directory: string;
  /** @returns what Git finds changed, added or missing; empty if nothing */
  changes(): string;
  remove(): void;
}

export function makeClone(): Clone {
  mkdirSync(join(repository, 'out'), { recursive: true });
  const parent = mkdtempSync(join(repository, 'out', 'clone-'));
  const directory = join(parent, 'a clone');
  copyCheckout(directory);
  placeFetched(directory);
  // Nothing of the person's own Git has a say.
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: directory, env, encoding: 'utf8', maxBuffer: 64_000_000 });
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=Nobody', '-c', 'user.email=nobody@localhost', 'commit', '--quiet', '--message=All');
  return {
    directory,
    changes: () => git('status', '--porcelain'),
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }),
  };
}
