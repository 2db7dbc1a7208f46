import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { startServer } from '../../../scripts/vscode/server.ts';

describe('VS Code’s server', () => {
  it('says at once that it cannot open a folder whose path its address would break', async () => {
    for (const workspace of ['/home/c#/hanlin', '/home/100%/hanlin', '/home/why?/hanlin']) {
      const scratch = await mkdtemp(join(tmpdir(), 'hanlin-'));
      await assert.rejects(
        startServer({
          scratch,
          userData: scratch,
          extensions: scratch,
          environment: {},
          language: 'en',
          workspaceTrust: false,
          workspace,
        }),
        {
          message: /cannot open a folder with "[#%?]" in its path: \/home\/.* Please move the repository\.$/,
        },
      );
    }
  });
});
