/** Who speaks. `system` is our own instruction to the model and stands first, if at all. */
export type Role = 'system' | 'user' | 'assistant';

/** One message of a conversation as every vendor's codec receives it, before it is brought into that vendor's shape. */
export interface Message {
  readonly role: Role;
  readonly text: string;
}
