import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { excludedGlobs, excludeGlob } from '../../../../src/extension/context/excludeGlob.ts';

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

  it('passes over braces that VS Code cannot read, which would spoil the other patterns', () => {
    for (const pattern of ['a/{b,{c,d}}', '{{a,b}', 'a{b', 'a}b', '{a,b}/c}']) {
      assert.deepEqual(excludedGlobs([{ [pattern]: true, '**/dist': true }]), ['**/dist'], pattern);
    }
  });

  it('reads braces around many letters, and beside a line break', () => {
    assert.equal(
      excludeGlob([{ '**/{node_modules,bower_components}/{documentation,examples}\n*': true }]),
      '{**/node_modules/documentation\n*,**/node_modules/examples\n*,**/bower_components/documentation\n*,**/bower_components/examples\n*}',
    );
  });

  it('leaves a comma alone that is not between braces', () => {
    assert.deepEqual(excludedGlobs([{ 'a,{b,c}': true }]), ['a,b', 'a,c']);
  });

  it('stands for two hundred patterns at most', () => {
    const choices = (count: number) => `{${Array.from({ length: count }, (_, index) => index).join(',')}}`;
    assert.equal(excludedGlobs([{ [choices(200)]: true }]).length, 200);
    assert.deepEqual(excludedGlobs([{ [choices(201)]: true }]), []);
  });

  it('stands for a few patterns, however many braces somebody writes', () => {
    const many = '{a,b}'.repeat(40);
    assert.equal(excludeGlob([{ [many]: true, '**/*.js': true }]), '**/*.js');
  });
});
