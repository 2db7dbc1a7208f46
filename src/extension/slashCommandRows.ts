import type { Translate } from '../chat/advice.ts';
import { builtInCommands, type OwnCommands } from '../chat/slashCommands.ts';
import type { SlashCommand } from '../shared/protocol.ts';

const longestDescription = 60;

/** All commands that a question may begin with, the user's own first. */
export function slashCommandRows(own: OwnCommands, translate: Translate): SlashCommand[] {
  const builtIn = builtInCommands(translate).filter(({ name }) => !Object.hasOwn(own, name));
  return [
    ...Object.entries(own).map(([name, { text, description = text }]) => ({
      name,
      description: firstLine(description),
      own: true,
    })),
    ...builtIn.map(({ name, description }) => ({ name, description, own: false })),
  ];
}

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length <= longestDescription ? line : `${line.slice(0, longestDescription)}…`;
}
