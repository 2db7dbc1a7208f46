interface Item {
  readonly label: string;
}

/**
 * A list to choose from as VS Code has it: one half in the extension host, one in the window. What is set is sent a turn
 * later, and an item is told by its place alone.
 */
export class FakeQuickPick {
  #items: readonly Item[] = [];
  #isSending = false;
  readonly #selectionListeners: ((items: readonly Item[]) => void)[] = [];
  readonly #acceptListeners: (() => void)[] = [];
  readonly #buttonListeners: ((pressed: { readonly item: Item }) => void)[] = [];
  /** What the window has not looked at yet, and what the extension host has not. */
  readonly #toWindow: (() => void)[] = [];
  readonly #toExtension: (() => void)[] = [];
  title = '';
  placeholder = '';
  activeItems: readonly Item[] = [];
  /** What the window shows. */
  shown: readonly string[] = [];

  get items(): readonly Item[] {
    return this.#items;
  }

  set items(items: readonly Item[]) {
    this.#items = [...items];
    if (this.#isSending) return;
    this.#isSending = true;
    setTimeout(() => {
      this.#isSending = false;
      const labels = this.#items.map(({ label }) => label);
      this.#toWindow.push(() => {
        this.shown = labels;
      });
    });
  }

  onDidChangeSelection(listener: (items: readonly Item[]) => void): void {
    this.#selectionListeners.push(listener);
  }

  onDidAccept(listener: () => void): void {
    this.#acceptListeners.push(listener);
  }

  onDidTriggerItemButton(listener: (pressed: { readonly item: Item }) => void): void {
    this.#buttonListeners.push(listener);
  }

  /** A command that the window runs. */
  execute(): Promise<void> {
    return new Promise((resolve) => {
      this.#toWindow.push(() => this.#toExtension.push(resolve));
    });
  }

  /** The window takes in all it was told. */
  windowTurn(): void {
    for (const run of this.#toWindow.splice(0)) run();
  }

  /** Whether the extension host has not taken in everything yet. */
  get isTold(): boolean {
    return this.#toExtension.length > 0;
  }

  /** The extension host takes in one thing it was told, if there is any. */
  extensionTurn(): void {
    this.#toExtension.shift()?.();
  }

  /** Somebody clicks a row. */
  click(place: number): void {
    this.#toExtension.push(() => {
      const item = this.#items[place];
      for (const each of this.#selectionListeners) each(item ? [item] : []);
      for (const each of this.#acceptListeners) each();
    });
  }

  pressButton(place: number): void {
    this.#toExtension.push(() => {
      const item = this.#items[place];
      if (item) for (const each of this.#buttonListeners) each({ item });
    });
  }
}
