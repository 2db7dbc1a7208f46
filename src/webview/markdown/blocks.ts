import type { Token, Tokens } from 'marked';
import { parseFenceInfo } from './fenceInfo.ts';
import { checkboxNode } from './inline.ts';
import { inlineRuns } from './inlineRuns.ts';
import type { InlineContent, LexedDocument } from './lexer.ts';
import { listNode, tableNodes } from './longBlocks.ts';
import {
  type CodeNode,
  type ElementNode,
  type ElementTag,
  elementNode,
  type MarkdownNode,
  textNode,
} from './nodes.ts';

/** What is needed of a document to make nodes of its blocks. */
export type InlineReader = Pick<LexedDocument, 'inline' | 'inlineText'>;

/** How many rows of a table that stands in another block are shown together. */
const nestedGroup = 24;

/** What a block token is shown as: nothing (blank lines, definitions), one node, or several if it is very long. */
export function blockNodes(token: Token, reader: InlineReader, group = nestedGroup): readonly MarkdownNode[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'paragraph':
    case 'text':
      return paragraphNodes(reader.inline((token as Tokens.Paragraph).tokens));
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      const content = reader.inline(tokens);
      // What is longer than a paragraph is no heading.
      return content.length === 1 && content[0]
        ? [elementNode(`h${depth}` as ElementTag, content[0])]
        : paragraphNodes(content);
    }
    case 'hr':
      return [elementNode('hr')];
    case 'blockquote':
      return [elementNode('blockquote', nodesOf((token as Tokens.Blockquote).tokens, reader))];
    case 'list': {
      const list = token as Tokens.List;
      return [
        listNode(
          list,
          list.items.map((item) => itemNode(item, reader)),
          list.loose,
        ),
      ];
    }
    case 'table': {
      const table = token as Tokens.Table;
      const rows = table.rows.map((row) => rowNode(row, reader));
      return tableNodes(headNode(table, reader), rows, group);
    }
    case 'code':
      return [codeNode(token as Tokens.Code)];
    case 'formula':
      return plainNodes((token as Tokens.Generic)['text'], 'formula');
    default:
      return plainNodes(token.raw.replace(/(?<!\n)\n+$/, ''), 'markup');
  }
}

/** The nodes of block tokens, in order. */
function nodesOf(tokens: readonly Token[], reader: InlineReader): readonly MarkdownNode[] {
  return tokens.flatMap((token) => blockNodes(token, reader));
}

/** A paragraph, or as many as a very long one is shown as. */
export function paragraphNodes(content: InlineContent): readonly MarkdownNode[] {
  const last = content.length - 1;
  return content.map((nodes, index) => elementNode('p', nodes, index < last ? { class: 'continued' } : {}));
}

const plainRun = 4096;

/** Text as it was written. */
function plainNodes(text: string, kind: 'formula' | 'markup'): readonly MarkdownNode[] {
  const runs = inlineRuns(text, plainRun);
  return runs.map((run, index) =>
    elementNode('p', [textNode(run)], { class: index < runs.length - 1 ? `${kind} continued` : kind }),
  );
}

export function itemNode(item: Tokens.ListItem, reader: InlineReader): MarkdownNode {
  // In a tight list the checkbox comes as a token of its own, in a loose one inside the first paragraph.
  const [first, ...rest] = item.tokens;
  const attributes: Record<string, string> = item.task ? { class: 'task' } : {};
  if (first?.type !== 'checkbox') return elementNode('li', nodesOf(item.tokens, reader), attributes);
  const box = checkboxNode((first as Tokens.Checkbox).checked);
  const [text, ...others] = nodesOf(rest, reader);
  const children =
    text?.type === 'element' ? [elementNode(text.tag, [box, ...text.children], text.attributes)] : [box];
  return elementNode('li', [...children, ...others], attributes);
}

export function headNode(table: Tokens.Table, reader: InlineReader): ElementNode {
  return elementNode('thead', [rowNode(table.header, reader)]);
}

export function rowNode(cells: readonly Tokens.TableCell[], reader: InlineReader): ElementNode {
  // The parser fills short rows up, which could make thousands of cells of a few characters.
  const length = cells.findLastIndex(({ text, header }) => text !== '' || header) + 1;
  return elementNode(
    'tr',
    cells.slice(0, Math.max(1, length)).map((cell) => {
      const content = reader.inline(cell.tokens);
      return elementNode(
        cell.header ? 'th' : 'td',
        content.length === 1 && content[0] ? content[0] : paragraphNodes(content),
        cell.align === 'right' || cell.align === 'center' ? { class: cell.align } : {},
      );
    }),
  );
}

export function codeNode(token: Tokens.Code): CodeNode {
  const fenced = token.codeBlockStyle !== 'indented';
  const lines = token.text.replace(/\n$/, '').split('\n');
  const opened = !fenced || token.raw.includes('\n');
  const { language, path } = parseFenceInfo(opened ? (token.lang ?? '') : '');
  return {
    type: 'code',
    language,
    path,
    lines,
    closed: !fenced || isClosed(token.raw),
  };
}

function isClosed(raw: string): boolean {
  const opening = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
  const closing = /\n {0,3}(`{3,}|~{3,}) *\n*$/.exec(raw)?.[1];
  return opening !== undefined && closing?.startsWith(opening) === true;
}
