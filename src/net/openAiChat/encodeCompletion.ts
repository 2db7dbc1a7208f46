import type { CompletionRequest } from '../../core/provider.ts';
import type { JsonObject } from '../json.ts';
import { encodeOptions, type OptionMembers } from './encodeRequest.ts';

/** How a vendor's requests for a completion look. */
export interface CompletionForm {
  readonly prompt: string;
  /** Where the prompt does not hold it. */
  readonly suffix?: string;
  /** Options that are not in it are not sent. */
  readonly options: OptionMembers;
  /** Texts to stop at beside those of the request, which come first. */
  readonly stop?: readonly string[];
  /** The vendor's own members. */
  readonly extra?: JsonObject;
}

/** More of them are refused by most servers. */
const mostStops = 4;

/**
 * The body of a completion that is no chat, as JSON text.
 *
 * @see https://platform.openai.com/docs/api-reference/completions/create
 */
export function encodeCompletion({ model, options = {} }: CompletionRequest, form: CompletionForm): string {
  const stop = [...(options.stop ?? []), ...(form.stop ?? [])].slice(0, mostStops);
  return JSON.stringify({
    model,
    prompt: form.prompt,
    suffix: form.suffix,
    stream: true,
    ...encodeOptions({ ...options, ...(stop.length > 0 && { stop }) }, form.options),
    ...form.extra,
  });
}
