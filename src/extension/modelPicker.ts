import * as vscode from 'vscode';
import type { ModelSelection } from '../chat/conversation.ts';
import type { ModelInfo } from '../core/vendor.ts';
import { commandIds } from './commandIds.ts';
import { keyStateText } from './keyStateText.ts';
import type { ApiState, ModelService } from './modelService.ts';
import { translate } from './translate.ts';

type Choice =
  | { readonly type: 'model'; readonly selection: ModelSelection }
  | { readonly type: 'typed'; readonly selection: ModelSelection }
  | { readonly type: 'keys'; readonly vendorId?: string; readonly apiId?: string };

interface Item extends vscode.QuickPickItem {
  readonly choice?: Choice;
  /** What the vendor is called elsewhere. */
  readonly aliases?: readonly string[];
}

/**
 * Lets the user choose the model that answers from now on. Resolves to true when one was chosen that can be asked.
 */
export async function chooseModel(models: ModelService): Promise<boolean> {
  const selection = await pickModel(models);
  if (selection) await models.choose(selection);
  return selection !== undefined && models.chosen?.key !== 'missing';
}

/**
 * Lets the user pick a model from the suggestions of all vendors or by typing any id, and leads on to the keys:
 * picking a model without a key leads to entering one. Undefined when none was picked.
 */
export async function pickModel(models: ModelService): Promise<ModelSelection | undefined> {
  const choice = await pick(models);
  if (!choice) return undefined;
  if (choice.type === 'keys') {
    await vscode.commands.executeCommand(commandIds.manageKeys, choice.vendorId, choice.apiId);
    return undefined;
  }
  const { vendorId, apiId } = choice.selection;
  if (models.keyOf(choice.selection) === 'missing') {
    await vscode.commands.executeCommand(commandIds.manageKeys, vendorId, apiId);
  }
  return choice.selection;
}

function pick(models: ModelService): Promise<Choice | undefined> {
  return new Promise((resolve) => {
    const quickPick = vscode.window.createQuickPick<Item>();
    let listed: readonly ModelSelection[] = [];
    const showItems = (): void => {
      const query = quickPick.value.trim();
      const known = [...recentItems(models), ...models.states.flatMap((state) => apiItems(state, models))];
      const found = [...known, ...listedItems(listed, models)].map((item) => foundByAlias(item, query));
      quickPick.items = [...found, ...moreItems(), ...typedItems(query, models)];
    };
    quickPick.title = translate('Choose a model');
    quickPick.placeholder = translate('Choose a model, or type any model id');
    quickPick.matchOnDescription = true;
    quickPick.keepScrollPosition = true;
    showItems();
    quickPick.activeItems = quickPick.items.filter(({ choice }) => isChosen(choice, models)).slice(0, 1);
    quickPick.onDidChangeValue(showItems);
    void models.listedModels().then((selections) => {
      listed = selections;
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

/** What the vendors and servers say they have, beyond the suggestions. */
function listedItems(selections: readonly ModelSelection[], models: ModelService): Item[] {
  return models.states.flatMap((state) => {
    const { vendor, api } = state;
    const items = selections
      .filter(({ vendorId, apiId }) => vendorId === vendor.id && apiId === api.id)
      .filter(({ model }) => !api.models.some(({ id }) => id === model))
      .map((selection) => modelItem(state, selection, models));
    if (items.length === 0) return [];
    const more = api.ownModels
      ? translate('on your server')
      : translate('more from {vendor}', { vendor: translate(vendor.label) });
    return [separator(more), ...items];
  });
}

/** The item, shown whatever else is in it if its vendor goes by a name like this in any language. */
function foundByAlias(item: Item, query: string): Item {
  const { aliases = [] } = item;
  const wanted = query.toLowerCase();
  const isMeant = wanted.length > 1 && aliases.some((alias) => alias.toLowerCase().startsWith(wanted));
  return isMeant ? { ...item, alwaysShow: true } : item;
}

function modelItem(state: ApiState, selection: ModelSelection, models: ModelService): Item {
  const info = state.api.models.find(({ id }) => id === selection.model);
  const choice: Choice = { type: 'model', selection };
  const mark = isChosen(choice, models) ? '$(check) ' : '';
  return {
    label: `${mark}${info?.label ?? selection.model}`,
    // Vendor and API are in the heading above already; here they can be searched for.
    description: [
      ...(info ? [abilities(info)] : []),
      ...(state.key === 'missing' ? [keyStateText(state.key)] : []),
      translate(state.vendor.label),
      translate(state.api.label),
    ].join(' · '),
    buttons: [{ iconPath: new vscode.ThemeIcon('key'), tooltip: translate('Manage keys') }],
    choice,
    aliases: state.vendor.aliases,
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
