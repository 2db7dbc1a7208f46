import type { ModelOptions } from '../../core/modelOptions.ts';
import type { ChatRequest } from '../../core/provider.ts';
import { encodeOptions } from '../../net/openAiChat/encodeRequest.ts';
import type { FunctionNames } from './functionNames.ts';
import type { SparkModel } from './models.ts';
import { normalise } from './normalise.ts';
import { optionMembers, searchTools } from './options.ts';

/** Who asks whom. */
export interface Asking {
  readonly appId: string;
  /** At most 32 characters. */
  readonly uid: string;
  readonly domain: string;
  /** Undefined: nothing is known of it. */
  readonly model: SparkModel | undefined;
}

/**
 * The one frame of a question, as JSON text.
 *
 * @param options checked against the model's rules.
 * @throws {ProviderError} of kind `invalid-request` if there is nothing to ask.
 * @see https://www.xfyun.cn/doc/spark/Web.html
 */
export function encodeQuestion(
  { messages, tools = [], toolChoice }: ChatRequest,
  options: ModelOptions,
  { appId, uid, domain, model }: Asking,
  names: FunctionNames,
): string {
  const search = searchTools(options);
  const functions = toolChoice === 'none' ? [] : tools;
  const text = normalise(messages, { tools: false, systemRole: model?.systemRole ?? true });
  return JSON.stringify({
    header: { app_id: appId, uid },
    parameter: {
      chat: { domain, ...encodeOptions(options, optionMembers), ...(search.length > 0 && { tools: search }) },
    },
    payload: {
      message: { text: text.map((message) => ({ role: message.role, content: message.text })) },
      ...(functions.length > 0 && {
        functions: {
          text: functions.map(({ name, description, parameters }) => ({
            name: names.toVendor(name),
            description,
            parameters,
          })),
        },
      }),
    },
  });
}
