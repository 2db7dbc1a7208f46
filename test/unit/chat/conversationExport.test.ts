import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ExportedConversation, missingRecords } from '../../../src/chat/conversationExport.ts';
import { assertProportional } from '../../proportional.ts';
import { questionTurn } from './conversationTurns.ts';

describe('what an imported conversation has beyond the one that is there', () => {
  const exported = (count: number): ExportedConversation => {
    const turns = Array.from({ length: count }, (_, at) => questionTurn(`q${at}`, null, 'Why?'));
    const deleted = turns.map(({ id }) => id);
    return {
      id: 'c',
      title: 't',
      createdAt: 1,
      updatedAt: 1,
      turns,
      deleted,
    } as unknown as ExportedConversation;
  };
  const nothing = { turns: [], deleted: new Set<string>(), head: undefined, complete: true };

  it('is its turns, and which of them are deleted', () => {
    const { turns } = exported(2);
    const [first] = turns;
    assert.ok(first);
    assert.deepEqual(
      missingRecords({ ...exported(2), deleted: ['q1', 'other'] }, { ...nothing, turns: [first] }),
      [
        { type: 'question', turn: turns[1] },
        { type: 'delete', ids: ['q1'] },
      ],
    );
  });

  it('is found in time proportional to it', () => {
    assertProportional((count) => {
      const conversation = exported(count);
      return () => assert.equal(missingRecords(conversation, nothing).length, count + 1);
    }, 2_000);
  });
});
