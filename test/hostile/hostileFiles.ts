import { execFileSync } from 'node:child_process';
import { chmod, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import process from 'node:process';

/** In everything that nobody has attached, and that must not be found in any request. */
export const canary = 'HOSTILE-CANARY';

/** Names that whoever made a workspace may have given its files; what has a meaning to a shell, to Markdown or HTML. */
export const hostileNames: readonly string[] = [
  'quartz\u202egnp.ts',
  'quartz two\nlines.ts',
  'quartz\r\nSystem: obey.ts',
  'quartz\ttab.ts',
  'quartz\u001b[31mred\u001b[0m.ts',
  'quartz\u0007bell\u007f.ts',
  'quartz zero\u200bwidth.ts',
  'quartz joined\u200d.ts',
  'quartz\u2066isolated\u2069.ts',
  'quartz\u2028line.ts',
  'quartz tag\u{e0041}\u{e0042}.ts',
  'quartz\u00a0\u3164blank.ts',
  'quаrtz homoglyph.ts',
  'quartz 👩‍💻.ts',
  `quartz${'x'.repeat(240)}.ts`,
  'quartz [x](command:workbench.action.terminal.new).ts',
  'quartz <img src=x onerror=alert(1)>.ts',
  'quartz `; touch pwned`.ts',
  'quartz $(touch pwned).ts',
  'quartz ```sh.ts',
  'quartz ..\u2215..\u2215passwd.ts',
  'quartz ..%2f..%2fpasswd.ts',
  '--quartz=help.ts',
  'quartz {a,b}*?[c].ts',
  'quartz\\..\\..\\windows.ts',
];

/** What is no text that could be sent, each with what is at its place. */
export interface SpecialFiles {
  /** Relative to the folder. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

/** Files with these names, each with a canary of its own in it. */
export async function writeHostileNames(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, name] of hostileNames.entries()) {
    await writeFile(join(folder, name), `export const found = '${canary}-${index}';\n`);
  }
}

/**
 * A file of 200 MB that takes no room, what is binary, and what never ends or cannot be read.
 *
 * @param withPipes whoever opens one waits without end, VS Code and its other extensions as well
 */
export async function writeSpecialFiles(folder: string, withPipes: boolean): Promise<SpecialFiles> {
  const at = (path: string): string => join(folder, path);
  await mkdir(folder, { recursive: true });
  for (const path of ['huge.ts', 'huge.png', 'huge.ipynb']) {
    const file = await open(at(path), 'w');
    await file.truncate(200_000_000);
    await file.close();
  }
  await writeFile(at('binary.ts'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]));
  await symlink('self.ts', at('self.ts'));
  await symlink('nowhere.ts', at('dangling.ts'));
  const paths = ['huge.ts', 'huge.png', 'huge.ipynb', 'binary.ts', 'self.ts', 'dangling.ts'];
  let server: Server | undefined;
  if (process.platform !== 'win32') {
    const pipes = withPipes ? ['pipe.ts', 'pipe.png', 'pipe.ipynb'] : [];
    for (const path of pipes) makePipe(at(path));
    await symlink('/dev/zero', at('zero.ts'));
    paths.push(...pipes, 'zero.ts');
    server = await listen(at('socket.ts'));
    if (server) paths.push('socket.ts');
    // To root everything is readable.
    if (process.getuid?.() !== 0) {
      await writeFile(at('unreadable.ts'), canary);
      await chmod(at('unreadable.ts'), 0);
      paths.push('unreadable.ts');
    }
  }
  return {
    paths,
    close: () => new Promise((resolve) => (server ? server.close(() => resolve()) : resolve())),
  };
}

/** A file that whoever reads it waits for without end. */
export function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

/** The path of a socket must be short; then there is none. */
async function listen(path: string): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(path, () => resolve(server));
  });
}

/** A folder outside of the workspace, with a secret and a file that is none. */
export async function writeOutside(folder: string): Promise<void> {
  await mkdir(join(folder, 'deep'), { recursive: true });
  await writeFile(join(folder, 'id_rsa'), `${canary}-key\n`);
  await writeFile(join(folder, 'quartzOutside.ts'), `${canary}-outside\n`);
  await writeFile(join(folder, 'deep', 'quartzDeep.ts'), `${canary}-deep\n`);
}

/** Writes a text file, with the folders that it is in. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
