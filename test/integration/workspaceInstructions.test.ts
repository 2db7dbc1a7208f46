import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { readBelow } from '../../src/extension/workspaceFiles/readBelow.ts';
import { eventually } from './support/eventually.ts';
import { answered, openCode, useScene } from './support/hanlin.ts';

describe('what a workspace says to Hanlin', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const at = (path: string): string => join(root.fsPath, path);
  const current = useScene();

  const until = (isTrue: () => boolean) => eventually(isTrue, () => `it has not come to ${isTrue}`);

  async function ask(text: string): Promise<{ system: string; question: string }> {
    current().server.next({ type: 'reply', text: ['Yes.'] });
    current().hanlin.chat.ask({ text, attachments: [] });
    await answered(current());
    const body = current().server.requests.at(-1)?.body as { messages: { role: string; content: string }[] };
    return { system: body.messages[0]?.content ?? '', question: body.messages.at(-1)?.content ?? '' };
  }

  const instructions = (): string[] =>
    current().hanlin.chat.conversation.instructions.map(({ path }) => path);

  beforeEach(async () => {
    await mkdir(at('.hanlin/prompts'), { recursive: true });
  });

  afterEach(async () => {
    await rm(at('AGENTS.md'), { force: true });
    await rm(at('.hanlin'), { recursive: true, force: true });
    await vscode.workspace
      .getConfiguration('hanlin')
      .update('workspaceInstructions', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await current().hanlin.guidance.ready();
    assert.deepEqual(instructions(), []);
  });

  it('goes along as instructions as soon as it is written, and no longer than it is there', async () => {
    await writeFile(at('AGENTS.md'), 'Use tabs.\n');
    await writeFile(at('.hanlin/rules.md'), '用中文写注释。\n');
    await until(() => instructions().length === 2);
    const { system } = await ask('Hello');
    assert.match(system, /^You are Hanlin[\s\S]*`AGENTS\.md`:\n```markdown\nUse tabs\.\n```/);
    assert.match(system, /`\.hanlin\/rules\.md`:\n```markdown\n用中文写注释。\n```/);
    await rm(at('AGENTS.md'));
    await until(() => instructions().length === 1);
    assert.doesNotMatch((await ask('Again')).system, /Use tabs/);
  });

  it('stays out of a conversation that does not want it, and of all if the user says so', async () => {
    await writeFile(at('AGENTS.md'), 'Use tabs.\n');
    await until(() => instructions().length === 1);
    const { conversation } = current().hanlin.chat;
    const [file] = conversation.instructions;
    assert.ok(file);
    conversation.decline(file);
    assert.doesNotMatch((await ask('Hello')).system, /Use tabs/);
    await current().hanlin.chat.newChat();
    assert.match((await ask('Hello')).system, /Use tabs/);
    await vscode.workspace
      .getConfiguration('hanlin')
      .update('workspaceInstructions', false, vscode.ConfigurationTarget.Global);
    assert.doesNotMatch((await ask('Again')).system, /Use tabs/);
  });

  it('goes along as it is when the question is asked, although VS Code has not told of a change yet', async () => {
    await writeFile(at('AGENTS.md'), 'Use tabs.\n');
    await until(() => instructions().length === 1);
    await writeFile(at('AGENTS.md'), 'Use spaces.\n');
    assert.match((await ask('Hello')).system, /Use spaces/);
    await rm(at('AGENTS.md'));
    assert.doesNotMatch((await ask('Again')).system, /Use spaces/);
  });

  it('offers commands, with what is typed and what is selected in their places', async () => {
    const { guidance } = current().hanlin;
    await writeFile(
      at('.hanlin/prompts/weekly.md'),
      '---\ndescription: 周报\n---\nAbout {selection}: {input}\n',
    );
    await until(() => guidance.commands['weekly'] !== undefined);
    assert.deepEqual(guidance.commands['weekly'], {
      text: 'About {selection}: {input}',
      description: '周报',
    });
    const { questionFrom } = await import('../../src/extension/codeQuestions.ts');
    await assert.rejects(questionFrom({ text: '/weekly now' }, [], guidance.commands), /select the code/);
    const editor = await openCode('const {input} = 1;');
    editor.selection = new vscode.Selection(0, 6, 0, 13);
    const { text } = await questionFrom({ text: '/weekly now' }, [], guidance.commands);
    assert.equal(text, 'About {input}: now');
    await rm(at('.hanlin/prompts'), { recursive: true });
    await until(() => guidance.commands['weekly'] === undefined);
  });

  it('is not read where it leads out of the folder', async () => {
    const outside = join(root.fsPath, '..', 'outside.md');
    await writeFile(outside, 'Secret.\n');
    await writeFile(at('.hanlin/inside.md'), 'Open.\n');
    await symlink(outside, at('.hanlin/rules.md'));
    await symlink(at('.hanlin/inside.md'), at('AGENTS.md'));
    await until(() => instructions().length > 0);
    assert.deepEqual(instructions(), ['AGENTS.md']);
    assert.equal(await readBelow(root, '.hanlin/rules.md'), undefined);
    await rm(outside);
  });
});
