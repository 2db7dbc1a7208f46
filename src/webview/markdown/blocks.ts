import type { Token, Tokens } from 'marked';
import { parseFenceInfo } from './fenceInfo.ts';
import { checkboxNode, inlineNodes } from './inline.ts';
import type { LexedDocument } from './lexer.ts';
import { listNode, tableNode } from './longBlocks.ts';
import {
  type CodeNode,
  type ElementNode,
  type ElementTag,
  elementNode,
  type MarkdownNode,
  textNode,
} from './nodes.ts';

/** Parses the inline content of a block. */
export type InlineParser = LexedDocument['inline'];

/** The node of a block token, or undefined for one that shows nothing (blank lines, definitions). */
export function blockNode(token: Token, inline: InlineParser): MarkdownNode | undefined {
  switch (token.type) {
    case 'space':
    case 'def':
      return undefined;
    case 'paragraph':
    case 'text':
      return elementNode('p', inlineNodes(inline((token as Tokens.Paragraph).tokens)));
    case 'heading': {
      const heading = token as Tokens.Heading;
      return elementNode(`h${heading.depth}` as ElementTag, inlineNodes(inline(heading.tokens)));
    }
    case 'hr':
      return elementNode('hr');
    case 'blockquote':
      return elementNode('blockquote', blockNodes((token as Tokens.Blockquote).tokens, inline));
    case 'list': {
      const list = token as Tokens.List;
      return listNode(
        list,
        list.items.map((item) => itemNode(item, inline)),
        list.loose,
      );
    }
    case 'table': {
      const table = token as Tokens.Table;
      return tableNode(
        headNode(table, inline),
        table.rows.map((row) => rowNode(row, inline)),
        Number.POSITIVE_INFINITY,
      );
    }
    case 'code':
      return codeNode(token as Tokens.Code);
    case 'formula':
      return elementNode('p', [textNode((token as Tokens.Generic)['text'])], { class: 'formula' });
    default:
      return elementNode('p', [textNode(token.raw.replace(/\n+$/, ''))], { class: 'markup' });
  }
}

/** The nodes of block tokens, in order. */
export function blockNodes(tokens: readonly Token[], inline: InlineParser): readonly MarkdownNode[] {
  return tokens.map((token) => blockNode(token, inline)).filter((node) => node !== undefined);
}

export function itemNode(item: Tokens.ListItem, inline: InlineParser): MarkdownNode {
  // In a tight list the checkbox comes as a token of its own, in a loose one inside the first paragraph.
  const [first, ...rest] = item.tokens;
  const attributes: Record<string, string> = item.task ? { class: 'task' } : {};
  if (first?.type !== 'checkbox') return elementNode('li', blockNodes(item.tokens, inline), attributes);
  const box = checkboxNode((first as Tokens.Checkbox).checked);
  const [text, ...others] = blockNodes(rest, inline);
  const children = text?.type === 'element' ? [elementNode(text.tag, [box, ...text.children])] : [box];
  return elementNode('li', [...children, ...others], attributes);
}

export function headNode(table: Tokens.Table, inline: InlineParser): ElementNode {
  return elementNode('thead', [rowNode(table.header, inline)]);
}

export function rowNode(cells: readonly Tokens.TableCell[], inline: InlineParser): ElementNode {
  return elementNode(
    'tr',
    cells.map((cell) =>
      elementNode(
        cell.header ? 'th' : 'td',
        inlineNodes(inline(cell.tokens)),
        cell.align === 'right' || cell.align === 'center' ? { class: cell.align } : {},
      ),
    ),
  );
}

/**
 * A code block.
 * @param before lines of the same block that stand before the token's
 */
export function codeNode(token: Tokens.Code, before: readonly string[] = []): CodeNode {
  const fenced = token.codeBlockStyle !== 'indented';
  const lines = token.text.replace(/\n$/, '').split('\n');
  const opened = !fenced || token.raw.includes('\n');
  const { language, path } = parseFenceInfo(opened ? (token.lang ?? '') : '');
  return {
    type: 'code',
    language,
    path,
    lines: before.length === 0 ? lines : [...before, ...lines],
    closed: !fenced || isClosed(token.raw),
  };
}

function isClosed(raw: string): boolean {
  const opening = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
  const closing = /\n {0,3}(`{3,}|~{3,}) *\n*$/.exec(raw)?.[1];
  return opening !== undefined && closing?.startsWith(opening) === true;
}
