import { mostSources, mostSuggestions } from '../../../core/limits.ts';
import type { StreamPart } from '../../../core/streamPart.ts';
import type { JsonObject } from '../../../net/json.ts';
import { list, object, parseObject, words } from './reading.ts';

/*
 * What one event says of the answer.
 * See https://help.aliyun.com/zh/beebot/intelligent-dialogue-robot/developer-reference/stream-chat-api
 */

type Source = Extract<StreamPart, { readonly type: 'source' }>;
type Suggestions = Extract<StreamPart, { readonly type: 'suggestions' }>;

/** The texts an answer of type Direct is made of; undefined if the event does not speak of them. */
export function sentences(body: JsonObject): readonly string[] | undefined {
  if (body['Type'] === 'Clarify') return undefined;
  const items = object(body['DirectMessageBody'])?.['SentenceList'];
  if (!Array.isArray(items)) return undefined;
  return items.map((item) => {
    const content = object(item)?.['Content'];
    return typeof content === 'string' ? content : '';
  });
}

/** Each sentence is a paragraph of its own, unless it says so itself. */
export function joinSentences(contents: readonly string[]): string {
  return contents.reduce(
    (text, content) => (text === '' || text.endsWith('\n') ? text : `${text}\n`) + content,
    '',
  );
}

/** The whole text so far; undefined if the event does not speak of it. */
export function bodyText(body: JsonObject): string | undefined {
  const direct = sentences(body);
  if (direct) return joinSentences(direct);
  const clarification = object(body['ClarifyMessageBody']);
  if (clarification) return clarifyText(clarification);
  return body['Type'] === 'Direct' ? undefined : anyText(body);
}

/** What to ask next: the choices of a question back, or related questions. */
export function bodySuggestions(body: JsonObject): Suggestions | undefined {
  const choices = titles(object(body['ClarifyMessageBody'])?.['ClarifyList']);
  if (choices.length > 0) return { type: 'suggestions', purpose: 'clarify', items: choices };
  const related = titles(object(body['DirectMessageBody'])?.['RelatedQuestionList']);
  return related.length > 0 ? { type: 'suggestions', purpose: 'related', items: related } : undefined;
}

/** The documents an answer rests on. */
export function bodySources(body: JsonObject): readonly Source[] {
  const items = list(object(object(body['DirectMessageBody'])?.['AnswerReference'])?.['ItemList']);
  return items.slice(0, mostSources).flatMap((value): readonly Source[] => {
    const item = object(value);
    if (!item) return [];
    const extension = object(item['ReferenceExt']);
    const document = words(extension?.['DocName']);
    const title = words(item['Title']);
    const url = [item['Url'], extension?.['DocUrl'], extension?.['Url']].map(words).find(isWebAddress);
    const snippet = words(item['Content']);
    const number = Number(item['Number']);
    const name = title && document && title !== document ? `${title} (${document})` : (title ?? document);
    const called = name ?? (snippet === undefined ? undefined : (url ?? firstWords(snippet)));
    if (called === undefined) return [];
    return [
      {
        type: 'source',
        title: called,
        ...(Number.isSafeInteger(number) && number > 0 && { number }),
        ...(url !== undefined && { url }),
        ...(snippet !== undefined && { snippet }),
      },
    ];
  });
}

/** What a passage is called that comes from nowhere. */
function firstWords(snippet: string): string {
  return Array.from(snippet.trim().slice(0, 200)).slice(0, 60).join('');
}

/** Whether the robot says that it knows no answer. */
export function isNoAnswer(body: JsonObject): boolean {
  return object(body['DirectMessageBody'])?.['HitSystemAskConfig'] === 'NO_ANSWER';
}

/**
 * Why the robot wants to hand over to a human agent: empty if it does not say; undefined if it does not want to. The
 * command may stand in the event or in its body, and is never carried out.
 */
export function handOverReason(value: JsonObject, body: JsonObject): string | undefined {
  for (const holder of [body, object(body['DirectMessageBody']), value]) {
    const command = object(holder?.['Commands'])?.['sysToAgent'];
    if (command === undefined || command === null) continue;
    const details = parseObject(command) ?? object(command);
    return words(details?.['toAgentReason']) ?? words(details?.['skillGroup']) ?? '';
  }
  return undefined;
}

function clarifyText(clarification: JsonObject): string {
  const content = words(clarification['ClarifyContent']);
  if (content !== undefined) return content;
  const choices = titles(clarification['ClarifyList']).map((title, index) => `${index + 1}. ${title}`);
  return [words(clarification['Title']) ?? '', ...choices].filter((line) => line !== '').join('\n');
}

/** The shape of the items is not documented: they are texts, or objects with a title. */
function titles(items: unknown): readonly string[] {
  const found = list(items)
    .slice(0, mostSuggestions)
    .map((item) => {
      const fields = object(item);
      if (!fields) return words(item);
      const names = ['Title', 'Question', 'Content', 'Text', 'Name'];
      return names.map((name) => words(fields[name]) ?? words(fields[name.toLowerCase()])).find(Boolean);
    });
  return [...new Set(found.filter((title) => title !== undefined))];
}

/** Whatever can be shown of a body of a type that nobody documents. */
function anyText(body: JsonObject): string | undefined {
  const found = [body, ...Object.values(body).map(object)].flatMap((holder) =>
    Object.entries(holder ?? {})
      .filter(([name]) => name === 'Title' || name.endsWith('Content'))
      // A title first.
      .sort(([left], [right]) => Number(right === 'Title') - Number(left === 'Title'))
      .flatMap(([, text]) => words(text) ?? []),
  );
  return found.length > 0 ? [...new Set(found)].join('\n') : undefined;
}

function isWebAddress(text: string | undefined): text is string {
  return text !== undefined && /^https?:\/\//i.test(text);
}
