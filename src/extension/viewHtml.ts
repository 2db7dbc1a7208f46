import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The page of the chat panel. It may load our own script, style and font and nothing else, from nowhere else; scripts
 * may not turn strings into HTML.
 */
export function viewHtml(webview: vscode.Webview, built: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(built, file)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    `script-src 'nonce-${nonce}'`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    // The default does not hold for these two.
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${address('main.css')}" />
    <title>Hanlin</title>
  </head>
  <body>
    <main id="root"></main>
    <script nonce="${nonce}" src="${address('main.js')}"></script>
  </body>
</html>`;
}
