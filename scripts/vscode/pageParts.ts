export interface PageParts {
  /** Addresses of the scripts and style sheets that the page loads first, as they stand in it. */
  readonly first: readonly string[];
  /** Where the server proper is: `stable-COMMIT/`; absent if the page is not VS Code's. */
  readonly base?: string;
}

/** Reads from the HTML of VS Code's page what a browser asks for next. */
export function pageParts(html: string): PageParts {
  const scripts = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g)];
  const styles = [...html.matchAll(/<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"/g)];
  const [, base] = /id="vscode-workbench-web-base-url" data-settings="([^"]+?)\/static"/.exec(html) ?? [];
  const first = [...styles, ...scripts].map(([, address]) => address ?? '');
  return base === undefined ? { first } : { first, base: `${base}/` };
}
