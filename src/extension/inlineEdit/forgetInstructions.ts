const key = 'hanlin.recentInstructions';

/** As much of VS Code's `Memento` as is needed. */
interface State {
  get(key: string): unknown;
  update(key: string, value: undefined): PromiseLike<void>;
}

/** Deletes what earlier versions kept of edits in place: their instructions, which are texts about code. */
export async function forgetInstructions(state: State): Promise<void> {
  if (state.get(key) !== undefined) await state.update(key, undefined);
}
