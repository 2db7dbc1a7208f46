import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { builtInCommands } from '../../../src/chat/slashCommands.ts';
import { slashCommandRows } from '../../../src/extension/slashCommandRows.ts';

describe('the list of commands', () => {
  const same = (text: string): string => text;
  const builtIn = builtInCommands(same).map(({ name, description }) => ({ name, description, own: false }));

  it('has the user’s own first, with what they say of themselves in a line', () => {
    const rows = slashCommandRows(
      {
        mine: { text: ' First line\nSecond' },
        told: { text: 'x', description: `${'y'.repeat(60)}` },
        long: { text: 'z'.repeat(61) },
      },
      same,
    );
    assert.deepEqual(rows.slice(0, 3), [
      { name: 'mine', description: 'First line', own: true },
      { name: 'told', description: 'y'.repeat(60), own: true },
      { name: 'long', description: `${'z'.repeat(60)}…`, own: true },
    ]);
    assert.deepEqual(rows.slice(3), builtIn);
  });

  it('has ours unless the user has one of the same name', () => {
    const rows = slashCommandRows({ fix: { text: 'mine' } }, same);
    assert.deepEqual(
      rows.filter(({ name }) => name === 'fix'),
      [{ name: 'fix', description: 'mine', own: true }],
    );
    assert.equal(rows.length, builtIn.length);
  });
});
