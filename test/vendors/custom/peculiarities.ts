/** In what a server that calls itself OpenAI-compatible differs from the others. */
export interface Peculiarities {
  /** Where its models think aloud; `none` drops the thinking. */
  readonly reasoningField: 'reasoning_content' | 'reasoning' | 'none';
  /**
   * When a stream tells its usage: in a last chunk without choices, if asked for by `stream_options`; beside the
   * finish reason, always, as a member of the chunk or of its choice; in every chunk; never.
   */
  readonly usage: 'when-asked' | 'with-finish' | 'in-choice' | 'every-chunk' | 'never';
  /** Answers 400 to `stream_options`, which it does not know. */
  readonly refusesStreamOptions: boolean;
  /** Sends `[DONE]` after the last chunk. */
  readonly endMark: boolean;
  /** Sends the role with every chunk, not only with the first. */
  readonly roleInEveryChunk: boolean;
  /** What stands for the finish reason before there is one. */
  readonly noFinishReason: 'null' | 'absent' | 'empty';
  /** How calls are streamed: in fragments as at OpenAI's, whole, or whole without their index. */
  readonly toolCalls: 'fragments' | 'whole' | 'whole-without-index';
  /** Lets users and assistants speak in turns only, and a system message stand at the beginning only. */
  readonly strictTurns: boolean;
  /** Refuses messages with the role system. */
  readonly refusesSystem: boolean;
  /**
   * What `/completions` does with what comes behind: takes it as `suffix`; refuses that member, because the prompt is
   * to hold it in the model's own marks; there is no such address.
   */
  readonly completions: 'suffix' | 'marks' | 'missing';
  /** Shape of its errors. */
  readonly errors: CustomErrorShape;
  /** What `/models` answers: the usual list, a bare array, or 404. */
  readonly models: 'list' | 'array' | 'missing';
  /** Whether `/api/tags` at the root of the host lists the models, as Ollama's does. */
  readonly tags: boolean;
  /** What an unknown address gets: an error with its status, or the same error with status 200. */
  readonly unknownAddress: 'error' | 'ok';
  /** Comment lines between the events of a stream, empty lines before a body that is not one. */
  readonly keepAlive: boolean;
  /** What stands between `data:` and the data. */
  readonly separator: '' | ' ';
}

/**
 * `openai`: `{error:{message,type,param,code}}`; `text`: `{error:"…"}`; `flat`:
 * `{object:"error",message,type,param,code:404}`; `detail`: `{detail:"…"}`.
 */
export type CustomErrorShape = 'openai' | 'text' | 'flat' | 'detail';

/** A server without peculiarities: what OpenAI's own does. */
export const plain: Peculiarities = {
  reasoningField: 'reasoning_content',
  usage: 'when-asked',
  refusesStreamOptions: false,
  endMark: true,
  roleInEveryChunk: false,
  noFinishReason: 'null',
  toolCalls: 'fragments',
  strictTurns: false,
  refusesSystem: false,
  completions: 'suffix',
  errors: 'openai',
  models: 'list',
  tags: false,
  unknownAddress: 'error',
  keepAlive: false,
  separator: ' ',
};

/**
 * Habits of well-known servers. Ollama: openai/openai.go of ollama/ollama. LM Studio: lmstudio-bug-tracker 618
 * and 1323. vLLM: vllm 27752 (the field), its older error shape. DeepSeek: api-docs.deepseek.com, rate limit.
 * Kimi: earendil-works/pi 2017. Completions: vllm 9976. `homemade` is nobody's: what small gateways leave out, all at once.
 */
export const servers = {
  ollama: { ...plain, reasoningField: 'reasoning', roleInEveryChunk: true, toolCalls: 'whole', tags: true },
  lmStudio: { ...plain, errors: 'text', unknownAddress: 'ok' },
  vllm: { ...plain, reasoningField: 'reasoning', errors: 'flat', strictTurns: true, completions: 'marks' },
  deepSeek: { ...plain, keepAlive: true },
  kimi: { ...plain, usage: 'in-choice' },
  homemade: {
    ...plain,
    usage: 'never',
    endMark: false,
    refusesStreamOptions: true,
    noFinishReason: 'absent',
    toolCalls: 'whole-without-index',
    completions: 'missing',
    errors: 'detail',
    models: 'missing',
    separator: '',
  },
} as const satisfies Record<string, Peculiarities>;
