import { ProviderError } from '../../../core/error.ts';
import type { CompletionRequest } from '../../../core/provider.ts';
import { checkOptions } from '../../../net/checkOptions.ts';
import { qwenFillInTheMiddle } from '../../../net/fillInTheMiddle.ts';
import { encodeCompletion } from '../../../net/openAiChat/encodeCompletion.ts';
import type { OptionMembers } from '../../../net/openAiChat/encodeRequest.ts';
import { optionsOf } from './options.ts';

const optionMembers: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  stop: 'stop',
  seed: 'seed',
  maxOutputTokens: 'max_tokens',
};

/**
 * The body of a request to fill in code. The API has no member for what comes behind: the model's own marks in the
 * prompt stand for it.
 *
 * @throws {ProviderError} of kind `invalid-request` for an option that the model does not take.
 * @see https://help.aliyun.com/zh/model-studio/completions
 */
export function encodeCodeCompletion(request: CompletionRequest): string {
  checkOptions(request.options, optionsOf(request.model));
  return encodeCompletion(request, {
    prompt: qwenFillInTheMiddle.prompt(request.prefix, request.suffix),
    stop: qwenFillInTheMiddle.stop,
    options: optionMembers,
    extra: { stream_options: { include_usage: true } },
  });
}

/** Other regions and the plans do not have this address, and say no more than that. */
export function explainMissingAddress(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  const { status, advice } = error.details;
  if (status !== 404 || advice !== undefined) return error;
  const message = 'Model Studio completes code in the Beijing region only, and not within a plan';
  return new ProviderError('invalid-request', message, { ...error.details, retryable: false });
}
