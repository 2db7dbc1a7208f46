/** A picture that goes along with a question. */
export interface Image {
  /** Such as `image/png`. */
  readonly mediaType: string;
  /** Base64, without a `data:` prefix. */
  readonly data: string;
}

/** A call of a tool that the model asks for. */
export interface ToolCall {
  /** Unique within the conversation; made up by us where the vendor gives none. */
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it, which need not be valid. */
  readonly input: string;
}

/**
 * One message of a conversation as every vendor's codec receives it, before it is brought into that vendor's shape.
 * `system` is our own instruction to the model; `tool` is the result of a call that the assistant asked for.
 */
export type Message =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string; readonly images?: readonly Image[] }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly reasoning?: string;
      readonly toolCalls?: readonly ToolCall[];
    }
  | { readonly role: 'tool'; readonly callId: string; readonly name: string; readonly text: string };
