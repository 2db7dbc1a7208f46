import process from 'node:process';

/** How to start the npm that runs this script, or the one on the PATH. On Windows the latter needs a shell. */
export function npmCommand(args: readonly string[]): { readonly command: string; readonly args: string[] } {
  const npm = process.env['npm_execpath'];
  return npm?.endsWith('npm-cli.js')
    ? { command: process.execPath, args: [npm, ...args] }
    : { command: 'npm', args: [...args] };
}
