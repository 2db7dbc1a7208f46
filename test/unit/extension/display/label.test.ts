import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { labelOf } from '../../../../src/extension/display/label.ts';

describe('a label', () => {
  it('is a text, an icon, or both with a space between', () => {
    assert.equal(labelOf('Stop'), 'Stop');
    assert.equal(labelOf({ text: 'Stop' }), 'Stop');
    assert.equal(labelOf({ icon: 'key', text: '' }), '$(key)');
    assert.equal(labelOf({ icon: 'loading~spin', text: 'GLM' }), '$(loading~spin) GLM');
  });

  it('has no icon from its text', () => {
    assert.equal(labelOf({ icon: 'check', text: '$(trash)' }), '$(check) $ (trash)');
    assert.equal(labelOf('$(trash)'), '$ (trash)');
  });
});
