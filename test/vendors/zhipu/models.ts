/** Limits and abilities of one model, as far as the checks of a request need them. */
export interface ServedModel {
  readonly id: string;
  /** Tokens that prompt and answer share. */
  readonly contextWindow: number;
  /** Largest `max_tokens`. */
  readonly maxOutput: number;
  /** `none`: knows no thinking; `optional`: may be switched off; `always`: refuses to switch it off. */
  readonly thinking: 'none' | 'optional' | 'always';
  /** Accepted values of `reasoning_effort`; none for models before 5.2. */
  readonly reasoningEfforts: readonly string[];
  readonly streamsTools: boolean;
}

const million = 1_048_576;
const efforts = ['max', 'high', 'low'];
const allEfforts = [...efforts, 'xhigh', 'medium', 'minimal', 'none'];

/** The models this server knows; any other id is answered with 1211. Source: docs.bigmodel.cn, model overview. */
export const servedModels: readonly ServedModel[] = [
  thinker('glm-5.3', million, 131_072, { thinking: 'always', reasoningEfforts: efforts }),
  thinker('glm-5.3-flash', million, 131_072, { thinking: 'always', reasoningEfforts: efforts }),
  thinker('glm-5.2', million, 131_072, { reasoningEfforts: allEfforts }),
  thinker('glm-5.1', 204_800, 131_072),
  thinker('glm-5', 204_800, 131_072),
  thinker('glm-5-turbo', 204_800, 131_072),
  thinker('glm-4.7', 204_800, 131_072),
  thinker('glm-4.7-flash', 204_800, 131_072),
  thinker('glm-4.7-flashx', 204_800, 131_072),
  thinker('glm-4.6', 204_800, 131_072),
  thinker('glm-4.5', 131_072, 98_304, { streamsTools: false }),
  thinker('glm-4.5-air', 131_072, 98_304, { streamsTools: false }),
  thinker('glm-4.5-airx', 131_072, 98_304, { streamsTools: false }),
  thinker('glm-4.5-x', 131_072, 98_304, { streamsTools: false }),
  thinker('glm-4.5-flash', 131_072, 98_304, { streamsTools: false }),
  thinker('glm-4.5v', 65_536, 16_384, { streamsTools: false }),
  plain('glm-4-long', million, 4095),
  plain('glm-4-plus', 131_072, 4095),
  plain('glm-4-flash', 131_072, 4095),
  plain('glm-4-flash-250414', 131_072, 16_384),
  plain('glm-4-flashx-250414', 131_072, 16_384),
  plain('glm-4-air', 131_072, 4095),
  plain('glm-4-airx', 8192, 4095),
  plain('codegeex-4', 131_072, 32_768),
];

/** A model without known limits, for tests that allow ids of their own. */
export function permissiveModel(id: string): ServedModel {
  return {
    id,
    contextWindow: million,
    maxOutput: 131_072,
    thinking: 'optional',
    reasoningEfforts: allEfforts,
    streamsTools: true,
  };
}

function thinker(
  id: string,
  contextWindow: number,
  maxOutput: number,
  differences: Partial<Pick<ServedModel, 'thinking' | 'reasoningEfforts' | 'streamsTools'>> = {},
): ServedModel {
  return {
    id,
    contextWindow,
    maxOutput,
    thinking: 'optional',
    reasoningEfforts: [],
    streamsTools: true,
    ...differences,
  };
}

function plain(id: string, contextWindow: number, maxOutput: number): ServedModel {
  return { id, contextWindow, maxOutput, thinking: 'none', reasoningEfforts: [], streamsTools: false };
}
