import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { installOnce } from './cache.ts';
import { npmInstall } from './npm.ts';
import type { Megabytes } from './progressText.ts';
import { trueTypeOf } from './woff.ts';

const chromium = '@sparticuz/chromium@153.0.0';
const monospaced = '@fontsource/dejavu-mono@5.3.0';

/** With the fonts. CONTRIBUTING.md says the same. */
export const chromiumMegabytes: Megabytes = { download: 70, disk: 220, room: 370 };

/** Whether npm has this Chromium for the machine. */
export const hasPinnedChromium = process.platform === 'linux' && process.arch === 'x64';

/** Files that tell fontconfig where fonts are. */
const fontSettings = { own: join('fonts', 'own.conf'), withMachine: join('fonts', 'withMachine.conf') };

interface PinnedChromium {
  readonly executable: string;
  /** What it needs in its environment. */
  readonly variables: NodeJS.ProcessEnv;
}

/**
 * A Chromium for servers, compressed in an npm package, together with the libraries that a bare machine lacks, and with
 * fonts of its own, so that what a test sees does not depend on the machine's. They have no Chinese characters.
 *
 * @param fontsOfMachine whether the machine's fonts are used where its own have no glyph
 * @throws Problem if it cannot be installed
 */
export async function installPinnedChromium(fontsOfMachine: boolean): Promise<PinnedChromium> {
  const { directory } = await installOnce({
    name: 'chromium-153.0.0',
    what: 'Chromium 153',
    megabytes: chromiumMegabytes,
    recipe: JSON.stringify({ chromium, monospaced, revision: 3 }),
    requiredFiles: ['chromium', ...Object.values(fontSettings)],
    install: async (target, download) => {
      await npmInstall(target, [chromium, monospaced], download);
      // It unpacks into the temporary directory; the libraries only if it believes to be in Amazon's Lambda.
      const script = "import('@sparticuz/chromium').then((it) => it.default.executablePath())";
      await promisify(execFile)(process.execPath, ['--eval', script], {
        cwd: target,
        env: { ...process.env, TMPDIR: target, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      });
      await installFonts(target);
      await rm(join(target, 'node_modules'), { recursive: true });
    },
  });
  return {
    executable: join(directory, 'chromium'),
    variables: {
      LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(directory, fontsOfMachine ? fontSettings.withMachine : fontSettings.own),
    },
  };
}

/** Takes the fonts out of the packages: Open Sans comes with the browser, DejaVu Sans Mono in a form for web pages. */
async function installFonts(target: string): Promise<void> {
  const folder = join(target, 'fonts', 'fonts', 'DejaVu_Sans_Mono');
  await mkdir(folder, { recursive: true });
  const source = join(target, 'node_modules', '@fontsource', 'dejavu-mono');
  for (const name of await readdir(join(source, 'files'))) {
    if (name.endsWith('.woff')) {
      const font = trueTypeOf(await readFile(join(source, 'files', name)));
      await writeFile(join(folder, `${name.slice(0, -'.woff'.length)}.ttf`), font);
    }
  }
  await cp(join(source, 'LICENSE'), join(folder, 'LICENSE'));
  await writeFile(join(target, fontSettings.own), fontConfiguration(''));
  await writeFile(
    join(target, fontSettings.withMachine),
    fontConfiguration('<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'),
  );
}

/** @param more further elements, to which the browser's own fonts are preferred */
function fontConfiguration(more: string): string {
  const prefer = (generic: string, family: string) =>
    `<match target="pattern"><test name="family"><string>${generic}</string></test>` +
    `<edit name="family" mode="prepend" binding="strong"><string>${family}</string></edit></match>`;
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  ${more}
  ${['sans-serif', 'serif', 'system-ui'].map((generic) => prefer(generic, 'Open Sans')).join('\n  ')}
  ${prefer('monospace', 'DejaVu Sans Mono')}
</fontconfig>
`;
}
