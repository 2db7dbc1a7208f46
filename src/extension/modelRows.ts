import type { Translate } from '../chat/advice.ts';
import type { ModelSelection } from '../chat/conversation.ts';
import type { ModelInfo } from '../core/vendor.ts';
import type { Icon } from './display/icons.ts';
import { keyStateText } from './keyStateText.ts';
import type { ApiState } from './modelService.ts';

/** A row of the list of models. */
export interface ModelRow {
  readonly type: 'separator' | 'model' | 'typed' | 'keys';
  readonly icon?: Icon;
  readonly label: string;
  readonly description?: string;
  /** Shown whatever is typed. */
  readonly alwaysShow?: boolean;
  readonly selection?: ModelSelection;
}

/** What the list is made of. */
export interface ModelList {
  /** All APIs. */
  readonly states: readonly ApiState[];
  /** The models that were chosen lately. */
  readonly recent: readonly ModelSelection[];
  /** What the vendors and servers say they have. */
  readonly listed: readonly ModelSelection[];
  readonly chosen: ModelSelection | undefined;
  /** What is typed. */
  readonly query: string;
}

export function modelRows(
  { states, recent, listed, chosen, query }: ModelList,
  translate: Translate,
): ModelRow[] {
  const row = (state: ApiState, selection: ModelSelection) =>
    modelRow(state, selection, isSameModel(selection, chosen), query, translate);
  return [
    ...headed(
      translate('recent'),
      recent.flatMap((selection) => {
        const state = states.find((one) => isOf(one, selection));
        return state ? [row(state, selection)] : [];
      }),
    ),
    ...states.flatMap((state) => [
      separator(apiHeading(state, translate)),
      ...state.api.models.map(({ id }) => row(state, selectionOf(state, id))),
    ]),
    ...states.flatMap((state) =>
      headed(
        listHeading(state, translate),
        listed
          .filter((selection) => isOf(state, selection) && !isSuggested(state, selection.model))
          .map((selection) => row(state, selection)),
      ),
    ),
    separator(''),
    { type: 'keys', icon: 'key', label: `${translate('Manage keys')}…`, alwaysShow: true },
    ...typedRows(states, query, translate),
  ];
}

function separator(label: string): ModelRow {
  return { type: 'separator', label };
}

function headed(label: string, rows: readonly ModelRow[]): readonly ModelRow[] {
  return rows.length > 0 ? [separator(label), ...rows] : [];
}

function apiHeading({ vendor, api, key }: ApiState, translate: Translate): string {
  const state = key === 'stored' ? '' : ` · ${keyStateText(key, translate)}`;
  return `${translate(vendor.label)} · ${translate(api.label)}${state}`;
}

function listHeading({ vendor, api }: ApiState, translate: Translate): string {
  return api.ownModels
    ? translate('on your server')
    : translate('more from {vendor}', { vendor: translate(vendor.label) });
}

function modelRow(
  { vendor, api, key }: ApiState,
  selection: ModelSelection,
  isChosen: boolean,
  query: string,
  translate: Translate,
): ModelRow {
  const info = api.models.find(({ id }) => id === selection.model);
  return {
    type: 'model',
    ...(isChosen && { icon: 'check' as const }),
    label: info?.label ?? selection.model,
    // Vendor and API are in the heading above already; here they can be searched for.
    description: [
      ...(info ? [abilities(info, translate)] : []),
      ...(key === 'missing' ? [keyStateText(key, translate)] : []),
      translate(vendor.label),
      translate(api.label),
    ].join(' · '),
    ...(isMeant(vendor.aliases, query) && { alwaysShow: true }),
    selection,
  };
}

/** Whether what is typed is the beginning of a name that the vendor goes by in any language. */
function isMeant(aliases: readonly string[], query: string): boolean {
  const wanted = query.toLowerCase();
  return wanted.length > 1 && aliases.some((alias) => alias.toLowerCase().startsWith(wanted));
}

/** Any id that is typed can be asked for at every API. */
function typedRows(states: readonly ApiState[], query: string, translate: Translate): ModelRow[] {
  if (!isModelId(query)) return [];
  return states
    .filter((state) => !isSuggested(state, query))
    .map((state) => ({
      type: 'typed',
      label: query,
      description: translate('use this id at {vendor}', { vendor: translate(state.vendor.label) }),
      alwaysShow: true,
      selection: selectionOf(state, query),
    }));
}

/** Whether what is typed can be a model's id. */
export function isModelId(text: string): boolean {
  return /^[\w.:/-]{2,}$/.test(text);
}

/** Window size and abilities, such as “128k · thinking”. */
export function abilities(
  { contextWindow, maxInputCharacters, thinking, images, webSearch }: ModelInfo,
  translate: Translate,
): string {
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

export function isSameModel(one: ModelSelection, other: ModelSelection | undefined): boolean {
  return one.vendorId === other?.vendorId && one.apiId === other.apiId && one.model === other.model;
}

function isOf({ vendor, api }: ApiState, { vendorId, apiId }: ModelSelection): boolean {
  return vendor.id === vendorId && api.id === apiId;
}

function isSuggested({ api }: ApiState, model: string): boolean {
  return api.models.some(({ id }) => id === model);
}

function selectionOf({ vendor, api }: ApiState, model: string): ModelSelection {
  return { vendorId: vendor.id, apiId: api.id, model };
}
