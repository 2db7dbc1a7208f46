/** The beginning of a text, in whole lines if it has to be cut. */
export function wholeLinesWithin(text: string, mostCharacters: number): string {
  return text.length > mostCharacters ? text.slice(0, text.lastIndexOf('\n', mostCharacters)) : text;
}
