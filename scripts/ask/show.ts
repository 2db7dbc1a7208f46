import type { StreamPart } from '../../src/core/streamPart.ts';

/** Where the answer goes, and what is said beside it. */
export interface Terminal {
  out(text: string): void;
  note(text: string): void;
  /** Whether people watch; otherwise `out` is exactly the answer. */
  readonly outIsTerminal: boolean;
  readonly noteIsTerminal: boolean;
}

export interface Show {
  part(part: StreamPart): void;
  /** Ends the last line, whatever became of the reply. */
  end(): void;
}

/** One part per line as JSON. */
export function showJson(terminal: Terminal): Show {
  return {
    part: (part) => terminal.out(`${JSON.stringify(part)}\n`),
    end: () => {},
  };
}

/**
 * The text as it streams; reasoning goes dimmed to the notes, if people watch them. Sources, suggestions and calls of
 * tools are part of the answer and come after the text.
 */
export function showText(terminal: Terminal): Show {
  const sources: string[] = [];
  let shown = '';
  let reasoning = false;

  function note(text: string): void {
    endLine();
    terminal.note(`${safe(text, terminal.noteIsTerminal)}\n`);
  }

  function endReasoning(): void {
    if (!reasoning) return;
    reasoning = false;
    terminal.note(`${plain}\n\n`);
  }

  function say(text: string): void {
    endReasoning();
    if (text === '') return;
    shown += text;
    terminal.out(safe(text, terminal.outIsTerminal));
  }

  function endLine(): void {
    endReasoning();
    if (shown !== '' && !shown.endsWith('\n')) say('\n');
  }

  function sayLines(lines: readonly string[]): void {
    if (lines.length === 0) return;
    endLine();
    say(`${shown === '' ? '' : '\n'}${lines.join('\n')}\n`);
  }

  function replace(text: string): void {
    if (text.startsWith(shown)) {
      say(text.slice(shown.length));
      return;
    }
    // What a terminal or a file has, it has: the new text follows as a whole.
    note('The answer has been rewritten:');
    shown = '';
    say(text);
  }

  return {
    part(part) {
      switch (part.type) {
        case 'text-delta':
          say(part.text);
          break;
        case 'text-replace':
          replace(part.text);
          break;
        case 'reasoning-delta':
          if (!terminal.noteIsTerminal) break;
          if (!reasoning) terminal.note(dim);
          reasoning = true;
          terminal.note(safe(part.text, true));
          break;
        case 'tool-call':
          sayLines([`${part.name}(${part.input})`]);
          break;
        case 'source':
          sources.push(
            [`[${part.number ?? sources.length + 1}]`, part.title, part.url].filter(Boolean).join(' '),
          );
          break;
        case 'suggestions':
          sayLines(part.items.map((item, index) => `${index + 1}. ${item}`));
          break;
        case 'notice':
          note(`${part.kind}${part.detail === undefined ? '' : `: ${part.detail}`}`);
          break;
        case 'finish':
          sayLines(sources);
          if (part.reason !== 'stop' && part.reason !== 'tool-calls') {
            note(`The reply ended early: ${part.rawReason ?? part.reason}`);
          }
          break;
        case 'vendor-session':
          break;
      }
    },
    end: endLine,
  };
}

const dim = '\u001b[2m';
const plain = '\u001b[22m';

/** Without control characters, by which a model could do things to a terminal. */
function safe(text: string, isTerminal: boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  return isTerminal ? text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '') : text;
}
