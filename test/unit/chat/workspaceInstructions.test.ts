import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { estimateTokens } from '../../../src/chat/tokenEstimate.ts';
import { withInstructions } from '../../../src/chat/workspaceInstructions.ts';

const long = Array.from({ length: 5_000 }, (_, index) => `- Rule ${index}: keep the tests green.`).join('\n');

describe('the instructions of a workspace', () => {
  it('follow ours, each under its name', () => {
    const files = [
      { path: 'AGENTS.md', text: 'Use tabs.\n' },
      { path: '.hanlin/rules.md', text: '用中文写注释\r\n' },
    ];
    const { system, cut } = withInstructions('Ours.', files, 128_000);
    assert.deepEqual(cut, []);
    assert.ok(system.startsWith('Ours.\n\n'));
    assert.ok(system.includes('`AGENTS.md`:\n```markdown\nUse tabs.\n```'));
    assert.ok(system.endsWith('`.hanlin/rules.md`:\n```markdown\n用中文写注释\n```'));
  });

  it('change nothing where there are none', () => {
    assert.deepEqual(withInstructions('Ours.', [], undefined), { system: 'Ours.', cut: [] });
  });

  it('are cut where they are long, said to the model and to us; a short one stays whole', () => {
    const files = [
      { path: 'AGENTS.md', text: long },
      { path: '.hanlin/rules.md', text: 'Short.' },
    ];
    const { system, cut } = withInstructions('', files, 128_000);
    assert.deepEqual(cut, ['AGENTS.md']);
    assert.match(system, /- Rule 0: keep[\s\S]*Cut here: the rest/);
    assert.match(system, /^Short\.$/m);
    assert.ok(estimateTokens(system) < 8_200);
  });

  it('leave a small window to the question', () => {
    const { system } = withInstructions('', [{ path: 'AGENTS.md', text: long }], 4_000);
    assert.ok(estimateTokens(system) < 700);
  });
});
