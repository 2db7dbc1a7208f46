import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  chosenCellIndex,
  editorInColumn,
  isCellOf,
  isCodeEditor,
  isSameEditor,
  type SeenEditor,
} from '../../../src/chat/seenEditors.ts';

describe('the editors that were seen', () => {
  const [one, other] = [{ name: 'one' }, { name: 'other' }];
  const text = (shown: object, viewColumn?: number): SeenEditor => ({ type: 'text', shown, viewColumn });
  const notebook = (shown: object, viewColumn?: number): SeenEditor => ({
    type: 'notebook',
    shown,
    viewColumn,
  });

  it('are told apart by document and column', () => {
    assert.equal(isSameEditor(text(one, 1), text(one, 1)), true);
    assert.equal(isSameEditor(text(one, 1), text(one, 2)), false);
    assert.equal(isSameEditor(text(one), text(one, 1)), false);
    assert.equal(isSameEditor(text(one, 1), text(other, 1)), false);
  });

  it('are, for notebooks, told apart by themselves', () => {
    assert.equal(isSameEditor(notebook(one), notebook(one)), true);
    assert.equal(isSameEditor(notebook(one, 1), notebook(one, 2)), true);
    assert.equal(isSameEditor(notebook(one), notebook(other)), false);
    assert.equal(isSameEditor(notebook(one), text(one)), false);
    assert.equal(isSameEditor(text(one), notebook(one)), false);
  });

  it('are found in the column where they were, else anywhere', () => {
    const editors = [{ viewColumn: 1 }, { viewColumn: 2 }, {}];
    assert.equal(editorInColumn(editors, 2), editors[1]);
    assert.equal(editorInColumn(editors, undefined), editors[2]);
    assert.equal(editorInColumn(editors, 3), editors[0]);
    assert.equal(editorInColumn([], 1), undefined);
  });

  it('show a cell of a notebook that has its path', () => {
    const cell = { scheme: 'vscode-notebook-cell', path: '/a.ipynb' };
    assert.equal(isCellOf(cell, { path: '/a.ipynb' }), true);
    assert.equal(isCellOf(cell, { path: '/b.ipynb' }), false);
    assert.equal(isCellOf({ ...cell, scheme: 'file' }, { path: '/a.ipynb' }), false);
  });

  it('have a chosen cell unless the notebook is empty', () => {
    assert.equal(chosenCellIndex(0, 0), undefined);
    assert.equal(chosenCellIndex(0, 2), 0);
    assert.equal(chosenCellIndex(1, 2), 1);
    assert.equal(chosenCellIndex(2, 2), 1);
  });
});

describe('an editor', () => {
  it('has code in it unless it is the output, a comment or the like', () => {
    const schemes = ['file', 'untitled', 'output', 'debug', 'comment', 'vscode-scm', 'git'];
    assert.deepEqual(schemes.filter(isCodeEditor), ['file', 'untitled', 'git']);
  });
});
