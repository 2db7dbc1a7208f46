import type { SlashCommand } from '../../shared/protocol.ts';
import { isPlain } from '../keyboard.ts';
import { createMenu, type MenuRow } from '../menu.ts';
import type { PanelContext } from '../panelContext.ts';
import { matchCommands } from './commandMatches.ts';
import type { InputMenu } from './inputMenu.ts';
import { replaceText } from './replaceText.ts';

/** The menu of the commands that a question may begin with. */
export interface CommandMenu extends InputMenu {
  setCommands(commands: readonly SlashCommand[]): void;
}

/** @param run sends the question as it stands */
export function createCommandMenu(
  { texts }: PanelContext,
  input: HTMLTextAreaElement,
  run: () => void,
): CommandMenu {
  let commands: readonly SlashCommand[] = [];
  /** Escape holds until the text does not begin with a slash any more. */
  let dismissed = false;
  const menu = createMenu({
    input,
    label: texts.commandMenu,
    className: 'command-menu',
    keys: [
      ['↑↓', texts.menuSelect],
      ['Tab', texts.menuInsert],
      ['Enter', texts.menuRun],
    ],
    onChoose: insert,
  });

  function insert(row: MenuRow): void {
    menu.close();
    const firstWord = /\S*[^\S\n]?/.exec(input.value)?.[0];
    replaceText(input, 0, firstWord?.length ?? 0, `/${row.id} `);
  }

  return {
    element: menu.element,
    setCommands(next) {
      commands = next;
    },
    follow(mayOpen) {
      if (!input.value.startsWith('/')) dismissed = false;
      const query = /^\/([^\s/]*)$/.exec(input.value.slice(0, input.selectionStart))?.[1];
      if (query === undefined) menu.close();
      else if (menu.isOpen || (mayOpen && !dismissed)) {
        const groups = matchCommands(commands, query, texts.ownCommands);
        if (groups.length > 0) menu.show(groups, query);
        else menu.close();
      }
    },
    handleKey(event) {
      const { chosen } = menu;
      if (!chosen || !isPlain(event)) return false;
      if (event.key === 'Escape') {
        dismissed = true;
        menu.close();
        return true;
      }
      if (event.key !== 'Enter' && event.key !== 'Tab') return menu.move(event.key);
      insert(chosen);
      if (event.key === 'Enter' && input.value.trim() === `/${chosen.id}`) run();
      return true;
    },
    close: menu.close,
  };
}
