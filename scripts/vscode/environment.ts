import process from 'node:process';

/** Where a VS Code that starts this script, npm, or code-server's own variables would change how the server behaves. */
const interfering =
  /^(VSCODE_|ELECTRON_|npm_|CODE_SERVER_|CS_)|^(NODE_OPTIONS|PORT|PASSWORD|HASHED_PASSWORD|GITHUB_TOKEN)$/;

/** The developer's own keys and proxies, which no test may see. */
const personal = /_PROXY$|KEY|SECRET|TOKEN|PASSWORD|APP_?ID|^(QIANFAN|SPARKAI|BEEBOT|OPENAI)_/i;

/** This process's environment, fit for VS Code. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return environmentWithout(interfering);
}

/** The same for tests: their outcome does not depend on keys and proxies of the person who runs them. */
export function hermeticEnvironment(): NodeJS.ProcessEnv {
  return environmentWithout(interfering, personal);
}

function environmentWithout(...patterns: readonly RegExp[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !patterns.some((pattern) => pattern.test(name))),
  );
}
