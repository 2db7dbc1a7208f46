import { countUsage, pieces } from '../loopback/reply.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import { wordingOf } from './errorTable.ts';
import type { AcceptedQuestion } from './questionRules.ts';
import type { SearchSource, SocketReply } from './socketScenario.ts';

/** The frames of an answer, as objects. Source: xfyun.cn/doc/spark/Web.html, 1.4 and 2.2; X1ws.html. */
export function answerFrames(reply: SocketReply, question: AcceptedQuestion, sid: string): readonly object[] {
  const usage = usageBlock(reply, question);
  const sources = reply.search === undefined ? [] : [searchFrame(reply.search, sid)];
  if (reply.functionCall !== undefined) {
    const { name, arguments: argumentText } = reply.functionCall;
    const entry = {
      content: '',
      role: 'assistant',
      content_type: 'text',
      function_call: { arguments: argumentText, name },
      index: 0,
    };
    return [...sources, choiceFrame(sid, 2, 0, [entry], usage)];
  }
  const entries: (readonly object[])[] = [
    // Some frames have an empty content beside the reasoning and some none.
    ...pieces(reply.reasoning).map((piece, index) => [
      {
        ...(index % 2 === 0 ? { content: '' } : {}),
        reasoning_content: piece,
        role: 'assistant',
        index: 0,
      },
    ]),
    ...pieces(reply.text).map((piece) => [textEntry(piece)]),
  ];
  if (reply.lastFrame === 'empty text' || entries.length === 0) entries.push([textEntry('')]);
  if (reply.lastFrame === 'no entry') entries.push([]);
  const last = entries.length - 1;
  const goesOn =
    reply.interruption?.type === 'error' && reply.interruption.afterFrames > last + sources.length;
  return [
    ...sources,
    ...entries.map((text, seq) => {
      if (seq === last && !goesOn) return choiceFrame(sid, 2, seq, text, usage);
      return choiceFrame(sid, seq === 0 ? 0 : 1, seq, text);
    }),
  ];
}

/** The frame that says what went wrong; nothing follows it. */
export function errorFrame(code: string, message: string | undefined, sid: string): object {
  return { header: { code: Number(code), message: message ?? wordingOf(code), sid, status: 2 } };
}

/** One piece of text in the middle of an answer. */
export function middleFrame(piece: string, seq: number, sid: string): object {
  return choiceFrame(sid, seq === 0 ? 0 : 1, seq, [textEntry(piece)]);
}

function textEntry(content: string): object {
  return { content, role: 'assistant', index: 0 };
}

function choiceFrame(
  sid: string,
  status: 0 | 1 | 2,
  seq: number,
  text: readonly object[],
  usage: object = {},
): object {
  return {
    header: { code: 0, message: 'Success', sid, status },
    payload: { choices: { status, seq, text }, ...usage },
  };
}

/** Comes before the first piece, and has status 1 all the same. */
function searchFrame(sources: readonly SearchSource[], sid: string): object {
  const plugin = {
    name: 'ifly_search',
    content: JSON.stringify(sources),
    content_type: 'text',
    content_meta: null,
    role: 'tool',
    status: 'finished',
    invoked: {
      namespace: 'ifly_search',
      plugin_id: 'ifly_search',
      plugin_ver: '',
      status_code: 200,
      status_msg: 'Success',
      type: 'local',
    },
  };
  return {
    header: { code: 0, message: 'Success', sid, status: 1 },
    payload: { plugins: { text: [plugin] } },
  };
}

function usageBlock(reply: SocketReply, question: AcceptedQuestion): object {
  const { text, reasoning, usage } = reply;
  const counted = countUsage(
    {
      type: 'reply',
      ...(text === undefined ? {} : { text }),
      ...(reasoning === undefined ? {} : { reasoning }),
      ...(usage === undefined ? {} : { usage }),
    },
    question,
  );
  if (counted === undefined) return {};
  return {
    usage: {
      text: {
        question_tokens: estimateTokens(question.messages.at(-1)?.text ?? ''),
        prompt_tokens: counted.promptTokens,
        completion_tokens: counted.completionTokens,
        total_tokens: counted.promptTokens + counted.completionTokens,
      },
    },
  };
}
