import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { ownTime } from '../ownTime.ts';
import { eventually } from './support/eventually.ts';
import { answered, useScene } from './support/hanlin.ts';

describe('stop', () => {
  const current = useScene();

  it('closes the connection within a second and keeps the text', async () => {
    const { chat } = current().hanlin;
    current().server.next({
      type: 'reply',
      text: Array.from({ length: 1_000 }, (_, index) => `${index} `),
      delayMs: 20,
    });
    chat.ask({ text: 'Count', attachments: [] });
    const request = await current().server.received(0);
    const { session } = chat.conversation;
    await eventually(() => /^0 1 2 /.test(session.turns.at(-1)?.text ?? ''), 'nothing is written');
    const stoppedAt = ownTime();
    await vscode.commands.executeCommand(commandIds.stop);
    const { by } = await request.closed;
    const milliseconds = ownTime() - stoppedAt;
    assert.equal(by, 'client');
    assert.ok(milliseconds < 1_000, `${milliseconds} ms`);
    const answer = await answered(current());
    assert.equal(answer.status.state, 'stopped');
    assert.match(answer.text, /^0 1 2 /);
  });
});
