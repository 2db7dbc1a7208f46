import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isElision, withoutElisions } from '../../../src/chat/elision.ts';

describe('a line that stands for code that is left out', () => {
  it('is known in the comments of many languages', () => {
    for (const line of [
      '// ...',
      '  // ... existing code ...',
      '// …',
      '// …… 其余代码',
      '...',
      '……',
      '# ... rest of the file',
      '# rest of the function stays the same',
      '// Rest of the code remains unchanged',
      '/* ... */',
      '/* existing styles unchanged */',
      '{/* ... other routes ... */}',
      '<!-- ... -->',
      '<!-- existing content -->',
      '-- ... remaining columns ...',
      '; ...',
      '// existing imports',
      '// (unchanged)',
      '// [... same as before ...]',
      '/* [ existing code ] */',
      '// （ 其余代码 ）',
      '# ([rest of the file])',
      '// 其余代码不变',
      '# 其他代码保持不变',
      '// ...（省略）...',
      '// 省略中间部分',
      '/* 原有代码 */',
      '// 现有的方法保持不变',
      '# 其余部分',
    ]) {
      assert.ok(isElision(line), line);
    }
  });

  it('is no line of code and no comment about something', () => {
    for (const line of [
      '',
      'return x;',
      '// other options',
      '// wait for it...',
      '# Handle the rest here',
      'console.log("...");',
      'fn(...args);',
      '  ...defaults,',
      '[...]',
      '// Loads existing users and returns them',
      '// the value is unchanged when the list is empty, see below',
      '# 其他用户也可以登录',
      '// 不变量：长度大于零',
      '---',
      '## Existing',
      '',
    ]) {
      assert.ok(!isElision(line), line);
    }
  });
});

describe('code without what is left out around it', () => {
  it('begins and ends with code', () => {
    assert.equal(withoutElisions('\n// ...\n\n  a\n// ...\nb \n \n# ...\n'), '  a\n// ...\nb ');
    assert.equal(withoutElisions('a'), 'a');
    assert.equal(withoutElisions('\na\n'), 'a');
  });

  it('is empty where there is nothing else', () => {
    assert.equal(withoutElisions('// ...\n\n'), '');
    assert.equal(withoutElisions(''), '');
  });
});
