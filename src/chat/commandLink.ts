/**
 * A link of VS Code’s Markdown that runs a command.
 *
 * @param values arguments of the command, as JSON can hold them
 */
export function commandLink(title: string, command: string, ...values: readonly unknown[]): string {
  const query = values.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(values))}`;
  return `[${title}](command:${command}${query})`;
}
