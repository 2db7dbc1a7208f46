import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { excludeGlob } from '../../../../src/extension/context/excludeGlob.ts';

describe('what searches leave out', () => {
  it('is one glob for all settings', () => {
    assert.equal(excludeGlob([]), undefined);
    assert.equal(excludeGlob([{ '**/.git': true }]), '**/.git');
    assert.equal(excludeGlob([{ '**/.git': true }, { '**/dist': true }]), '{**/.git,**/dist}');
  });

  it('has no braces in braces, which VS Code cannot read', () => {
    assert.equal(
      excludeGlob([{ '**/{dist,out}/*.{js,map}': true, a: true }]),
      '{**/dist/*.js,**/dist/*.map,**/out/*.js,**/out/*.map,a}',
    );
  });

  it('passes over what is switched off or depends on other files', () => {
    const settings = [
      { '**/a': true, '**/*.js': { when: '$(basename).ts' } },
      { '**/a': false, '**/b': true },
    ];
    assert.equal(excludeGlob(settings), '**/b');
  });

  it('passes over patterns that say nothing', () => {
    assert.equal(excludeGlob([{ '': true }]), undefined);
    assert.equal(excludeGlob([{ '{,a}': true, '**/b': true }]), '{a,**/b}');
  });

  it('stands for a few patterns, however many braces somebody writes', () => {
    const many = '{a,b}'.repeat(40);
    assert.equal(excludeGlob([{ [many]: true, '**/*.js': true }]), '**/*.js');
  });
});
