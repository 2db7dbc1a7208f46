/** A menu that belongs to what is being typed. */
export interface InputMenu {
  readonly element: HTMLElement;
  /**
   * The text has changed or the cursor has moved.
   *
   * @param mayOpen whether it was typing: pasting and moving about only change or close what is open
   */
  follow(mayOpen: boolean): void;
  /** Returns whether the key was for the menu. Must not be given keys of an input method. */
  handleKey(event: KeyboardEvent): boolean;
  close(): void;
}
