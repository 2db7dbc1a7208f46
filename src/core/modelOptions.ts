/**
 * What a user may set for a model. Everything is optional and only what is set is sent; which of them an API has, and
 * within what range, is in its descriptor.
 */
export interface ModelOptions {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly penaltyScore?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  /** The most tokens the reply may have, reasoning included. */
  readonly maxOutputTokens?: number;
  /** Whether the model is to reason before it answers. */
  readonly thinking?: boolean;
  /** The most tokens it may reason. */
  readonly thinkingBudget?: number;
  readonly reasoningEffort?: string;
  /** Whether the vendor searches the web before the model answers. */
  readonly webSearch?: boolean;
  /** Whether the answer marks which search result a sentence comes from. */
  readonly citations?: boolean;
  readonly responseFormat?: string;
  /** The vendor's name for the person who asks. */
  readonly userId?: string;
  /** Whether the vendor works on the reply in its own time and hands it over whole. */
  readonly async?: boolean;
}

export type OptionName = keyof ModelOptions;

/** The values of an option that an API takes. Bounds are inclusive unless they say otherwise. */
export type OptionRule =
  /** `only` is the one value there is, where the vendor leaves no choice. */
  | { readonly type: 'boolean'; readonly only?: boolean }
  | {
      readonly type: 'number' | 'integer';
      readonly minimum?: number;
      readonly exclusiveMinimum?: number;
      readonly maximum?: number;
      readonly exclusiveMaximum?: number;
    }
  | {
      readonly type: 'string';
      readonly oneOf?: readonly string[];
      readonly minLength?: number;
      readonly maxLength?: number;
    }
  /** A list of texts; `maxLength` is that of each. */
  | { readonly type: 'strings'; readonly maxItems?: number; readonly maxLength?: number };

/** The options of an API; any other one is a mistake. */
export type OptionRules = { readonly [Name in OptionName]?: OptionRule };
