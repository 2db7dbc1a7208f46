/** What the page of the panel is made of. */
export interface PageParts {
  /** New for each page. */
  readonly nonce: string;
  /** Where VS Code serves the extension’s files from. */
  readonly source: string;
  readonly styles: string;
  readonly script: string;
  /** Of the window, BCP 47. */
  readonly language: string;
}

/**
 * The page of the chat panel. It may load our own script, style and font and nothing else, from nowhere else; scripts
 * may not turn strings into HTML.
 */
export function viewPage({ nonce, source, styles, script, language }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    `script-src 'nonce-${nonce}'`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    // The default does not hold for these two.
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${styles}" />
    <title>Hanlin</title>
  </head>
  <body>
    <main id="root"></main>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>`;
}
