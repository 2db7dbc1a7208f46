import { devNull } from 'node:os';
import process from 'node:process';

/** Where a VS Code that starts this script, npm, or code-server's own variables would change how the server behaves. */
const interfering =
  /^(VSCODE_|ELECTRON_|npm_|CODE_SERVER_|CS_)|^(NODE_OPTIONS|PORT|PASSWORD|HASHED_PASSWORD|GITHUB_TOKEN)$/;

/** The developer's own keys and proxies, which no test may see. */
const personal = /_PROXY$|KEY|SECRET|TOKEN|PASSWORD|APP_?ID|^(QIANFAN|SPARKAI|BEEBOT|OPENAI)_/i;

/** How the developer likes Git, and in which language and colours programs speak to them. */
const habitual = /^(GIT_|LC_|CLICOLOR)|^(LANG|LANGUAGE|NO_COLOR|FORCE_COLOR)$/;

/** Win over every file that Git reads, also over those that it reads though it was given other ones. */
const gitSettings: Readonly<Record<string, string>> = {
  'core.excludesFile': devNull,
  'core.attributesFile': devNull,
  'init.defaultBranch': 'main',
  'safe.directory': '*',
};

/** This process's environment, fit for VS Code. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return environmentWithout(interfering);
}

/**
 * The same for tests: their outcome does not depend on keys and proxies of the person who runs them, nor on what Git
 * is set to for this person or this machine.
 */
export function hermeticEnvironment(): NodeJS.ProcessEnv {
  const settings = Object.entries(gitSettings);
  return {
    ...environmentWithout(interfering, personal, habitual),
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: devNull,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'Test'],
        [`GIT_${who}_EMAIL`, 'test@example.com'],
      ]),
    ),
    GIT_TERMINAL_PROMPT: '0',
  };
}

function environmentWithout(...patterns: readonly RegExp[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !patterns.some((pattern) => pattern.test(name))),
  );
}
