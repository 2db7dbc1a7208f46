import { ProviderError } from '../../../core/error.ts';
import type { ModelInfo } from '../../../core/vendor.ts';

/** Every service has its own address; these are the last elements of those that have a model's name. */
const paths: Readonly<Record<string, string>> = {
  'ernie-4.0-8k': 'completions_pro',
  'ernie-bot-4': 'completions_pro',
  'ernie-4.0-8k-preview-0518': 'completions_adv_pro',
  'ernie-3.5-8k': 'completions',
  'ernie-bot': 'completions',
  'ernie-bot-8k': 'ernie_bot_8k',
  'ernie-speed': 'ernie_speed',
  'ernie-speed-8k': 'ernie_speed',
  'ernie-bot-turbo': 'eb-instant',
  'ernie-lite-8k-0922': 'eb-instant',
  'ernie-lite-8k-0308': 'ernie-lite-8k',
  'ernie-lite-appbuilder-8k': 'ai_apaas_lite',
  'ernie-speed-appbuilder': 'ai_apaas',
  'eb-turbo-appbuilder': 'ai_apaas',
  'ernie-functions-8k': 'ernie-func-8k',
  'ernie-character-8k': 'ernie-char-8k',
  'ernie-character-fiction-8k': 'ernie-char-fiction-8k',
  'bloomz-7b': 'bloomz_7b1',
  'llama-2-7b-chat': 'llama_2_7b',
  'llama-2-13b-chat': 'llama_2_13b',
  'llama-2-70b-chat': 'llama_2_70b',
  'meta-llama-3-8b-instruct': 'llama_3_8b',
  'meta-llama-3-70b-instruct': 'llama_3_70b',
  'chatglm2-6b-32k': 'chatglm2_6b_32k',
  'yi-34b-chat': 'yi_34b_chat',
  'mixtral-8x7b-instruct': 'mixtral_8x7b_instruct',
  'gemma-7b-it': 'gemma_7b_it',
  'aquilachat-7b': 'aquilachat_7b',
  'xuanyuan-70b-chat-4bit': 'xuanyuan_70b_chat',
};

/**
 * The last element of the address of a model, which is given by its name, or, as for a service of one's own, by that
 * element itself or the whole address.
 *
 * @throws {ProviderError} if there is nothing to be an address.
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Jlugqd6pw
 */
export function pathOf(model: string): string {
  const name = model.trim();
  const lowerCase = name.toLowerCase();
  if (Object.hasOwn(paths, lowerCase)) return paths[lowerCase] ?? lowerCase;
  // All other names of the family are their own addresses, in lower case; those of one's own services may look alike.
  if (/^ernie-(?:\d|speed|lite|tiny|char|novel)[\w.-]*$/.test(lowerCase)) return lowerCase;
  const path = name
    .replace(/[?#][\s\S]*/, '')
    .split('/')
    .filter((element) => element !== '')
    .at(-1);
  if (path === undefined || /^\.+$/.test(path)) {
    throw new ProviderError('invalid-request', 'The model has no name', { advice: 'choose-model' });
  }
  return encodeURIComponent(path);
}

/** The most tokens of a reply, of all models that are documented. */
const maxOutputTokens = 2048;

/**
 * @param inputTokens the documented limit of messages and system text; the reply does not count.
 * @param maxInputCharacters the same in characters; both limits hold.
 */
function ernie(
  id: string,
  inputTokens: number,
  maxInputCharacters: number,
  abilities: Partial<ModelInfo> = {},
) {
  return {
    id,
    label: id,
    contextWindow: inputTokens + maxOutputTokens,
    maxOutputTokens,
    thinking: 'none',
    maxInputCharacters,
    tools: false,
    webSearch: false,
    ...abilities,
  } as const satisfies ModelInfo;
}

const all = { tools: true, webSearch: true };

/**
 * The models that are worth offering, the most capable ones first.
 *
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Jlugqd6pw
 */
export const models: readonly ModelInfo[] = [
  ernie('ERNIE-4.0-Turbo-8K', 5120, 20_000, all),
  ernie('ERNIE-4.0-8K', 5120, 20_000, all),
  ernie('ERNIE-3.5-128K', 126_976, 516_096, all),
  ernie('ERNIE-3.5-8K', 5120, 20_000, all),
  ernie('ERNIE-Speed-Pro-128K', 126_976, 516_096),
  ernie('ERNIE-Speed-128K', 126_976, 507_904),
  ernie('ERNIE-Speed-8K', 7168, 11_200),
  ernie('ERNIE-Lite-8K', 7168, 11_200),
  ernie('ERNIE-Tiny-8K', 6144, 24_000),
  ernie('ERNIE-Character-8K', 6144, 24_000),
  ernie('ERNIE-Novel-8K', 6144, 24_000),
];

/** What is known of a model, whichever of its names or its address it is given by. */
export function findModel(model: string): ModelInfo | undefined {
  const path = pathOf(model);
  return models.find(({ id }) => pathOf(id) === path);
}
