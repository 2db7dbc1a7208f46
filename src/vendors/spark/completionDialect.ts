import type { ProviderError } from '../../core/error.ts';
import type { StreamPart } from '../../core/streamPart.ts';
import { parseFailure, type ReadFailure } from '../../net/errorResponse.ts';
import type { VendorFailure } from '../../net/errorTable.ts';
import { isJsonObject, type JsonObject, textOf } from '../../net/json.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import { tendencyCode } from './errorTable.ts';
import { readSources } from './searchResults.ts';

/** What is to be known about one reply while it arrives. */
export interface ReplyState {
  /** Whether any of it has been shown. */
  started: boolean;
  /** Whether the service has warned of the conversation's content, which it does after the whole reply. */
  warned: boolean;
  finished: boolean;
}

/**
 * What Spark does in its own way: every event has a `code`, `/v1` gives no finish reason, and a warning may follow the
 * whole reply.
 *
 * @see https://www.xfyun.cn/doc/spark/HTTP调用文档.html and X1http.html
 */
export function completionDialect(
  state: ReplyState,
  mapFailure: (failure: VendorFailure) => ProviderError,
): ChatDialect {
  return {
    finishReasons: {
      stop: 'stop',
      length: 'length',
      tool_calls: 'tool-calls',
      content_filter: 'content-filter',
    },
    failedFinishes: {},
    finishesAtDone: true,
    mapFailure,
    readFailure(value) {
      const failure = readFailure(value);
      return failure?.code === tendencyCode && state.started ? undefined : failure;
    },
    readExtras(chunk) {
      if (textOf(chunk['code']) !== tendencyCode) return sourcesIn(chunk);
      state.warned = true;
      return [{ type: 'notice', kind: 'sensitive' }];
    },
  };
}

/** The failure in a body or an event: OpenAI's `error`, or a `code` other than 0, whatever else is beside it. */
function readFailure(value: unknown): ReturnType<ReadFailure> {
  if (!isJsonObject(value)) return undefined;
  const code = textOf(value['code']);
  if (code === '0' && value['error'] == null) return undefined;
  const failure =
    code === undefined || value['error'] != null
      ? parseFailure(value)
      : { code, message: textOf(value['message']) ?? '' };
  if (!failure) return undefined;
  const sid = textOf(value['sid']) ?? /\(sid:\s*([^\s()]+)\)/.exec(failure.message)?.[1];
  return { ...failure, ...(sid !== undefined && { requestId: sid }) };
}

/**
 * Sources come as the output of a tool of the service's own, which is nothing to call. The service's documents have no
 * example of it in a stream, so anything else is passed over.
 */
function sourcesIn({ choices }: JsonObject): readonly StreamPart[] {
  if (!Array.isArray(choices) || !isJsonObject(choices[0])) return [];
  const { delta, message } = choices[0];
  const said = delta ?? message;
  if (!isJsonObject(said) || said['tool_calls'] == null) return [];
  return [said['tool_calls']].flat().flatMap((call: unknown) => {
    const search = isJsonObject(call) ? call['web_search'] : undefined;
    return isJsonObject(search) ? readSources(search['outputs']) : [];
  });
}
