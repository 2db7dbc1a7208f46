import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { answered, type Scene, scene } from './support/hanlin.ts';

describe('stop', () => {
  let current: Scene;

  beforeEach(async () => {
    current = await scene();
  });

  afterEach(() => current.end());

  it('closes the connection within a second and keeps the text', async () => {
    const { chat } = current.hanlin;
    current.server.next({
      type: 'reply',
      text: Array.from({ length: 1_000 }, (_, index) => `${index} `),
      delayMs: 20,
    });
    chat.ask({ text: 'Count', attachments: [] });
    const request = await current.server.received(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const stoppedAfter = Date.now() - request.at;
    await vscode.commands.executeCommand(commandIds.stop);
    const { by, afterMs } = await request.closed;
    assert.equal(by, 'client');
    assert.ok(afterMs - stoppedAfter < 1_000, `${afterMs - stoppedAfter} ms`);
    const answer = await answered(current);
    assert.equal(answer.status.state, 'stopped');
    assert.match(answer.text, /^0 1 2 /);
  });
});
