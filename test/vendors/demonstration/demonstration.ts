import type { AcceptedRequest, ChatMessage } from '../loopback/chatRequest.ts';
import { type CodeFacts, codeFacts } from './codeFacts.ts';
import { blockquote, fenced, inlineCode, shorten, table } from './markdown.ts';
import { type CodeBlock, readMessage } from './readMessage.ts';
import { replyLanguage } from './replyLanguage.ts';
import { type Wording, wordings } from './wording.ts';

/** A reply of the demonstration. */
export interface Demonstration {
  /** Empty unless the request switched thinking on. */
  readonly reasoning: string;
  /** Markdown. */
  readonly text: string;
}

/** Quoted code and listed definitions beyond these only say how many there are. */
const mostQuotedLines = 30;
const mostDefinitions = 8;

/**
 * The reply of the demonstration, made from what was received and nothing else: it says that no model was
 * asked, quotes the code of the last question and states what can be counted in it; a question without code
 * is quoted, and the request is described. In the language the conversation asks for.
 */
export function demonstrationReply(request: AcceptedRequest): Demonstration {
  const wording = wordings[replyLanguage(request.messages)];
  const last = request.messages.findLast(({ role }) => role === 'user');
  const { blocks, question } = readMessage(last?.text ?? '');
  const block = blocks.find(({ isContext }) => !isContext) ?? blocks[0];
  if (block === undefined) {
    return {
      reasoning: request.thinking ? wording.thoughtAboutQuestion(request.messages.length) : '',
      text: aboutQuestion(request, question, wording),
    };
  }
  const facts = codeFacts(block.code, block.tag, block.range?.first ?? 1);
  return {
    reasoning: request.thinking ? wording.thoughtAboutCode(facts.lines, facts.language) : '',
    text: aboutCode(block, blocks, facts, wording),
  };
}

function aboutCode(
  block: CodeBlock,
  blocks: readonly CodeBlock[],
  facts: CodeFacts,
  wording: Wording,
): string {
  const others = blocks.filter((other) => other !== block);
  const contextLines = others
    .filter(({ isContext }) => isContext)
    .reduce((sum, { code }) => sum + code.split('\n').length, 0);
  const further = others.filter(({ isContext }) => !isContext).length;
  const quoted = block.code.split('\n').slice(0, mostQuotedLines);
  const isCut = quoted.length < facts.lines;
  return paragraphs([
    `## ${wording.codeHeading}`,
    blockquote(wording.notice),
    wording.received(facts.lines, facts.language, location(block)),
    fenced(quoted.join('\n'), block.tag),
    isCut ? wording.quoted(quoted.length, facts.lines) : '',
    contextLines > 0 ? wording.surroundings(contextLines) : '',
    further > 0 ? wording.furtherBlocks(further) : '',
    `## ${wording.countedHeading}`,
    longestDefinition(facts, wording),
    factTable(facts, wording),
    bullets(factList(facts, wording)),
    `## ${wording.nextHeading}`,
    steps(wording.nextWithCode),
  ]);
}

/** A sentence that singles one definition out; empty unless there are several. */
function longestDefinition({ definitions }: CodeFacts, wording: Wording): string {
  const [longest, second] = definitions
    .filter(({ kind, lines }) => lines !== undefined && (kind === 'function' || kind === 'method'))
    .sort((left, right) => (right.lines ?? 0) - (left.lines ?? 0));
  if (longest?.lines === undefined || longest.lines === second?.lines || second === undefined) return '';
  return wording.longestDefinition(definitions.length, inlineCode(longest.name), longest.lines);
}

function factList(facts: CodeFacts, wording: Wording): readonly string[] {
  const { definitions, longestLine } = facts;
  return [
    ...(facts.isKnownLanguage && definitions.length === 0 ? [wording.noDefinitions] : []),
    ...(facts.isKnownLanguage
      ? [wording.factImports(facts.imports), wording.factBranches(facts.branches)]
      : []),
    ...(definitions.length > 0
      ? [wording.factComments(facts.commentLines, facts.blankLines, facts.lines)]
      : []),
    wording.factLongest(longestLine.line, longestLine.characters),
  ];
}

function factTable(facts: CodeFacts, wording: Wording): string {
  if (facts.definitions.length === 0) {
    return table(wording.measureColumns, [
      [wording.measures.lines, wording.number(facts.lines)],
      [wording.measures.blank, wording.number(facts.blankLines)],
      [wording.measures.comment, wording.number(facts.commentLines)],
      [wording.measures.longest, wording.number(facts.longestLine.characters)],
    ]);
  }
  const count = (value: number | undefined): string => (value === undefined ? '·' : wording.number(value));
  const rows = facts.definitions
    .slice(0, mostDefinitions)
    .map(({ name, kind, line, lines, branches }) => [
      `${inlineCode(name)} ${wording.kinds[kind]}`,
      String(line),
      count(lines),
      count(branches),
    ]);
  const more = facts.definitions.length - rows.length;
  return paragraphs([
    table(wording.definitionColumns, rows),
    more > 0 ? wording.furtherDefinitions(more) : '',
  ]);
}

function aboutQuestion(request: AcceptedRequest, question: string, wording: Wording): string {
  const { messages, model } = request;
  const rows = (['system', 'user', 'assistant', 'tool'] as const).flatMap((role) => {
    const ofRole = messages.filter((message) => message.role === role);
    if (ofRole.length === 0) return [];
    const characters = ofRole.reduce((sum, { text }) => sum + [...text].length, 0);
    return [[wording.roles[role], wording.number(ofRole.length), wording.number(characters)]];
  });
  return paragraphs([
    `## ${wording.questionHeading}`,
    wording.notice,
    wording.asked(blockquote(question)),
    wording.sent(messages.length, model),
    table(wording.sentColumns, rows),
    wording.requestIntroduction,
    fenced(outline(request), 'json'),
    `## ${wording.panelHeading}`,
    bullets(wording.panel),
    `## ${wording.nextHeading}`,
    steps(wording.nextWithQuestion),
  ]);
}

/** The request as JSON, long texts shortened and all but the last three messages left out. */
function outline({ model, stream, messages }: AcceptedRequest): string {
  const shown = messages.slice(-3).map(({ role, text }: ChatMessage) => ({
    role,
    content: shorten(text, 60),
  }));
  return JSON.stringify({ model, stream, messages: shown }, undefined, 2);
}

function location({ path, range }: CodeBlock): string {
  if (path === undefined) return '';
  if (range === undefined) return inlineCode(path);
  const lines = range.first === range.last ? String(range.first) : `${range.first}-${range.last}`;
  return inlineCode(`${path}:${lines}`);
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function steps(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}
