/** One V1 model, as far as the checks of a request need it. */
export interface V1Model {
  /** Last element of the address. */
  readonly path: string;
  /** As the console lists it. */
  readonly name: string;
  /** Most characters and most tokens of messages and system text together. */
  readonly characters: number;
  readonly tokens: number;
  readonly callsFunctions: boolean;
}

/** The models this server knows. Source: cloud.baidu.com/doc/WENXINWORKSHOP, the pages of the models. */
export const v1Models: readonly V1Model[] = [
  flagship('completions_pro', 'ERNIE-4.0-8K'),
  flagship('ernie-4.0-8k-latest', 'ERNIE-4.0-8K-Latest'),
  flagship('ernie-4.0-8k-preview', 'ERNIE-4.0-8K-Preview'),
  flagship('ernie-4.0-8k-0613', 'ERNIE-4.0-8K-0613'),
  flagship('ernie-4.0-8k-0329', 'ERNIE-4.0-8K-0329'),
  flagship('ernie-4.0-8k-0104', 'ERNIE-4.0-8K-0104'),
  flagship('completions_adv_pro', 'ERNIE-4.0-8K-Preview-0518'),
  flagship('ernie-4.0-turbo-8k', 'ERNIE-4.0-Turbo-8K'),
  flagship('completions', 'ERNIE-3.5-8K'),
  flagship('ernie-3.5-8k-preview', 'ERNIE-3.5-8K-Preview'),
  flagship('ernie-3.5-8k-0701', 'ERNIE-3.5-8K-0701'),
  flagship('ernie-3.5-8k-0613', 'ERNIE-3.5-8K-0613'),
  flagship('ernie-3.5-8k-0329', 'ERNIE-3.5-8K-0329', 8000, 2048),
  flagship('ernie-3.5-8k-0205', 'ERNIE-3.5-8K-0205'),
  flagship('ernie-3.5-8k-1222', 'ERNIE-3.5-8K-1222'),
  flagship('ernie-3.5-4k-0205', 'ERNIE-3.5-4K-0205', 8000, 2048),
  flagship('ernie-3.5-128k', 'ERNIE-3.5-128K', 516_096, 126_976),
  flagship('ernie_bot_8k', 'ERNIE-Bot-8k'),
  plain('ernie_speed', 'ERNIE-Speed-8K', 11_200, 7168),
  plain('eb_turbo_pro', 'ERNIE-Speed', 11_200, 7168),
  plain('ernie-speed-128k', 'ERNIE-Speed-128K', 507_904, 126_976),
  plain('ernie-speed-pro-8k', 'ERNIE-Speed-Pro-8K', 24_000, 6144),
  plain('ernie-speed-pro-128k', 'ERNIE-Speed-Pro-128K', 516_096, 126_976),
  plain('eb-instant', 'ERNIE-Lite-8K-0922', 11_200, 7168),
  plain('ernie-lite-8k', 'ERNIE-Lite-8K', 11_200, 7168),
  plain('ernie-lite-pro-8k', 'ERNIE-Lite-Pro-8K', 24_000, 6144),
  plain('ai_apaas_lite', 'ERNIE-Lite-AppBuilder-8K', 11_200, 7168),
  plain('ai_apaas', 'ERNIE-Speed-AppBuilder', 11_200, 7168),
  plain('ernie-tiny-8k', 'ERNIE-Tiny-8K', 24_000, 6144),
  plain('ernie-func-8k', 'ERNIE-Functions-8K', 24_000, 6144),
  plain('ernie-char-8k', 'ERNIE-Character-8K', 24_000, 6144),
  plain('ernie-char-fiction-8k', 'ERNIE-Character-Fiction-8K', 24_000, 6144),
  plain('ernie-novel-8k', 'ERNIE-Novel-8K', 24_000, 6144),
  plain('bloomz_7b1', 'BLOOMZ-7B', 4800, 4800),
  plain('llama_3_8b', 'Meta-Llama-3-8B-Instruct', 4800, 4800),
  plain('chatglm2_6b_32k', 'ChatGLM2-6B-32K', 4800, 4800),
];

/** A model without known limits: the path of a private deployment. */
export function deployedModel(path: string): V1Model {
  return { path, name: path, characters: 516_096, tokens: 126_976, callsFunctions: true };
}

function flagship(path: string, name: string, characters = 20_000, tokens = 5120): V1Model {
  return { path, name, characters, tokens, callsFunctions: true };
}

function plain(path: string, name: string, characters: number, tokens: number): V1Model {
  return { path, name, characters, tokens, callsFunctions: false };
}
