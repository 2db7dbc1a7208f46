import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { instructionsId, instructionsView } from '../../../src/extension/instructionsView.ts';
import type { InstructionFile } from '../../../src/extension/workspaceFiles/workspaceGuidance.ts';

const inEnglish = (text: string, values: Record<string, string> = {}): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
const file = (path: string): InstructionFile =>
  ({ path, text: '', uri: { toString: () => `file:///w/${path}` } }) as unknown as InstructionFile;

describe('instructions of the workspace as a chip', () => {
  it('have the name of the file, and say where it is and whether it is cut', () => {
    const rules = file('.hanlin/rules.md');
    assert.deepEqual(instructionsView(rules, false, inEnglish), {
      id: instructionsId(rules),
      kind: 'instructions',
      name: 'rules.md',
      path: '.hanlin/rules.md: instructions of the workspace',
      suggested: true,
    });
    assert.match(
      instructionsView(rules, true, inEnglish).path,
      /: instructions of the workspace, sent in part$/,
    );
    assert.equal(instructionsView(file('AGENTS.md'), false, inEnglish).name, 'AGENTS.md');
  });

  it('have short ids, one for each file', () => {
    assert.match(instructionsId(file('a')), /^instructions:[0-9a-f]{32}$/);
    assert.equal(instructionsId(file('a')), instructionsId(file('a')));
    assert.notEqual(instructionsId(file('a')), instructionsId(file('b')));
  });
});
