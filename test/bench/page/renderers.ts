import hljs from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Streamdown } from 'streamdown';
import { default_renderer, parser, parser_end, parser_write } from 'streaming-markdown';
import { viewStrings } from '../../../src/shared/strings.ts';
import { createFrameQueue } from '../../../src/webview/frameQueue.ts';
import { createMarkdownView } from '../../../src/webview/markdown/markdownView.ts';

/** A reply on the screen. */
export interface Renderer {
  append(piece: string): void;
  /** The reply is complete. */
  finish(): void;
  /** Whether there is something left to do. */
  readonly busy?: boolean;
}

/** What can show a reply, by the names that the report uses. */
export const renderers: Readonly<Record<string, (host: HTMLElement) => Renderer>> = {
  'a word that changes': renderWord,
  'plain text': renderPlain,
  Hanlin: renderHanlin,
  'streaming-markdown': renderSmd,
  streamdown: (host) => renderReact(host, (text) => createElement(Streamdown, null, text)),
  'react-markdown': (host) =>
    renderReact(host, (text) => createElement(Markdown, { remarkPlugins: [remarkGfm] }, text)),
  'markdown-it + highlight.js': renderNaive,
};

/** What a frame costs by itself. */
function renderWord(host: HTMLElement): Renderer {
  const word = host.appendChild(document.createTextNode('0'));
  return {
    append() {
      word.data = String(Number(word.data) + 1);
    },
    finish() {},
  };
}

/** The least: a text per paragraph, and nothing read in it. */
function renderPlain(host: HTMLElement): Renderer {
  host.classList.add('plain');
  let paragraph: HTMLElement | undefined;
  return {
    append(piece) {
      for (const [index, part] of piece.split('\n\n').entries()) {
        if (index > 0 || !paragraph) paragraph = host.appendChild(document.createElement('div'));
        if (part !== '') paragraph.append(part);
      }
    },
    finish() {},
  };
}

/** As an answer of the panel does it: a step of the text at a time, and what can wait when there is time. */
function renderHanlin(host: HTMLElement): Renderer {
  const frames = createFrameQueue({
    requestFrame: (callback) => requestAnimationFrame(callback),
    afterFrame: (callback) => setTimeout(callback),
    now: () => performance.now(),
  });
  let waiting = 0;
  const view = createMarkdownView({
    texts: viewStrings,
    copy: () => {},
    actOnCode: () => {},
    expect: frames.expect,
    inSlices(steps) {
      waiting += 1;
      frames.addIdle(countedDown(steps));
    },
  });
  function* countedDown(steps: Iterator<unknown>) {
    while (!steps.next().done) yield;
    waiting -= 1;
  }
  view.setGrowing(true);
  host.append(view.element);
  let drawing = false;
  const step = () => {
    drawing = view.step();
    return drawing;
  };
  return {
    get busy() {
      return drawing || waiting > 0;
    },
    append(piece) {
      view.append(piece);
      drawing = true;
      frames.add(step);
    },
    finish: () => view.finish(),
  };
}

function renderSmd(host: HTMLElement): Renderer {
  const state = parser(default_renderer(host));
  return { append: (piece) => parser_write(state, piece), finish: () => parser_end(state) };
}

function renderReact(host: HTMLElement, show: (text: string) => ReturnType<typeof createElement>): Renderer {
  const root = createRoot(host);
  let text = '';
  return {
    append(piece) {
      text += piece;
      flushSync(() => root.render(show(text)));
    },
    finish() {},
  };
}

function renderNaive(host: HTMLElement): Renderer {
  const markdown = MarkdownIt({
    linkify: true,
    highlight: (code, language) =>
      hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : '',
  });
  let text = '';
  return {
    append(piece) {
      text += piece;
      host.innerHTML = markdown.render(text);
    },
    finish() {},
  };
}
