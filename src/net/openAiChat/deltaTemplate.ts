/**
 * Reads the text out of an event that differs from an earlier one in nothing but its text.
 *
 * Nearly all events of a reply are the same JSON around another text, and parsing that JSON anew is the largest part of
 * what an event costs. A template is what stands before and after that text. Anything between them that has no quote,
 * backslash or control character is a JSON string that stands for itself, so such an event means exactly what the first
 * one means, with the text exchanged. Every other event is parsed.
 */
export interface DeltaTemplate {
  readonly before: string;
  readonly after: string;
}

/** Stands in for the text to find out which part of the event it is. */
const marker = '\uffff';

/**
 * The template of an event, or undefined if its text is not in it as it is.
 *
 * @param text the event's text.
 * @param read gives the text of an event, or undefined if the event holds anything else as well.
 */
export function learnTemplate(
  data: string,
  text: string,
  read: (data: string) => string | undefined,
): DeltaTemplate | undefined {
  if (!standsForItself(text)) return undefined;
  // Another member may have the same value: only reading the event tells.
  const at = data.lastIndexOf(`"${text}"`) + 1;
  const template = { before: data.slice(0, at), after: data.slice(at + text.length) };
  return read(template.before + marker + template.after) === marker ? template : undefined;
}

/** The text of an event that fits the template; undefined if the event has to be parsed. */
export function applyTemplate({ before, after }: DeltaTemplate, data: string): string | undefined {
  if (data.length <= before.length + after.length || !data.startsWith(before) || !data.endsWith(after)) {
    return undefined;
  }
  const text = data.slice(before.length, data.length - after.length);
  return standsForItself(text) ? text : undefined;
}

/** Whether JSON writes a text as it is. */
function standsForItself(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === quote || code === backslash || code < space) return false;
  }
  return true;
}

const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
