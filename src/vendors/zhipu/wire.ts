import type { ChatRequest } from '../../core/provider.ts';
import type { Connection } from '../../core/vendor.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import { encodeRequest } from '../../net/openAiChat/encodeRequest.ts';
import { zhipuError } from './errorTable.ts';
import { findModel } from './models.ts';

/*
 * What BigModel does in its own way.
 * See https://docs.bigmodel.cn/api-reference/模型-api/对话补全
 */

export const dialect: ChatDialect = {
  finishReasons: {
    stop: 'stop',
    length: 'length',
    sensitive: 'content-filter',
    model_context_window_exceeded: 'context-length',
  },
  // The only word that reaches us when the server fails in the middle of a reply.
  failedFinishes: { network_error: { kind: 'unavailable', retryable: true } },
  mapFailure: zhipuError,
};

/** The address of chat completions; there is no `/v1` in it. */
export function chatUrl(baseUrl: string): string {
  return `${baseUrl}/chat/completions`;
}

/**
 * The body of a chat request. No temperature: each model family has its own best one, and values that OpenAI takes are
 * errors here.
 */
export function encodeChat(request: ChatRequest): string {
  const model = findModel(request.model);
  const { maxOutputTokens } = request;
  const thinking = encodeThinking(request);
  return encodeRequest(
    model && maxOutputTokens !== undefined
      ? { ...request, maxOutputTokens: Math.min(maxOutputTokens, model.maxOutputTokens) }
      : request,
    thinking === undefined ? {} : { thinking: { type: thinking } },
  );
}

/** Models that always think refuse to be told not to, with code 1210. */
function encodeThinking({ model, thinking }: ChatRequest): 'enabled' | 'disabled' | undefined {
  if (thinking === undefined) return undefined;
  const ability = findModel(model)?.thinking ?? (/^glm-5\.3/i.test(model) ? 'always' : 'optional');
  if (ability === 'none') return undefined;
  if (thinking) return 'enabled';
  return ability === 'always' ? undefined : 'disabled';
}

/** The language of error messages. The international service is documented with English only. */
export function acceptLanguage({ baseUrl, language }: Connection): string {
  const international = /(?:^|\.)z\.ai$/.test(new URL(baseUrl).hostname);
  return !international && /^zh\b/i.test(language) ? 'zh-CN,zh' : 'en-US,en';
}
