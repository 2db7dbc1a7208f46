import type { CodeAction } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import { button, element } from './dom.ts';
import { type MenuItem, openPopupMenu } from './popupMenu.ts';

/** What the head of a code block asks of the panel around it. */
export interface CodeBlockHeadContext {
  readonly texts: ViewStrings;
  copy(text: string, button: HTMLButtonElement): void;
  /** Does something with a code block of this answer, outside of the panel. */
  actOnCode(action: CodeAction, block: CodeOfBlock): void;
}

/** A code block as the host gets it. */
export interface CodeOfBlock {
  readonly code: string;
  readonly language: string | undefined;
  /** The file that the block says it is for. */
  readonly path: string | undefined;
}

/** What the head says about its block. */
export interface CodeBlockDescription {
  /** The language as people write it. */
  readonly name: string;
  /** The language as the model wrote it. */
  readonly language: string | undefined;
  readonly path: string | undefined;
  /** Whether all of the code is there. Until then it can only be copied. */
  readonly complete: boolean;
}

export interface CodeBlockHead {
  readonly element: HTMLElement;
  update(description: CodeBlockDescription): void;
}

/** The head's way to the body of the block. */
export interface CodeBlockBody {
  getCode(): string;
  /** Whether long lines are wrapped instead of scrolled. */
  setWrapped(wrapped: boolean): void;
}

const shellLanguages = new Set([
  'bash',
  'bat',
  'batch',
  'cmd',
  'console',
  'fish',
  'powershell',
  'ps1',
  'pwsh',
  'sh',
  'shell',
  'shellscript',
  'terminal',
  'zsh',
]);

/** The line over a code block: what it is and what can be done with it. */
export function createCodeBlockHead(context: CodeBlockHeadContext, body: CodeBlockBody): CodeBlockHead {
  const { texts } = context;
  let description: CodeBlockDescription | undefined;
  let wrapped = false;

  const language = element('span', { class: 'code-language' });
  // Cut at its beginning, where it is least telling; the inner element keeps its slashes in their places.
  const pathText = element('bdi', {});
  const path = element('span', { class: 'code-path', hidden: true }, pathText);
  const copy: HTMLButtonElement = button({
    label: texts.copyCode,
    className: 'icon-button',
    icon: 'copy',
    onClick: () => context.copy(body.getCode(), copy),
  });
  const insert = button({
    label: texts.insertAtCursor,
    className: 'icon-button',
    icon: 'insert',
    onClick: () => act('insert', insert),
  });
  const apply = button({
    label: texts.applyToFile,
    text: texts.apply,
    className: 'icon-button apply',
    icon: 'git-pull-request-go-to-changes',
    onClick: () => act('apply', apply),
  });
  const more = button({
    label: texts.moreActions,
    className: 'icon-button',
    icon: 'ellipsis',
    onClick: () => openMore(),
  });
  more.setAttribute('aria-haspopup', 'menu');
  more.setAttribute('aria-expanded', 'false');

  function act(action: CodeAction, from?: HTMLButtonElement): void {
    if (from?.getAttribute('aria-disabled') === 'true') return;
    context.actOnCode(action, {
      code: body.getCode(),
      language: description?.language,
      path: description?.path,
    });
  }

  function openMore(): void {
    const disabled = description?.complete === true ? undefined : texts.codeIncomplete;
    const items: (MenuItem | 'separator')[] = [
      { label: texts.replaceSelection, icon: 'replace', disabled, run: () => act('replace') },
      { label: texts.newFile, icon: 'new-file', disabled, run: () => act('new-file') },
      ...(isShell(description)
        ? [{ label: texts.runInTerminal, icon: 'terminal', disabled, run: () => act('run') }]
        : []),
      'separator',
      { label: texts.wrapLines, icon: 'word-wrap', checked: wrapped, run: toggleWrapped },
    ];
    openPopupMenu(more, texts.moreActions, items);
  }

  function toggleWrapped(): void {
    wrapped = !wrapped;
    body.setWrapped(wrapped);
  }

  function setComplete(made: HTMLButtonElement, label: string, complete: boolean): void {
    made.setAttribute('aria-disabled', String(!complete));
    made.title = complete ? label : `${label}. ${texts.codeIncomplete}`;
    made.setAttribute('aria-label', made.title);
  }

  return {
    element: element('div', { class: 'code-head' }, language, path, copy, insert, apply, more),
    update(next) {
      const before = description;
      description = next;
      if (before?.name !== next.name) language.textContent = next.name;
      if (before?.path !== next.path) {
        pathText.textContent = next.path ?? '';
        path.hidden = next.path === undefined;
        path.title = next.path ?? '';
      }
      // Commands are run; a script that is meant for a file says so.
      apply.hidden = isShell(next) && next.path === undefined;
      if (before?.complete !== next.complete) {
        setComplete(insert, texts.insertAtCursor, next.complete);
        setComplete(apply, texts.applyToFile, next.complete);
      }
    },
  };
}

function isShell(block: CodeBlockDescription | undefined): boolean {
  return shellLanguages.has(block?.language?.toLowerCase() ?? '');
}
