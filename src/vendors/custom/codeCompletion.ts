import { ProviderError } from '../../core/error.ts';
import type { CompletionRequest } from '../../core/provider.ts';
import { checkOptions } from '../../net/checkOptions.ts';
import { type FillInTheMiddle, fillInTheMiddle } from '../../net/fillInTheMiddle.ts';
import { encodeCompletion } from '../../net/openAiChat/encodeCompletion.ts';
import type { Habits } from './habits.ts';
import { options } from './options.ts';
import { optionMembers, trimBase } from './wire.ts';

/**
 * The address of completions that are no chats. DeepSeek has them behind an address of its own.
 *
 * @see https://api-docs.deepseek.com/guides/fim_completion
 */
export function completionUrl(baseUrl: string): string {
  return isDeepSeek(baseUrl)
    ? 'https://api.deepseek.com/beta/completions'
    : `${trimBase(baseUrl)}/completions`;
}

/**
 * The body of a request to fill in code. Servers differ in how they learn what comes behind: some have the member
 * `suffix`, and make the prompt from it; the others want the prompt as the model was taught to read it.
 *
 * @throws {ProviderError} of kind `invalid-request` for an option that is out of range, or where the server has no
 * `suffix` and nothing is known of the model.
 */
export function encodeCodeCompletion(request: CompletionRequest, baseUrl: string, habits: Habits): string {
  checkOptions(request.options, options);
  const known = fillInTheMiddle(request.model);
  const taught = known && (habits.refusesSuffix || !makesPrompts(baseUrl, request.model)) ? known : undefined;
  if (!taught && habits.refusesSuffix) {
    throw new ProviderError(
      'invalid-request',
      `The server takes no suffix, and ${request.model} is not known`,
      {
        advice: 'choose-model',
      },
    );
  }
  return encodeCompletion(request, {
    ...arranged(request, taught),
    options: optionMembers,
    ...(!habits.refusesStreamOptions && { extra: { stream_options: { include_usage: true } } }),
  });
}

function arranged(
  { prefix, suffix }: CompletionRequest,
  taught: FillInTheMiddle | undefined,
): { prompt: string; suffix?: string; stop?: readonly string[] } {
  if (taught) return { prompt: taught.prompt(prefix, suffix), stop: taught.stop };
  // Without a suffix, Ollama takes the prompt for a question and chats.
  return { prompt: prefix, suffix: suffix === '' ? '\n' : suffix };
}

/** Whether the server puts what it gets into the model's own form, so that marks in it would do harm. */
function makesPrompts(baseUrl: string, model: string): boolean {
  const isOllama = /^[^:]+:[^:/]+$/.test(model);
  return isOllama || isDeepSeek(baseUrl);
}

function isDeepSeek(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).hostname === 'api.deepseek.com';
}
