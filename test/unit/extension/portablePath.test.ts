import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isPortablePath } from '../../../src/extension/portablePath.ts';

describe('the path of a new file', () => {
  it('is taken as people write it', () => {
    for (const path of [
      'src/a.ts',
      './src/../b.ts',
      '/work space/文档/说明.md',
      'C:/app/[id]/page.tsx',
      '.env.example',
      'console.ts',
      'src/@types/x.d.ts',
    ])
      assert.ok(isPortablePath(path), path);
  });

  it('is refused where it may mean another file than it seems to', () => {
    for (const path of [
      'src/\u202egnp.ts',
      'a\nb.ts',
      'a\u200b.ts',
      'src/a.ts:stream',
      'a.ts::$DATA',
      'NUL',
      'src/con.ts',
      'lpt1.txt',
      'a.ts.',
      'a.ts ',
      '.git /config',
      'what?.ts',
      '*.ts',
      'a<b.ts',
      'src\\a.ts',
      'C:D:/a.ts',
    ])
      assert.ok(!isPortablePath(path), path);
  });
});
