import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { eventually } from './support/eventually.ts';
import { useScene } from './support/hanlin.ts';
import { openRepository, type TestRepository } from './support/repository.ts';

type Teller = 'showErrorMessage' | 'showInformationMessage' | 'showWarningMessage';

describe('the commit message', () => {
  const current = useScene();
  let place: TestRepository;
  /** What the user is told, and the buttons below it. */
  let told: string[];
  /** The button that the user presses, wherever there is one by that name. */
  let pressed: string | undefined;
  const window = vscode.window as Record<Teller, unknown>;
  const { showErrorMessage, showInformationMessage, showWarningMessage } = window;

  beforeEach(async () => {
    told = [];
    pressed = undefined;
    const tell = async (text: string, ...buttons: readonly { readonly title: string }[]) => {
      told.push([text, ...buttons.map(({ title }) => title)].join(' | '));
      return buttons.find(({ title }) => title === pressed);
    };
    Object.assign(window, {
      showErrorMessage: tell,
      showInformationMessage: tell,
      showWarningMessage: tell,
    });
    place = await openRepository();
    await place.write('src/pane.ts', 'export const pane = 1;\n');
    place.git('add', '.');
    for (const subject of ['feat(窗): 新增窗格', 'fix(窗): 修复边框', 'docs: 说明窗格']) {
      place.git('commit', '-q', '--allow-empty', '-m', subject);
    }
  });

  afterEach(async () => {
    Object.assign(window, { showErrorMessage, showInformationMessage, showWarningMessage });
    await vscode.commands.executeCommand('git.close', place?.repository);
  });

  /** As the button in the title of a repository does. */
  function write(): Thenable<unknown> {
    return vscode.commands.executeCommand(commandIds.writeCommitMessage, {
      rootUri: place.repository.rootUri,
    });
  }

  /** What was sent: system and question. */
  function sent(): string[] {
    const body = current().server.requests.at(-1)?.body as { messages: { content: string }[] };
    return body.messages.map(({ content }) => content);
  }

  async function changeAll(): Promise<void> {
    await place.write('src/pane.ts', 'export const pane = 2;\n');
    await place.write('src/door.ts', 'export const door = 1;\n');
    await place.write('.env', 'TOKEN=very-secret\n');
    await place.write('package-lock.json', '{ "lock": "noise" }\n');
    await place.refresh();
  }

  it('is written of the staged changes alone, in the language and form of the log', async () => {
    await changeAll();
    place.git('add', 'src/pane.ts', '.env');
    await place.refresh();
    current().server.next({
      type: 'reply',
      text: ['```\nfeat(窗): ', '把窗格', '改为 2\n', '```'],
      delayMs: 20,
    });
    await write();
    assert.equal(place.repository.inputBox.value, 'feat(窗): 把窗格改为 2');
    const [system = '', question = ''] = sent();
    assert.match(system, /Conventional Commits/);
    assert.match(system, /Write in Chinese\./);
    assert.match(question, /docs: 说明窗格\nfix\(窗\): 修复边框\nfeat\(窗\): 新增窗格/);
    assert.match(question, /^-export const pane = 1;\n\+export const pane = 2;$/m);
    assert.match(question, /^added \.env\nchanged src\/pane\.ts$/m);
    assert.doesNotMatch(question, /very-secret|door/);
  });

  it('is written of the same diff whatever Git is set to', async () => {
    const settings = {
      'color.ui': 'always',
      'core.quotePath': 'true',
      'diff.noprefix': 'true',
      'log.showSignature': 'true',
      'status.showUntrackedFiles': 'no',
    };
    for (const [name, value] of Object.entries(settings)) place.git('config', name, value);
    await changeAll();
    await place.write('窗.ts', 'export const window = 1;\n');
    place.git('add', 'src/pane.ts', '.env', '窗.ts');
    await place.refresh();
    current().server.next({ type: 'reply', text: ['feat: 改为 2'] });
    await write();
    assert.equal(place.repository.inputBox.value, 'feat: 改为 2');
    const [, question = ''] = sent();
    assert.match(question, /docs: 说明窗格\nfix\(窗\): 修复边框\nfeat\(窗\): 新增窗格/);
    assert.match(question, /^-export const pane = 1;\n\+export const pane = 2;$/m);
    assert.match(question, /^added \.env\nchanged src\/pane\.ts\nadded 窗\.ts$/m);
    assert.doesNotMatch(question, /very-secret/);
  });

  it('is not written where Git lets another program show the changes', async () => {
    place.git('config', 'diff.external', 'echo');
    await changeAll();
    const asked = current().server.requests.length;
    await write();
    assert.equal(current().server.requests.length, asked);
    assert.equal(place.repository.inputBox.value, '');
  });

  it('is written of all changes where none is staged, new files included, without secrets and noise', async () => {
    await changeAll();
    await place.write('logo.png', new Uint8Array([137, 80, 0, 1]));
    await place.refresh();
    current().server.next({ type: 'reply', text: ['feat: 加门'] });
    await write();
    assert.equal(place.repository.inputBox.value, 'feat: 加门');
    const [, question = ''] = sent();
    assert.match(question, /^\+export const pane = 2;$/m);
    assert.match(question, /^\+export const door = 1;$/m);
    for (const name of ['.env', 'package-lock.json', 'logo.png'])
      assert.ok(question.includes(`added ${name}`), name);
    assert.doesNotMatch(question, /very-secret|noise/);
  });

  it('builds on what is typed, and comes anew when it was our own', async () => {
    await changeAll();
    place.repository.inputBox.value = 'fix #12';
    current().server.next({ type: 'reply', text: ['fix #12: 改窗格'] });
    await write();
    assert.equal(place.repository.inputBox.value, 'fix #12: 改窗格');
    assert.match(sent()[1] ?? '', /typed this so far[^`]*```\nfix #12\n```/);
    current().server.next({ type: 'reply', text: ['feat: 另一个'] });
    await write();
    assert.equal(place.repository.inputBox.value, 'feat: 另一个');
    assert.doesNotMatch(sent()[1] ?? '', /typed this so far/);
  });

  it('gives back what was typed where nothing of it is left', async () => {
    await changeAll();
    place.repository.inputBox.value = 'mine';
    pressed = 'Undo';
    current().server.next({ type: 'reply', text: ['feat: 另一个'] });
    await write();
    assert.deepEqual(told, ['The commit message was written anew, with your text as a hint. | Undo']);
    await eventually(
      () => place.repository.inputBox.value === 'mine',
      () => place.repository.inputBox.value,
    );
  });

  it('is written for the first commit as well', async () => {
    const withCommits = place;
    place = await openRepository();
    await vscode.commands.executeCommand('git.close', withCommits.repository);
    await place.write('src/pane.ts', 'export const pane = 1;\n');
    await place.refresh();
    current().server.next({ type: 'reply', text: ['feat: first pane'] });
    await write();
    assert.deepEqual(told, []);
    assert.equal(place.repository.inputBox.value, 'feat: first pane');
    assert.match(sent()[1] ?? '', /^\+export const pane = 1;$/m);
  });

  it('is stopped by a second click, and what was typed is there again', async () => {
    await changeAll();
    place.repository.inputBox.value = 'mine';
    current().server.next({
      type: 'reply',
      text: Array.from({ length: 1_000 }, (_, index) => `feat ${index} `),
      delayMs: 10,
    });
    const writing = write();
    const request = await current().server.received(0);
    await eventually(() => place.repository.inputBox.value !== 'mine', 'nothing is written');
    await write();
    await writing;
    assert.equal((await request.closed).by, 'client');
    // VS Code still tells of what was written before.
    await eventually(
      () => place.repository.inputBox.value === 'mine',
      () => place.repository.inputBox.value,
    );
  });

  it('leaves the box to whoever types into it meanwhile', async () => {
    await changeAll();
    current().server.next({
      type: 'reply',
      text: Array.from({ length: 1_000 }, (_, index) => `feat ${index} `),
      delayMs: 10,
    });
    const writing = write();
    const request = await current().server.received(0);
    const { inputBox } = place.repository;
    await eventually(() => inputBox.value !== '', 'nothing is written');
    let isOver = false;
    void writing.then(() => {
      isOver = true;
    });
    await eventually(() => {
      // VS Code may still be telling of what was written before, as if it were the newest.
      inputBox.value = 'I know better';
      return isOver;
    }, 'it goes on');
    assert.equal((await request.closed).by, 'client');
    await eventually(
      () => inputBox.value === 'I know better',
      () => inputBox.value,
    );
  });

  it('is not asked for where nothing has changed', async () => {
    place.repository.inputBox.value = 'mine';
    await write();
    assert.equal(current().server.requests.length, 0);
    assert.equal(place.repository.inputBox.value, 'mine');
    assert.deepEqual(told, ['There are no changes in Git.']);
  });

  it('leaves the box as it was where the vendor refuses', async () => {
    await changeAll();
    place.repository.inputBox.value = 'mine';
    current().server.next({ type: 'error', code: '1001', status: 401 });
    await write();
    assert.equal(place.repository.inputBox.value, 'mine');
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^Zhipu rejected this key\..*1001.* \| /);
    // The button writes again.
    current().server.next({ type: 'reply', text: ['mine: 好'] });
    await write();
    assert.equal(place.repository.inputBox.value, 'mine: 好');
  });
});
