/**
 * Replaces what stands from `start` to `end` in a text field, as typing would: undo takes it back and an `input` event
 * tells of it. The field gets the focus and the cursor stands behind the new text.
 */
export function replaceText(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  if (start === end && text === '') return;
  // Deprecated, but nothing else keeps the field's own undo.
  if (document.execCommand?.(text === '' ? 'delete' : 'insertText', false, text)) return;
  field.setRangeText(text, start, end);
  field.setSelectionRange(start + text.length, start + text.length);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
