import type { Message, ToolCall } from '../../core/message.ts';
import type { ModelOptions, OptionName } from '../../core/modelOptions.ts';
import type { ChatRequest, Tool } from '../../core/provider.ts';
import { isJsonObject, type JsonObject, parseJson } from '../json.ts';

/** The members of the body that an option becomes: a name for its value as it is, or a function. */
export type OptionMembers = {
  readonly [Name in OptionName]?: string | ((value: NonNullable<ModelOptions[Name]>) => JsonObject);
};

/** How a vendor's requests look. */
export interface RequestForm {
  /** Options that are not in it are not sent. */
  readonly options: OptionMembers;
  /** Where the reasoning of earlier replies goes back; absent: it does not. */
  readonly reasoningMember?: string;
  /** Whether the reply is to come as a stream. Absent: yes. */
  readonly stream?: boolean;
  /** The vendor's own tools, in its own form, beside those of the request. */
  readonly vendorTools?: readonly JsonObject[];
  /** The vendor's own members. */
  readonly extra?: JsonObject;
}

/**
 * The body of a chat completion, as JSON text.
 *
 * @param request its messages as the vendor takes them, see `normaliseChat`.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export function encodeRequest(request: ChatRequest, form: RequestForm): string {
  const tools = [...(request.tools ?? []).map(encodeTool), ...(form.vendorTools ?? [])];
  return JSON.stringify({
    model: request.model,
    messages: request.messages.map((message) => encodeMessage(message, form.reasoningMember)),
    ...(form.stream !== false && { stream: true }),
    ...encodeOptions(request.options ?? {}, form.options),
    ...(tools.length > 0 && { tools }),
    ...(request.tools?.length && request.toolChoice && { tool_choice: request.toolChoice }),
    ...form.extra,
  });
}

/** The members for the options that are set. */
export function encodeOptions(options: ModelOptions, members: OptionMembers): JsonObject {
  const pairs = Object.entries(options).flatMap(([name, value]) => {
    const member = Object.hasOwn(members, name) ? members[name as OptionName] : undefined;
    if (value === undefined || member === undefined) return [];
    if (typeof member === 'string') return [[member, value] as const];
    // The table pairs every function with the values of its own option.
    return Object.entries((member as (value: unknown) => JsonObject)(value));
  });
  return Object.fromEntries(pairs);
}

function encodeTool({ name, description, parameters }: Tool): JsonObject {
  return { type: 'function', function: { name, description, parameters } };
}

function encodeMessage(message: Message, reasoningMember: string | undefined): JsonObject {
  const { role, text } = message;
  switch (role) {
    case 'system':
      return { role, content: text };
    case 'user': {
      if (!message.images?.length) return { role, content: text };
      const pictures = message.images.map(({ mediaType, data }) => ({
        type: 'image_url',
        image_url: { url: `data:${mediaType};base64,${data}` },
      }));
      return { role, content: [...pictures, ...(text.trim() === '' ? [] : [{ type: 'text', text }])] };
    }
    case 'assistant': {
      const { reasoning, toolCalls } = message;
      return {
        role,
        content: text,
        ...(reasoningMember && reasoning && { [reasoningMember]: reasoning }),
        ...(toolCalls?.length && { tool_calls: toolCalls.map(encodeToolCall) }),
      };
    }
    case 'tool':
      return { role, tool_call_id: message.callId, content: text };
  }
}

function encodeToolCall({ id, name, input }: ToolCall): JsonObject {
  return { id, type: 'function', function: { name, arguments: validInput(input) } };
}

/** Servers refuse a conversation in which their own model once wrote invalid JSON. */
function validInput(input: string): string {
  return isJsonObject(parseJson(input)) ? input : JSON.stringify(input.trim() === '' ? {} : { input });
}
