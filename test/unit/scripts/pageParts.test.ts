import assert from 'node:assert/strict';
import { pageParts } from '../../../scripts/vscode/pageParts.ts';

describe('the page of VS Code', () => {
  it('names the server proper, and the scripts and styles that it loads first', () => {
    const page = `<!DOCTYPE html>
      <script nonce="1">performance.mark('x');</script>
      <meta id="vscode-workbench-web-base-url" data-settings="stable-53c2f/static">
      <link rel="icon" href="./_static/favicon.svg" />
      <link rel="stylesheet" href="stable-53c2f/static/out/workbench.css">
      <script type="module" src="stable-53c2f/static/out/nls.messages.js"></script>
      <script type="module" src=""></script>
      <script type="module" src="stable-53c2f/static/out/workbench.js"></script>`;
    assert.deepEqual(pageParts(page), {
      base: 'stable-53c2f/',
      first: [
        'stable-53c2f/static/out/workbench.css',
        'stable-53c2f/static/out/nls.messages.js',
        'stable-53c2f/static/out/workbench.js',
      ],
    });
  });

  it('is recognised: another page names no server', () => {
    assert.deepEqual(pageParts('<h1>Not found</h1><script src="a.js"></script>'), { first: ['a.js'] });
  });
});
