import * as vscode from 'vscode';
import type { ModelInfo } from '../core/vendor.ts';
import { commandIds } from './commandIds.ts';
import { keyStateText } from './keyWizard.ts';
import type { ApiState, ModelService, Selection } from './modelService.ts';
import { translate } from './translate.ts';

type Choice =
  | { readonly type: 'model'; readonly selection: Selection }
  | { readonly type: 'typed'; readonly selection: Selection }
  | { readonly type: 'keys'; readonly vendorId?: string };

interface Item extends vscode.QuickPickItem {
  readonly choice?: Choice;
}

/**
 * Lets the user choose the model that answers, from the suggestions of all vendors or by typing any id, and leads on
 * to the keys. Choosing a model without a key leads to entering one.
 */
export async function chooseModel(models: ModelService): Promise<void> {
  const choice = await pick(models);
  if (!choice) return;
  if (choice.type === 'keys') {
    await vscode.commands.executeCommand(commandIds.manageKeys, choice.vendorId);
    return;
  }
  await models.choose(choice.selection);
  const { vendorId } = choice.selection;
  if (models.chosen?.key === 'missing') await vscode.commands.executeCommand(commandIds.manageKeys, vendorId);
}

function pick(models: ModelService): Promise<Choice | undefined> {
  return new Promise((resolve) => {
    const quickPick = vscode.window.createQuickPick<Item>();
    const items = [
      ...recentItems(models),
      ...models.states.flatMap((state) => apiItems(state, models)),
      ...moreItems(),
    ];
    quickPick.title = translate('Choose a model');
    quickPick.placeholder = translate('Choose a model, or type any model id');
    quickPick.matchOnDescription = true;
    quickPick.items = items;
    quickPick.activeItems = items.filter(({ choice }) => isChosen(choice, models)).slice(0, 1);
    quickPick.onDidChangeValue((value) => {
      quickPick.items = [...items, ...typedItems(value.trim(), models)];
    });
    quickPick.onDidTriggerItemButton(({ item }) => {
      const vendorId = item.choice?.type === 'keys' ? undefined : item.choice?.selection.vendorId;
      resolve({ type: 'keys', ...(vendorId !== undefined && { vendorId }) });
      quickPick.dispose();
    });
    quickPick.onDidAccept(() => {
      resolve(quickPick.selectedItems[0]?.choice);
      quickPick.dispose();
    });
    quickPick.onDidHide(() => resolve(undefined));
    quickPick.show();
  });
}

function recentItems(models: ModelService): Item[] {
  const items = models.recent.flatMap((selection) => {
    const state = models.states.find(
      ({ vendor, api }) => vendor.id === selection.vendorId && api.id === selection.apiId,
    );
    return state ? [modelItem(state, selection, models)] : [];
  });
  return items.length > 0 ? [separator(translate('recent')), ...items] : [];
}

function apiItems(state: ApiState, models: ModelService): Item[] {
  const { vendor, api } = state;
  const key = state.key === 'stored' ? '' : ` · ${keyStateText(state.key)}`;
  const selections = api.models.map((info) => ({ vendorId: vendor.id, apiId: api.id, model: info.id }));
  return [
    separator(`${translate(vendor.label)} · ${translate(api.label)}${key}`),
    ...selections.map((selection) => modelItem(state, selection, models)),
  ];
}

function modelItem(state: ApiState, selection: Selection, models: ModelService): Item {
  const info = state.api.models.find(({ id }) => id === selection.model);
  const choice: Choice = { type: 'model', selection };
  const mark = isChosen(choice, models) ? '$(check) ' : '';
  return {
    label: `${mark}${info?.label ?? selection.model}`,
    description: info ? abilities(info) : translate(state.vendor.label),
    buttons: [{ iconPath: new vscode.ThemeIcon('key'), tooltip: translate('Manage keys') }],
    choice,
  };
}

/** Any id that is typed can be asked for at every API. */
function typedItems(value: string, models: ModelService): Item[] {
  if (!/^[\w.:/-]{2,}$/.test(value)) return [];
  const unknown = models.states.filter(({ api }) => !api.models.some(({ id }) => id === value));
  return unknown.map(({ vendor, api }) => ({
    label: value,
    description: translate('use this id at {vendor}', { vendor: translate(vendor.label) }),
    alwaysShow: true,
    choice: { type: 'typed', selection: { vendorId: vendor.id, apiId: api.id, model: value } },
  }));
}

function moreItems(): Item[] {
  return [
    separator(''),
    { label: `$(key) ${translate('Manage keys')}…`, alwaysShow: true, choice: { type: 'keys' } },
  ];
}

/** Window size and abilities, such as “128k · thinking”. */
function abilities({ contextWindow, thinking }: ModelInfo): string {
  const size =
    contextWindow >= 1_000_000 ? `${contextWindow / 1_000_000}M` : `${Math.round(contextWindow / 1000)}k`;
  return [size, ...(thinking === 'none' ? [] : [translate('thinking')])].join(' · ');
}

function isChosen(choice: Choice | undefined, models: ModelService): boolean {
  const { chosen } = models;
  if (choice?.type !== 'model' || !chosen) return false;
  const { vendorId, apiId, model } = choice.selection;
  return vendorId === chosen.vendor.id && apiId === chosen.api.id && model === chosen.model;
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
