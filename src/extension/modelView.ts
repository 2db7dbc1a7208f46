import type { Translate } from '../chat/advice.ts';
import type { Turn } from '../chat/conversation.ts';
import { conversationTokens } from '../chat/requestMessages.ts';
import type { ModelState, VendorRow } from '../shared/protocol.ts';
import type { ModelService } from './modelService.ts';

/**
 * The chosen model as the composer shows it, with how much of its window the conversation fills; null without one.
 *
 * @param system the instructions that go along, for a window of so many tokens.
 */
export function modelStateOf(
  models: ModelService,
  turns: readonly Turn[],
  system: (window: number | undefined) => string,
): ModelState | null {
  const { chosen } = models;
  if (!chosen) return null;
  const respondent = models.respondent();
  const { temperature } = models.optionsOf(respondent);
  const size = chosen.info?.contextWindow;
  const used = conversationTokens(turns, system(size)) * models.contextFactor(respondent);
  return {
    vendorLabel: respondent.vendorLabel,
    modelLabel: respondent.modelLabel,
    key: chosen.key,
    thinking: chosen.info?.thinking ?? 'unknown',
    webSearch: chosen.info?.webSearch ?? false,
    images: models.takesImages(respondent),
    maxInputCharacters: chosen.info?.maxInputCharacters,
    ...(temperature !== undefined && { temperature: String(temperature) }),
    ...(size !== undefined && { window: { used: Math.round(used), size } }),
  };
}

/** The vendors, each with its default model and the state of its key. */
export function vendorRows(models: Pick<ModelService, 'states'>, translate: Translate): VendorRow[] {
  return [...new Set(models.states.map(({ vendor }) => vendor))].map((vendor) => {
    const states = models.states.filter((state) => state.vendor === vendor);
    const used = states.find(({ key }) => key !== 'missing') ?? states[0];
    return {
      vendor: vendor.id,
      label: translate(vendor.label),
      model: used?.api.models[0]?.label ?? '',
      key: used?.key ?? 'missing',
    };
  });
}
