import { ProviderError } from '../../core/error.ts';
import type { ChatRequest, Tool } from '../../core/provider.ts';
import type { SparkModel } from './models.ts';

/**
 * The functions to offer the model.
 *
 * @throws {ProviderError} of kind `invalid-request` if the model has no functions: an agent that silently loses its
 *   tools gives wrong answers.
 */
export function offeredFunctions(
  { tools = [], toolChoice }: ChatRequest,
  model: SparkModel | undefined,
): readonly Tool[] {
  if (toolChoice === 'none' || tools.length === 0) return [];
  if (model?.tools === false) {
    throw new ProviderError('invalid-request', `${model.label} cannot call functions`, {
      advice: 'choose-model',
    });
  }
  return tools;
}
