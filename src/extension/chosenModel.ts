import type { Translate } from '../chat/advice.ts';
import type { ModelSelection, Respondent } from '../chat/conversation.ts';
import type { ApiState, Chosen } from './modelService.ts';

/** An API by our ids. */
export function stateOf(
  states: readonly ApiState[],
  { vendorId, apiId }: Pick<ModelSelection, 'vendorId' | 'apiId'>,
): ApiState | undefined {
  return states.find(({ vendor, api }) => vendor.id === vendorId && api.id === apiId);
}

/**
 * The model that answers: the user's choice, else the default model of the first API with a key, one that can be read if
 * possible.
 */
export function chosenModel(
  states: readonly ApiState[],
  selection: ModelSelection | undefined,
): Chosen | undefined {
  const selected = selection && stateOf(states, selection);
  if (selected) return withModel(selected, selection.model);
  const first = states.find(({ isUsable }) => isUsable) ?? states.find(({ key }) => key !== 'missing');
  return first && withModel(first, first.api.models[0]?.id ?? '');
}

export function withModel(state: ApiState, model: string): Chosen {
  return { ...state, model, info: state.api.models.find(({ id }) => id === model) };
}

/** Who answers, as a conversation keeps it. */
export function respondentOf(asked: Chosen | undefined, translate: Translate): Respondent {
  if (!asked) return { vendorId: '', apiId: '', model: '', vendorLabel: 'Hanlin', modelLabel: '' };
  return {
    vendorId: asked.vendor.id,
    apiId: asked.api.id,
    model: asked.model,
    vendorLabel: translate(asked.vendor.label),
    modelLabel: asked.info?.label ?? asked.model,
    ...(asked.info && { maxOutputTokens: asked.info.maxOutputTokens }),
  };
}
