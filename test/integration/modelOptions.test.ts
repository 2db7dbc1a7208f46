import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { chooseModelOptions } from '../../src/extension/modelOptionsPicker.ts';
import type { ModelService } from '../../src/extension/modelService.ts';
import { findApi } from '../../src/vendors/registry.ts';
import { eventually } from './support/eventually.ts';

type Dialogue = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

describe('context: the options of a model', () => {
  const { createQuickPick, createInputBox } = vscode.window;
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('hanlin');
  let shown: Dialogue[];
  /** What the window has marked in each list that it shows. */
  let marked: Map<Dialogue, readonly vscode.QuickPickItem[]>;
  let done: Promise<void>;

  beforeEach(() => {
    shown = [];
    marked = new Map();
    const keep = <Kind extends Dialogue>(dialogue: Kind): Kind => {
      shown.push(dialogue);
      return dialogue;
    };
    Object.assign(vscode.window, {
      createQuickPick: () => {
        const list = keep(createQuickPick());
        list.onDidChangeActive((items) => marked.set(list, items));
        return list;
      },
      createInputBox: () => keep(createInputBox()),
    });
    const found = findApi('zhipu', 'bigmodel');
    assert.ok(found);
    const chosen = { ...found, key: 'missing', model: 'glm-test', info: undefined };
    done = chooseModelOptions({ chosen } as unknown as ModelService);
  });

  afterEach(async () => {
    Object.assign(vscode.window, { createQuickPick, createInputBox });
    await configuration().update('options', undefined, vscode.ConfigurationTarget.Global);
  });

  async function dialogue<Kind extends Dialogue>(number: number): Promise<Kind> {
    await eventually(() => shown.length >= number, `dialogue ${number} is not shown`);
    return shown[number - 1] as Kind;
  }

  const accept = (): Thenable<unknown> =>
    vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

  async function pick(number: number, label: string): Promise<vscode.QuickPickItem> {
    const list = await dialogue<vscode.QuickPick<vscode.QuickPickItem>>(number);
    const item = list.items.find((candidate) => candidate.label.endsWith(label));
    assert.ok(item, `${label} is not among ${list.items.map((each) => each.label)}`);
    // A list that is shown has its first item marked.
    await eventually(() => marked.has(list), 'the list is not shown');
    list.activeItems = [item];
    await eventually(() => marked.get(list)?.[0] === item, `${label} is not marked`);
    await accept();
    return item;
  }

  it('are set one after the other in the user’s settings, temperature first, and taken out again', async () => {
    const list = await dialogue<vscode.QuickPick<vscode.QuickPickItem>>(1);
    assert.equal(list.title, 'Options of glm-test');
    assert.equal(list.items[0]?.label, 'Temperature');
    assert.equal(list.items[0]?.description, 'the vendor’s own value');

    await pick(1, 'Temperature');
    const input = await dialogue<vscode.InputBox>(2);
    assert.match(input.prompt ?? '', /a number · at least 0 · at most 1$/);
    input.value = '1.5';
    await accept();
    assert.equal(input.validationMessage, 'This does not fit. Allowed: a number · at least 0 · at most 1');
    input.value = '0.6';
    await accept();

    const again = await pick(3, 'Thinking');
    assert.equal(again.description, 'the vendor’s own value');
    assert.deepEqual(configuration().get('options'), { 'zhipu/bigmodel/glm-test': { temperature: 0.6 } });
    await pick(4, 'off');

    const temperature = await pick(5, 'Temperature');
    assert.equal(temperature.description, '0.6');
    assert.deepEqual(configuration().get('options'), {
      'zhipu/bigmodel/glm-test': { temperature: 0.6, thinking: false },
    });
    const emptied = await dialogue<vscode.InputBox>(6);
    assert.equal(emptied.value, '0.6');
    emptied.value = '';
    await accept();
    await dialogue(7);
    assert.deepEqual(configuration().get('options'), { 'zhipu/bigmodel/glm-test': { thinking: false } });
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await done;
  });
});
