import type { ModelOptions, OptionRules } from '../../core/modelOptions.ts';
import { checkOptions } from '../../net/checkOptions.ts';
import type { JsonObject } from '../../net/json.ts';
import type { OptionMembers } from '../../net/openAiChat/encodeRequest.ts';
import type { SparkModel } from './models.ts';

/*
 * The ranges of https://www.xfyun.cn/doc/spark/Web.html, X1ws.html, HTTP调用文档.html and X1http.html. A temperature
 * of 0 is in an example of the vendor's and outside the documented range: it is refused here rather than there.
 */

const share = { type: 'number', exclusiveMinimum: 0, maximum: 1 } as const;
const hotter = { type: 'number', exclusiveMinimum: 0, maximum: 2 } as const;
const topK = { type: 'integer', minimum: 1, maximum: 6 } as const;
const length = { type: 'integer', minimum: 1 } as const;
const widePenalty = { type: 'number', minimum: -2, maximum: 10 } as const;
const penalty = { type: 'number', minimum: -2, maximum: 2 } as const;
const flag = { type: 'boolean' } as const;
const text = { type: 'string' } as const;

/** What one of the WebSocket's versions or another takes. */
export const socketOptions: OptionRules = {
  temperature: hotter,
  topP: share,
  topK,
  frequencyPenalty: widePenalty,
  presencePenalty: widePenalty,
  maxOutputTokens: { ...length, maximum: 65_535 },
  thinking: flag,
  webSearch: flag,
  citations: flag,
  userId: text,
};

/** What one of the HTTP versions or another takes. */
export const completionOptions: OptionRules = {
  ...socketOptions,
  maxOutputTokens: { ...length, maximum: 262_143 },
  responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
};

/** What this model takes over the WebSocket; of an unknown one, whatever any takes. */
export function socketOptionsOf(model: SparkModel | undefined): OptionRules {
  if (!model) return socketOptions;
  return {
    temperature: model.reasons ? hotter : share,
    topK,
    ...(model.reasons && { topP: share, frequencyPenalty: widePenalty, presencePenalty: widePenalty }),
    ...shared(model),
  };
}

/** What this model takes over HTTP; of an unknown one, whatever any takes. */
export function completionOptionsOf(model: SparkModel | undefined): OptionRules {
  if (!model) return completionOptions;
  const range = model.reasons ? widePenalty : penalty;
  return {
    ...(!model.fixedSampling && {
      temperature: hotter,
      topP: share,
      topK,
      frequencyPenalty: range,
      presencePenalty: range,
    }),
    ...shared(model),
    responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
  };
}

function shared(model: SparkModel): OptionRules {
  return {
    maxOutputTokens: { ...length, maximum: model.maxOutputTokens },
    ...(model.thinking !== 'none' && { thinking: flag }),
    ...(model.webSearch && { webSearch: flag, citations: flag }),
    userId: text,
  };
}

/**
 * The options to send: those the user has set, if the model takes them. What is switched off that the model cannot do
 * anyway is no mistake, and a model that always thinks is told nothing about it.
 *
 * @throws {ProviderError} of kind `invalid-request` for any other option that does not fit.
 */
export function chosenOptions(
  options: ModelOptions | undefined,
  rules: OptionRules,
  model: SparkModel | undefined,
): ModelOptions {
  const { thinking, ...others } = Object.fromEntries(
    Object.entries(options ?? {}).filter(([name, value]) => value !== false || Object.hasOwn(rules, name)),
  );
  checkOptions({ ...others, thinking }, rules);
  return thinking === undefined || model?.thinking === 'always' ? others : { ...others, thinking };
}

/** The options' members of a request, over WebSocket and HTTP alike. */
export const optionMembers: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  maxOutputTokens: 'max_tokens',
  thinking: (on) => ({ thinking: { type: on ? 'enabled' : 'disabled' } }),
};

/** The search as an entry of `tools`; the service may search on its own, so `false` is said as well. */
export function searchTools({ webSearch, citations }: ModelOptions): readonly JsonObject[] {
  if (webSearch === undefined) return [];
  const search = webSearch
    ? { enable: true, show_ref_label: citations ?? true, search_mode: 'normal' }
    : { enable: false };
  return [{ type: 'web_search', web_search: search }];
}
