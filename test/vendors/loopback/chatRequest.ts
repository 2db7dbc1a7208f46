/** What the answering side needs from a request that kept the rules, whatever the vendor. */
export interface AcceptedRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream: boolean;
  /** Undefined when the request left it to the model. */
  readonly maxTokens: number | undefined;
  /** Whether the model thinks before this answer. */
  readonly thinking: boolean;
  readonly promptTokens: number;
  readonly requestId: string | undefined;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** Text parts joined by line feeds; pictures and other parts are left out. */
  readonly text: string;
}

/** What the vendor would answer to a request that breaks a rule: its code and which field is at fault. */
export interface Violation {
  readonly code: string;
  /** Empty where the wording of the vendor's table says it all. */
  readonly message: string;
}

/** Whether a server took a request on: recorded with the request. */
export type Outcome<Accepted> =
  /** Why the server refused the request by itself. */
  | { readonly refusal: Violation; readonly accepted: undefined }
  /** What a scenario answered. */
  | { readonly refusal: undefined; readonly accepted: Accepted };

/** What a check returned, as an outcome. */
export function outcome<Accepted extends object>(checked: Accepted | Violation): Outcome<Accepted> {
  return 'code' in checked
    ? { refusal: checked, accepted: undefined }
    : { refusal: undefined, accepted: checked };
}
