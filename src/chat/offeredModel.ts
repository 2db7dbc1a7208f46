import type { ErrorKind } from '../core/error.ts';
import type { ModelInfo } from '../core/vendor.ts';
import type { Translate } from './advice.ts';
import type { ModelSelection } from './conversation.ts';
import { labelText } from './foreignText.ts';
import { modelId } from './modelId.ts';

/** Of a model we know nothing of. */
const unknownModel = { contextWindow: 32_000, maxOutputTokens: 4_000, tools: true, images: false };
/** The most of a window that is set aside for the reply: the rest is of more use for the question. */
const mostShareOfReply = 0.5;

/** An API whose models are offered to other extensions. */
interface OfferedApi {
  readonly vendor: { readonly id: string; readonly label: string };
  readonly api: {
    readonly id: string;
    readonly label: string;
    readonly models: readonly ModelInfo[];
    readonly ownModels?: boolean;
  };
}

/** The ids of the models of an API: the suggestions, unless each server has models of its own, and those it has named. */
export function offeredIds({ vendor, api }: OfferedApi, named: readonly ModelSelection[]): string[] {
  const suggested = api.ownModels ? [] : api.models.map(({ id }) => id);
  const own = named.filter(({ vendorId, apiId }) => vendorId === vendor.id && apiId === api.id);
  return [...new Set([...suggested, ...own.map(({ model }) => model)])];
}

/** What VS Code is told of a model. */
export function offeredModel({ vendor, api }: OfferedApi, model: string, translate: Translate) {
  const info = api.models.find(({ id }) => id === model);
  const { contextWindow, maxOutputTokens, tools, images } = info ?? unknownModel;
  const output = Math.min(maxOutputTokens, Math.floor(contextWindow * mostShareOfReply));
  const label = `${translate(vendor.label)} · ${translate(api.label)}`;
  const selection: ModelSelection = { vendorId: vendor.id, apiId: api.id, model };
  return {
    id: modelId(selection),
    name: labelText(info?.label ?? model),
    family: model,
    version: model,
    detail: label,
    tooltip: `${label}\n${labelText(model)}`,
    maxInputTokens: contextWindow - output,
    maxOutputTokens: output,
    capabilities: { toolCalling: tools === true, imageInput: images === true },
    selection,
  };
}

/** Of VS Code’s kinds of errors the one that tells other extensions what it was. */
export function errorClass(kind: ErrorKind | undefined): 'no-permissions' | 'blocked' | 'other' {
  switch (kind) {
    case 'auth':
      return 'no-permissions';
    case 'quota':
    case 'rate-limit':
    case 'content-filter':
      return 'blocked';
    default:
      return 'other';
  }
}
