/** Limits and abilities of one version of Spark, as far as the checks of a request need them. */
export interface SparkVersion {
  /** The product's name, by which accounts say what they have activated. */
  readonly name: string;
  /** Path of its WebSocket; undefined for a version that is served over HTTP only. */
  readonly socketPath: string | undefined;
  /** Values of `domain` on that path: the present one first, then older ones that still work. */
  readonly domains: readonly string[];
  /** HTTP paths that serve it, and the model names it has there. */
  readonly completions: readonly { readonly path: string; readonly models: readonly string[] }[];
  /** Tokens that the contents of all messages may have together. */
  readonly inputLimit: number;
  /** Largest `max_tokens`. */
  readonly maxOutput: number;
  /** Whether it thinks first; such versions take other parameter ranges, too. */
  readonly reasons: boolean;
  readonly system: boolean;
  readonly functions: boolean;
  readonly search: boolean;
}

const v1 = '/v1/chat/completions';
const v2 = '/v2/chat/completions';
const x2 = '/x2/chat/completions';

const chat = { reasons: false, system: true, functions: true, search: false };
const reasoning = { reasons: true, system: true, functions: true, search: true };
const plain = { reasons: false, system: false, functions: false, search: false };

/**
 * The versions these servers know. Path and domain belong together. X2's limits and the path of X2.5 are not
 * documented: the widest that is plausible is accepted.
 * Source: xfyun.cn/doc/spark, Web.html, X1ws.html, HTTP调用文档.html, X1http.html, Spark-X2.5.html.
 */
export const sparkVersions: readonly SparkVersion[] = [
  {
    ...plain,
    name: 'Lite',
    socketPath: '/v1.1/chat',
    domains: ['lite', 'general'],
    completions: [{ path: v1, models: ['lite', 'general'] }],
    inputLimit: 8192,
    maxOutput: 4096,
  },
  {
    ...plain,
    name: 'V2',
    socketPath: '/v2.1/chat',
    domains: ['generalv2'],
    completions: [],
    inputLimit: 8192,
    maxOutput: 8192,
  },
  {
    ...chat,
    name: 'Pro',
    search: true,
    socketPath: '/v3.1/chat',
    domains: ['generalv3'],
    completions: [{ path: v1, models: ['generalv3'] }],
    inputLimit: 8192,
    maxOutput: 8192,
  },
  {
    ...chat,
    name: 'Pro-128K',
    socketPath: '/chat/pro-128k',
    domains: ['pro-128k'],
    completions: [{ path: v1, models: ['pro-128k'] }],
    inputLimit: 131_072,
    maxOutput: 4096,
  },
  {
    ...chat,
    name: 'Max',
    search: true,
    socketPath: '/v3.5/chat',
    domains: ['generalv3.5'],
    completions: [{ path: v1, models: ['generalv3.5'] }],
    inputLimit: 8192,
    maxOutput: 8192,
  },
  {
    ...chat,
    name: 'Max-32K',
    socketPath: '/chat/max-32k',
    domains: ['max-32k'],
    completions: [{ path: v1, models: ['max-32k'] }],
    inputLimit: 32_768,
    maxOutput: 8192,
  },
  {
    ...chat,
    name: '4.0 Ultra',
    search: true,
    socketPath: '/v4.0/chat',
    domains: ['4.0Ultra'],
    completions: [{ path: v1, models: ['4.0Ultra'] }],
    inputLimit: 8192,
    maxOutput: 8192,
  },
  {
    ...reasoning,
    name: 'X1.5',
    socketPath: '/v1/x1',
    domains: ['spark-x', 'x1'],
    completions: [{ path: v2, models: ['spark-x', 'x1', 'x1-preview'] }],
    inputLimit: 65_536,
    maxOutput: 65_535,
  },
  {
    ...reasoning,
    name: 'X2',
    socketPath: '/x2',
    domains: ['spark-x'],
    completions: [{ path: x2, models: ['spark-x'] }],
    inputLimit: 65_536,
    maxOutput: 65_535,
  },
  {
    ...reasoning,
    name: 'X2.5',
    socketPath: undefined,
    domains: [],
    completions: [v2, x2].map((path) => ({
      path,
      models: ['spark-x2.5', 'spark-x2.5-4b', 'spark-x2.5-1.7b'],
    })),
    inputLimit: 262_144,
    maxOutput: 262_143,
  },
  {
    ...plain,
    name: 'literature',
    socketPath: '/v1.1/chat_kjwx',
    domains: ['kjwx'],
    completions: [],
    inputLimit: 8192,
    maxOutput: 8192,
  },
  {
    ...plain,
    name: 'multilingual',
    socketPath: '/v1.1/chat_multilang',
    domains: ['multilang'],
    completions: [],
    inputLimit: 8192,
    maxOutput: 8192,
  },
];

/** A fine-tuned model: its service id is the domain, and its path is the one of Lite on another host. */
export function tunedVersion(serviceId: string): SparkVersion {
  return {
    ...chat,
    name: serviceId,
    socketPath: '/v1.1/chat',
    domains: [serviceId],
    completions: [],
    inputLimit: 8192,
    maxOutput: 8192,
  };
}
