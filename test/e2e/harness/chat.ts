import type { Frame, Locator } from 'playwright-core';
import { waitFor } from './waitFor.ts';
import type { CodeWindow } from './window.ts';

/** The box that a question is written in. */
export function composer(panel: Frame): Locator {
  return panel.getByRole('textbox', { name: 'Your message' });
}

/**
 * Shows an empty conversation, by the button in the title of the side bar unless there is one. There the button changes
 * nothing that could be waited for, and VS Code may pass the click on after a question that is asked right behind it.
 */
export async function newChat(window: Pick<CodeWindow, 'page' | 'openPanel' | 'panel'>): Promise<Frame> {
  const panel = await window.openPanel();
  await panel.locator(':is(.empty-state, .turn, .history, .diagnosis):visible').first().waitFor();
  if (await panel.locator('.empty-state').isVisible()) return panel;
  await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await window.page.locator('.part.sidebar').getByRole('button', { name: 'New Chat' }).click();
  const begun = await window.panel('.empty-state');
  // The composer gets the focus, which would close a list that is opened before.
  await waitFor('the focus', async () =>
    begun.evaluate(() => document.activeElement instanceof HTMLTextAreaElement || undefined),
  );
  return begun;
}

/** Types a question and sends it. Resolves to the panel when the question is in the conversation. */
export async function ask(window: CodeWindow, question: string): Promise<Frame> {
  const panel = await window.panel('textarea');
  const asked = await panel.locator('.question').count();
  await composer(panel).fill(question);
  await composer(panel).press('Enter');
  await panel.locator('.question').nth(asked).waitFor();
  return panel;
}

/** Asks, and waits for the end of the answer. */
export async function askAndRead(window: CodeWindow, question: string): Promise<Frame> {
  const panel = await ask(window, question);
  await ended(panel);
  return panel;
}

/** Waits until the last answer has come to its end, and resolves to it. */
export async function ended(panel: Frame): Promise<Locator> {
  const answer = panel.locator('.answer').last();
  await answer.locator('.footer').waitFor();
  return answer;
}

/** Chooses the model with this label, by the button in the composer. */
export async function chooseModel(window: CodeWindow, label: string): Promise<Frame> {
  const panel = await window.panel('textarea');
  await panel.locator('.model-pill').click();
  await pickModel(window, label);
  await panel.locator('.model-pill', { hasText: label }).waitFor();
  return panel;
}

/** Picks the model with this label in the list that is open. */
export async function pickModel({ quickInput }: CodeWindow, label: string): Promise<void> {
  await quickInput.title('Choose a model');
  await quickInput.type(label);
  await quickInput.pick(new RegExp(`^\\s*${label.replaceAll('.', '\\.')}$`));
  await quickInput.closed();
}
