import * as vscode from 'vscode';
import type { ModelInfo } from '../core/vendor.ts';
import { commandIds } from './commandIds.ts';
import { keyStateText } from './keyStateText.ts';
import type { ApiState, ModelService, Selection } from './modelService.ts';
import { translate } from './translate.ts';

type Choice =
  | { readonly type: 'model'; readonly selection: Selection }
  | { readonly type: 'typed'; readonly selection: Selection }
  | { readonly type: 'keys'; readonly vendorId?: string; readonly apiId?: string };

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
    await vscode.commands.executeCommand(commandIds.manageKeys, choice.vendorId, choice.apiId);
    return;
  }
  await models.choose(choice.selection);
  const { vendorId, apiId } = choice.selection;
  if (models.chosen?.key === 'missing') {
    await vscode.commands.executeCommand(commandIds.manageKeys, vendorId, apiId);
  }
}

function pick(models: ModelService): Promise<Choice | undefined> {
  return new Promise((resolve) => {
    const quickPick = vscode.window.createQuickPick<Item>();
    let listed: Item[] = [];
    const showItems = (): void => {
      const known = [...recentItems(models), ...models.states.flatMap((state) => apiItems(state, models))];
      quickPick.items = [...known, ...listed, ...moreItems(), ...typedItems(quickPick.value.trim(), models)];
    };
    quickPick.title = translate('Choose a model');
    quickPick.placeholder = translate('Choose a model, or type any model id');
    quickPick.matchOnDescription = true;
    quickPick.keepScrollPosition = true;
    showItems();
    quickPick.activeItems = quickPick.items.filter(({ choice }) => isChosen(choice, models)).slice(0, 1);
    quickPick.onDidChangeValue(showItems);
    void models.ownModels().then((selections) => {
      listed = listedItems(selections, models);
      if (listed.length > 0) showItems();
    });
    quickPick.onDidTriggerItemButton(({ item }) => {
      const selection = item.choice?.type === 'model' ? item.choice.selection : undefined;
      resolve({ type: 'keys', ...(selection && { vendorId: selection.vendorId, apiId: selection.apiId }) });
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

/** What the servers with models of their own have to offer, beyond the suggestions. */
function listedItems(selections: readonly Selection[], models: ModelService): Item[] {
  const items = selections.flatMap((selection) => {
    const state = models.states.find(
      ({ vendor, api }) => vendor.id === selection.vendorId && api.id === selection.apiId,
    );
    const suggested = state?.api.models.some(({ id }) => id === selection.model);
    return state && !suggested ? [modelItem(state, selection, models)] : [];
  });
  return items.length > 0 ? [separator(translate('on your server')), ...items] : [];
}

function modelItem(state: ApiState, selection: Selection, models: ModelService): Item {
  const info = state.api.models.find(({ id }) => id === selection.model);
  const choice: Choice = { type: 'model', selection };
  const mark = isChosen(choice, models) ? '$(check) ' : '';
  return {
    label: `${mark}${info?.label ?? selection.model}`,
    // Vendor and API are in the heading above already; here they can be searched for.
    description: [
      ...(info ? [abilities(info)] : []),
      translate(state.vendor.label),
      translate(state.api.label),
    ].join(' · '),
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
function abilities({ contextWindow, maxInputCharacters, thinking, images, webSearch }: ModelInfo): string {
  if (maxInputCharacters !== undefined) {
    return translate('{count} characters, no file context', { count: String(maxInputCharacters) });
  }
  const size =
    contextWindow >= 1_000_000 ? `${contextWindow / 1_000_000}M` : `${Math.round(contextWindow / 1000)}k`;
  const words = [
    ...(thinking === 'none' ? [] : [translate('thinking')]),
    ...(webSearch ? [translate('web')] : []),
    ...(images ? [translate('images')] : []),
  ];
  return [size, ...words].join(' · ');
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
