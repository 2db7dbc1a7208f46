import type { SlashCommand } from '../../shared/protocol.ts';
import type { MenuGroup, MenuRow } from '../menu.ts';

/**
 * The commands whose name or description has what was typed, upper and lower case being the same: names that begin with
 * it first, then names, then descriptions. The user's own are a group of their own under a heading.
 */
export function matchCommands(
  commands: readonly SlashCommand[],
  query: string,
  ownLabel: string,
): readonly MenuGroup[] {
  const wanted = query.toLowerCase();
  const ranks = [
    ({ name }: SlashCommand) => name.toLowerCase().startsWith(wanted),
    ({ name }: SlashCommand) => name.toLowerCase().includes(wanted),
    ({ description }: SlashCommand) => description.toLowerCase().includes(wanted),
  ];
  const ranked = commands
    .map((command) => ({ command, rank: ranks.findIndex((matches) => matches(command)) }))
    .filter(({ rank }) => rank !== -1)
    .sort((one, other) => one.rank - other.rank)
    .map(({ command }) => command);
  const rows = (own: boolean) => ranked.filter((command) => command.own === own).map(toRow);
  return [{ rows: rows(false) }, { label: ownLabel, rows: rows(true) }].filter(
    (group) => group.rows.length > 0,
  );
}

function toRow({ name, description }: SlashCommand): MenuRow {
  return { id: name, label: `/${name}`, detail: description };
}
