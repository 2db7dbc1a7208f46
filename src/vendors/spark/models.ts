import type { ModelInfo } from '../../core/vendor.ts';

/** The HTTP addresses differ by version. */
export type CompletionVersion = 'v1' | 'v2' | 'x2';

/** One version of Spark with all that depends on it: every address, name and limit comes from its entry. */
export interface SparkModel extends ModelInfo {
  /** Earlier names that the service still takes. */
  readonly formerNames: readonly string[];
  /** Its WebSocket. Path and domain belong together; any other pair is answered with 10003 or 11200. */
  readonly socket?: { readonly path: string; readonly domain: string };
  readonly completions: { readonly version: CompletionVersion; readonly name: string };
  readonly systemRole: boolean;
  /** Whether it may reason: its parameters have other ranges. */
  readonly reasons: boolean;
  /** Whether temperature and top_p are fixed. */
  readonly fixedSampling: boolean;
}

const chat = {
  thinking: 'none',
  tools: true,
  webSearch: false,
  formerNames: [],
  systemRole: true,
  reasons: false,
  fixedSampling: false,
} as const;

const reasoning = { ...chat, thinking: 'always', webSearch: true, reasons: true } as const;

const newest = { ...reasoning, webSearch: false, fixedSampling: true } as const;

/**
 * Most capable first. `contextWindow` is the documented limit of all messages together: whether the reply shares it is
 * not documented, so the reserve for the reply is taken from it.
 *
 * @see https://www.xfyun.cn/doc/spark/Web.html, X1ws.html, HTTP调用文档.html, X1http.html, Spark-X2.5.html
 */
export const models: readonly SparkModel[] = [
  {
    ...reasoning,
    id: 'spark-x',
    label: 'Spark X1.5',
    contextWindow: 65_536,
    maxOutputTokens: 65_535,
    thinking: 'optional',
    formerNames: ['x1'],
    socket: { path: '/v1/x1', domain: 'spark-x' },
    completions: { version: 'v2', name: 'spark-x' },
  },
  {
    ...reasoning,
    // The service calls it `spark-x` as well; only the path tells it from X1.5.
    id: 'spark-x2',
    label: 'Spark X2',
    contextWindow: 65_536,
    maxOutputTokens: 65_535,
    socket: { path: '/x2', domain: 'spark-x' },
    completions: { version: 'x2', name: 'spark-x' },
  },
  {
    ...chat,
    id: '4.0Ultra',
    label: 'Spark 4.0 Ultra',
    contextWindow: 8_192,
    maxOutputTokens: 8_192,
    webSearch: true,
    socket: { path: '/v4.0/chat', domain: '4.0Ultra' },
    completions: { version: 'v1', name: '4.0Ultra' },
  },
  {
    ...chat,
    id: 'max-32k',
    label: 'Spark Max-32K',
    contextWindow: 32_768,
    maxOutputTokens: 8_192,
    socket: { path: '/chat/max-32k', domain: 'max-32k' },
    completions: { version: 'v1', name: 'max-32k' },
  },
  {
    ...chat,
    id: 'generalv3.5',
    label: 'Spark Max',
    contextWindow: 8_192,
    maxOutputTokens: 8_192,
    webSearch: true,
    socket: { path: '/v3.5/chat', domain: 'generalv3.5' },
    completions: { version: 'v1', name: 'generalv3.5' },
  },
  {
    ...chat,
    id: 'pro-128k',
    label: 'Spark Pro-128K',
    contextWindow: 131_072,
    maxOutputTokens: 4_096,
    socket: { path: '/chat/pro-128k', domain: 'pro-128k' },
    completions: { version: 'v1', name: 'pro-128k' },
  },
  {
    ...chat,
    id: 'generalv3',
    label: 'Spark Pro',
    contextWindow: 8_192,
    maxOutputTokens: 8_192,
    webSearch: true,
    socket: { path: '/v3.1/chat', domain: 'generalv3' },
    completions: { version: 'v1', name: 'generalv3' },
  },
  {
    ...chat,
    id: 'lite',
    label: 'Spark Lite',
    contextWindow: 8_192,
    maxOutputTokens: 4_096,
    tools: false,
    formerNames: ['general'],
    systemRole: false,
    socket: { path: '/v1.1/chat', domain: 'lite' },
    completions: { version: 'v1', name: 'lite' },
  },
  {
    ...newest,
    id: 'spark-x2.5',
    label: 'Spark X2.5',
    contextWindow: 262_144,
    maxOutputTokens: 262_143,
    completions: { version: 'v2', name: 'spark-x2.5' },
  },
  {
    ...newest,
    id: 'spark-x2.5-4b',
    label: 'Spark X2.5 4B',
    contextWindow: 262_144,
    maxOutputTokens: 262_143,
    completions: { version: 'v2', name: 'spark-x2.5-4b' },
  },
  {
    ...newest,
    id: 'spark-x2.5-1.7b',
    label: 'Spark X2.5 1.7B',
    contextWindow: 262_144,
    maxOutputTokens: 262_143,
    completions: { version: 'v2', name: 'spark-x2.5-1.7b' },
  },
];

/** What is known of a model, by its present or a former name, in any letter case. */
export function findModel(id: string): SparkModel | undefined {
  const name = id.toLowerCase();
  return models.find((model) =>
    [model.id, ...model.formerNames].some((known) => known.toLowerCase() === name),
  );
}
