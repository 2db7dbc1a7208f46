import assert from 'node:assert/strict';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { HistoryStore } from '../../src/extension/history/historyStore.ts';
import { eventually } from './support/eventually.ts';
import { answered, useScene } from './support/hanlin.ts';

/** Stays open after its first words until the test lets it go on. */
const halfReply = {
  type: 'reply',
  text: ['First half, ', 'second half.'],
  interruption: { type: 'hold', after: 1 },
} as const;

describe('conversations', () => {
  const current = useScene();

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function inHistory(isSo: () => boolean): Promise<void> {
    const { history } = current().hanlin;
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        const end = history.onDidChange(() => {
          end();
          resolve();
        });
      });
    }
  }

  it('goes on with an answer whose chat is not shown any more, and writes all of it down', async () => {
    const { chat, history } = current().hanlin;
    const { id } = chat.conversation;
    current().server.next(halfReply);
    chat.ask({ text: 'Take your time', attachments: [] });
    await current().server.received(0);
    await chat.newChat();
    assert.notEqual(chat.conversation.id, id);
    current().server.release();
    await inHistory(() => history.summary(id)?.count === 2);
    await eventually(
      async () => (await history.exportMarkdown(id)).includes('second half.'),
      'the rest is not written down',
    );
    await chat.open(id);
    assert.equal((await answered(current())).text, 'First half, second half.');
  });

  it('is one and the same in the side bar and in a tab', async () => {
    const { chat, editors } = current().hanlin;
    await vscode.commands.executeCommand(commandIds.openInEditor);
    const [tab, ...others] = editors.panels;
    assert.ok(tab);
    assert.deepEqual(others, []);
    assert.equal(tab.conversation, chat.conversation);
    await vscode.commands.executeCommand(commandIds.openInEditor);
    assert.equal(editors.panels.length, 1);
    current().server.next({ type: 'reply', text: 'Hello.' });
    tab.ask({ text: 'Hi', attachments: [] });
    assert.equal((await answered(current())).text, 'Hello.');
  });

  it('stays deleted where another window has deleted it for good while it is written, and can be kept as a new one', async () => {
    const { chat, editors, history, actions } = current().hanlin;
    const { conversation } = chat;
    const { id } = conversation;
    await vscode.commands.executeCommand(commandIds.openInEditor);
    current().server.next(halfReply);
    chat.ask({ text: 'Somebody deletes this', attachments: [] });
    await current().server.received(0);
    await inHistory(() => history.summary(id)?.count === 2);
    await eventually(
      () => (conversation.session.turns.at(-1)?.text ?? '') !== '',
      'no word of the answer has come',
    );
    const other = anotherWindow();
    await other.open();
    await other.remove(id);
    await eventually(() => conversation.trouble?.type === 'deleted', 'nothing is said of the deletion');
    await other.restore(id);
    await eventually(() => conversation.trouble === undefined, 'it is not taken back');
    await other.remove(id);
    await other.purge(id);
    const file = join(history.directory, `${id}.jsonl`);
    await eventually(() => conversation.trouble?.type === 'deleted', 'nothing is said of the deletion');
    current().server.release();
    await eventually(() => !conversation.session.isRunning, 'the answer goes on for ever');
    await conversation.flush();
    assert.equal(existsSync(file), false, 'it has come back');
    await actions.keepAsNew(conversation);
    const kept = chat.conversation;
    assert.notEqual(kept.id, id);
    assert.deepEqual(
      editors.panels.map((panel) => panel.conversation.id),
      [kept.id],
    );
    assert.equal(kept.trouble, undefined);
    assert.deepEqual(
      kept.session.turns.map(({ text }) => text),
      ['Somebody deletes this', 'First half, second half.'],
    );
    assert.equal(existsSync(file), false);
    await other.dispose();
  });

  it('says that it is not saved until it is, though the folder is no folder any more', async () => {
    const { chat, history } = current().hanlin;
    const { conversation } = chat;
    const trouble = () => conversation.trouble?.type;
    const away = `${history.directory} away`;
    current().server.next({ type: 'reply', text: 'One.' });
    chat.ask({ text: 'Saved', attachments: [] });
    await answered(current());
    await conversation.flush();
    assert.equal(trouble(), undefined);
    renameSync(history.directory, away);
    writeFileSync(history.directory, '');
    try {
      current().server.next({ type: 'reply', text: 'Two.' });
      chat.ask({ text: 'Not saved', attachments: [] });
      await answered(current());
      await conversation.flush();
      assert.equal(trouble(), 'failed');
      await conversation.saveAgain();
      assert.equal(trouble(), 'failed');
    } finally {
      rmSync(history.directory);
      renameSync(away, history.directory);
    }
    await conversation.saveAgain();
    assert.equal(trouble(), undefined);
    assert.match(await history.exportMarkdown(conversation.id), /Saved.*One\..*Not saved.*Two\./s);
  });

  /** The history as another window has it. */
  function anotherWindow(): HistoryStore {
    const { directory } = current().hanlin.history;
    return new HistoryStore({
      directory,
      report: (error) => assert.fail(String(error)),
      now: Date.now,
      translate: (text) => text,
    });
  }

  it('deletes a chat wherever it is shown, and ends its request', async () => {
    const { chat, editors, history } = current().hanlin;
    const { id } = chat.conversation;
    await vscode.commands.executeCommand(commandIds.openInEditor);
    current().server.next(halfReply);
    chat.ask({ text: 'Never mind', attachments: [] });
    const request = await current().server.received(0);
    await inHistory(() => history.summary(id) !== undefined);
    // It resolves when it is known whether the user wants it back.
    void vscode.commands.executeCommand(commandIds.deleteConversationInView);
    assert.equal((await request.closed).by, 'client');
    await inHistory(() => history.summaries.every((summary) => summary.id !== id));
    const shown = () => [chat, ...editors.panels].map(({ conversation }) => conversation.id);
    await eventually(() => !shown().includes(id), 'it is still shown');
    assert.equal(chat.conversation.session.turns.length, 0);
  });

  it('copies a chat as Markdown', async () => {
    const { chat } = current().hanlin;
    current().server.next({ type: 'reply', text: 'It is **bold**.' });
    chat.ask({ text: 'What is it?', attachments: [] });
    await answered(current());
    const { history } = current().hanlin;
    await inHistory(() => history.summary(chat.conversation.id) !== undefined);
    await vscode.commands.executeCommand(commandIds.copyConversationInView);
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^# What is it\?\n[\s\S]*It is \*\*bold\*\*\./);
  });
});
