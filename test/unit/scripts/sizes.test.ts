import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vscodeMegabytes } from '../../../scripts/vscode/install.ts';
import { repository } from '../../../scripts/vscode/paths.ts';
import { chromiumMegabytes } from '../../../scripts/vscode/pinnedChromium.ts';

/** What installation.test.ts measures is what people read. */
describe('the megabytes that are fetched', () => {
  for (const file of ['README.md', 'CONTRIBUTING.md']) {
    it(`are the same in ${file} as in the scripts`, () => {
      const text = readFileSync(join(repository, file), 'utf8').replaceAll(/\s+/g, ' ');
      const vscode = `about ${vscodeMegabytes.download} MB, ${vscodeMegabytes.disk} on the disk`;
      const chromium = `about ${chromiumMegabytes.download} MB, ${chromiumMegabytes.disk} on the disk`;
      assert.ok(text.includes(vscode), vscode);
      assert.equal(text.includes(chromium), file === 'CONTRIBUTING.md', chromium);
    });
  }
});
