import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import { applyCode } from '../../../src/chat/applyCode.ts';
import { splitDiff } from '../../../src/chat/diffFiles.ts';
import { folderText } from '../../../src/chat/folderText.ts';
import { detailText, labelText, logText, messageText } from '../../../src/chat/foreignText.ts';
import { promptFiles } from '../../../src/chat/guidanceFiles.ts';
import { visibleName } from '../../../src/chat/hiddenCharacters.ts';
import { importLines } from '../../../src/chat/importLines.ts';
import { type Problem, problemLine, problemLines, problemsText } from '../../../src/chat/problemText.ts';
import { isSecretFile } from '../../../src/chat/secretFiles.ts';
import { terminalText } from '../../../src/chat/terminalText.ts';
import { titleFromQuestion } from '../../../src/chat/title.ts';
import { applyFileDiff, readUnifiedDiff } from '../../../src/chat/unifiedDiff.ts';
import { instructionText } from '../../../src/chat/workspaceInstructions.ts';
import { ProviderError } from '../../../src/core/error.ts';
import * as limits from '../../../src/core/limits.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { readPicture } from '../../../src/extension/context/imageKind.ts';
import { parseExport, refuseLargeImport } from '../../../src/extension/history/importFormat.ts';
import { ignoreRules } from '../../../src/extension/workspaceFiles/ignoreRules.ts';
import { errorFromResponse, parseRetryAfter } from '../../../src/net/errorResponse.ts';
import { vendorError } from '../../../src/net/errorTable.ts';
import { createExtras } from '../../../src/net/extras.ts';
import { parseJson } from '../../../src/net/json.ts';
import { modelNames } from '../../../src/net/modelNames.ts';
import { createToolCallCollector } from '../../../src/net/openAiChat/toolCalls.ts';
import { partStream } from '../../../src/net/partStream.ts';
import { pastedKey } from '../../../src/net/pastedKey.ts';
import { customaryRateLimitHeaders, readRateLimit } from '../../../src/net/rateLimit.ts';
import { readWhole } from '../../../src/net/readBody.ts';
import { readList } from '../../../src/net/readList.ts';
import { createReplyBudget } from '../../../src/net/replyBudget.ts';
import { addressFault } from '../../../src/net/serverAddress.ts';
import { shortFailure } from '../../../src/net/shortFailure.ts';
import { createSseDecoder } from '../../../src/net/sse.ts';
import { parseHostEvent, parseViewIntention } from '../../../src/shared/protocol.ts';
import { createAnswerText } from '../../../src/vendors/alibaba/beebot/answerText.ts';
import { collect } from '../net/fakes.ts';

type Name = keyof typeof limits;

/** Tries a limit from below and above: fails unless what is exactly as long is taken, and the next longer one is not. */
type Trial = (most: number) => unknown;

/** Where it takes VS Code to try one. */
interface Elsewhere {
  readonly file: string;
}

const translate: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
const x = (length: number): string => 'x'.repeat(length);
const repository = join(import.meta.dirname, '../../..');

function response(body: string, headers: Readonly<Record<string, string>> = {}, status = 200) {
  return {
    status,
    header: (name: string) => headers[name],
    async read(onChunk: (chunk: Uint8Array) => void) {
      onChunk(Buffer.from(body));
    },
  };
}

function budgeted(part: StreamPart): StreamPart | undefined {
  return createReplyBudget().take(part);
}

/** How many of a part are kept. */
function kept(part: StreamPart, count: number): number {
  const budget = createReplyBudget();
  return Array.from({ length: count }, () => budget.take(part)).filter(Boolean).length;
}

function source(changes: Partial<Extract<StreamPart, { type: 'source' }>>) {
  const part = budgeted({ type: 'source', title: 'a', ...changes });
  assert.ok(part?.type === 'source');
  return part;
}

function problems(count: number): Problem[] {
  const start = { line: 0, character: 0 };
  return Array.from({ length: count }, () => ({ range: { start, end: start }, severity: 0, message: 'm' }));
}

function accepts(make: (length: number) => unknown): Trial {
  return (most) => {
    assert.ok(parseViewIntention(make(most)));
    assert.equal(parseViewIntention(make(most + 1)), undefined);
  };
}

/** @param read gives what is kept of a text of this length */
function cuts(read: (text: string) => string | undefined): Trial {
  return (most) => {
    assert.equal(read(x(most)), x(most));
    assert.ok((read(x(most + 1)) ?? '').length <= most);
  };
}

function events(...data: readonly string[]): number {
  let count = 0;
  const decode = createSseDecoder(() => {
    count += 1;
  });
  for (const each of data) decode(Buffer.from(each));
  return count;
}

function failsAsProtocol(work: () => unknown): void {
  assert.throws(work, (error) => error instanceof ProviderError && error.kind === 'protocol');
}

async function error(body: string, headers = {}, status = 400): Promise<ProviderError> {
  return errorFromResponse(response(body, headers, status), (failure) => vendorError(failure, {}), 0);
}

const code = (length: number) => ({ type: 'code', action: 'insert', answer: 'a', code: x(length) });

const trials: Readonly<Record<Name, Trial | Elsewhere>> = {
  longestEvent(most) {
    assert.equal(events(`data: ${x(most)}\n\n`), 1);
    failsAsProtocol(() => events(`data: ${x(most + 1)}\n\n`));
  },
  longestWithoutEvent(most) {
    assert.equal(events(x(most)), 0);
    const head = `event: message\nid: ${x(60_000)}\n`;
    const thirds = '中'.repeat(limits.longestEvent / 4);
    assert.equal(events(`${head}data: `, thirds, thirds, thirds, thirds, '\n\n'), 1);
    failsAsProtocol(() => events(x(most + 1)));
  },
  longestStream(most) {
    // The same bytes again and again, so that it takes a moment only.
    const chunk = Buffer.from(`: ${x(97)}\n`.repeat(14_000));
    const event = Buffer.from('data: a\n\n');
    const decode = createSseDecoder(() => {});
    let size = 0;
    for (; size + chunk.length + event.length <= most; size += chunk.length + event.length) {
      decode(chunk);
      decode(event);
    }
    decode(Buffer.from(':'.repeat(most - size)));
    failsAsProtocol(() => decode(Buffer.from('\n')));
  },
  async longestWholeReply(most) {
    assert.equal((await readWhole(response(x(most)), most)).length, most);
    await assert.rejects(readWhole(response(x(most + 1)), most), ProviderError);
  },
  async longestErrorBody(most) {
    const body = (length: number) => `{"message":"why"}`.padEnd(length);
    assert.equal((await error(body(most))).message, 'why');
    // Nothing is read any more after the limit.
    let read = 0;
    const chunked = {
      ...response('', {}, 400),
      async read(onChunk: (chunk: Uint8Array) => void) {
        for (; read < 10; read += 1) onChunk(Buffer.from(x(most / 2)));
      },
    };
    await errorFromResponse(chunked, (failure) => vendorError(failure, {}), 0);
    assert.equal(read, 2);
  },
  async longestModelList(most) {
    assert.equal((await readList(response(x(most)))).length, most);
    await assert.rejects(readList(response(x(most + 1))), ProviderError);
  },
  deepestJson(most) {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    assert.notEqual(parseJson(nested(most)), undefined);
    assert.equal(parseJson(nested(most + 1)), undefined);
    assert.equal(parseJson(JSON.stringify(nested(most + 1))), nested(most + 1));
  },
  async longestReply(most) {
    const reply = (length: number) =>
      collect(
        partStream(new AbortController().signal, async (emit) => {
          emit({ type: 'text-delta', text: x(length) });
          emit({ type: 'finish', reason: 'stop' });
        }),
      );
    assert.equal((await reply(most)).error, undefined);
    assert.ok((await reply(most + 1)).error instanceof ProviderError);
  },
  mostSources(most) {
    assert.equal(kept({ type: 'source', title: 'a' }, most + 1), most);
    let emitted = 0;
    const emit = createExtras(() => {
      emitted += 1;
    });
    for (let at = 0; at <= most; at += 1) emit({ type: 'source', title: `${at}` });
    assert.equal(emitted, most);
  },
  longestSourceTitle: cuts((title) => source({ title }).title),
  longestSourceAddress(most) {
    assert.equal(source({ url: x(most) }).url, x(most));
    assert.equal(source({ url: x(most + 1) }).url, undefined);
  },
  longestSnippet: cuts((snippet) => source({ snippet }).snippet),
  mostSuggestions(most) {
    const items = (count: number) => {
      const part = budgeted({ type: 'suggestions', purpose: 'related', items: new Array(count).fill('a') });
      return part?.type === 'suggestions' ? part.items.length : 0;
    };
    assert.deepEqual([items(most), items(most + 1)], [most, most]);
  },
  longestSuggestion: cuts((item) => {
    const part = budgeted({ type: 'suggestions', purpose: 'related', items: [item] });
    return part?.type === 'suggestions' ? part.items[0] : undefined;
  }),
  mostNotices: (most) => assert.equal(kept({ type: 'notice', kind: 'sensitive' }, most + 1), most),
  longestNotice: cuts((detail) => {
    const part = budgeted({ type: 'notice', kind: 'hand-over', detail });
    return part?.type === 'notice' ? part.detail : undefined;
  }),
  mostMessages(most) {
    const answer = createAnswerText(() => {});
    for (let at = 0; at < most; at += 1) answer.state(`${at}`, 'a', false);
    failsAsProtocol(() => answer.state('another', 'a', false));
  },
  mostRewritten(most) {
    const answer = createAnswerText(() => {});
    const length = 2_000_000;
    for (let at = 0; at <= most / length; at += 1) answer.state('a', `${at % 2}`.repeat(length), true);
    failsAsProtocol(() => answer.state('a', 'z', true));
  },
  mostToolCalls(most) {
    assert.equal(kept({ type: 'tool-call', id: 'i', name: 'n', input: '' }, most + 1), most);
    const collector = createToolCallCollector(() => 'new');
    for (let index = 0; index <= most; index += 1) {
      collector.add({ index, id: `${index}`, function: { name: 'n', arguments: '{}' } });
    }
    assert.equal(collector.calls.length, most);
  },
  longestToolCallId(most) {
    const id = (length: number) => budgeted({ type: 'tool-call', id: x(length), name: 'n', input: '' });
    assert.ok(id(most));
    assert.equal(id(most + 1), undefined);
  },
  longestToolName(most) {
    const name = (length: number) => budgeted({ type: 'tool-call', id: 'i', name: x(length), input: '' });
    assert.ok(name(most));
    assert.equal(name(most + 1), undefined);
  },
  longestVendorSession(most) {
    assert.ok(budgeted({ type: 'vendor-session', id: x(most) }));
    assert.equal(budgeted({ type: 'vendor-session', id: x(most + 1) }), undefined);
  },
  mostVendorSessions: (most) => assert.equal(kept({ type: 'vendor-session', id: 'i' }, most + 1), most),
  longestFinishDetail(most) {
    const finish = (length: number) => {
      const part = budgeted({ type: 'finish', reason: 'other', rawReason: x(length), model: x(length) });
      return part?.type === 'finish' ? [part.rawReason?.length, part.model?.length] : [];
    };
    assert.deepEqual(
      [finish(most), finish(most + 1)],
      [
        [most, most],
        [most, most],
      ],
    );
  },
  longestFailureRead(most) {
    assert.equal(shortFailure({ message: x(most) }).message, x(most));
    const words = `${x(most - 10)} ${x(100)}`;
    // A part of a key could not be recognised as one.
    assert.equal(shortFailure({ message: words }).message, x(most - 10));
    assert.equal(shortFailure({ message: x(most + 1) }).message, x(most - limits.longestKey));
  },
  async longestFailureMessage(most) {
    const message = async (length: number) => (await error(JSON.stringify({ message: x(length) }))).message;
    assert.deepEqual([await message(most), await message(most + 1)], [x(most), x(most)]);
  },
  async longestCodeRead(most) {
    const read = async (length: number) => {
      const body = { error: { code: x(length), message: 'm' }, request_id: x(length) };
      const { code: found, requestId } = (await error(JSON.stringify(body))).details;
      return [found !== undefined, requestId !== undefined];
    };
    assert.deepEqual(
      [await read(most), await read(most + 1)],
      [
        [true, true],
        [false, false],
      ],
    );
    const named = async (length: number) =>
      (await error('', { 'x-request-id': x(length) }, 500)).details.requestId !== undefined;
    assert.deepEqual([await named(most), await named(most + 1)], [true, false]);
  },
  async longestCode(most) {
    const found = async (length: number) =>
      (await error(JSON.stringify({ code: x(length), msg: 'm' }))).details.code?.length;
    assert.deepEqual([await found(most), await found(most + 1)], [most, most]);
  },
  longestRetryAfter(most) {
    assert.equal(parseRetryAfter(String(most / 1000), 0), most);
    assert.equal(parseRetryAfter(String(most / 1000 + 1), 0), most);
    assert.equal(parseRetryAfter('9'.repeat(400), 0), most);
    assert.equal(parseRetryAfter('Fri, 31 Dec 9999 23:59:59 GMT', 0), most);
  },
  longestHeader(most) {
    assert.equal(parseRetryAfter('1'.padEnd(most), 0), 1000);
    assert.equal(parseRetryAfter('1'.padEnd(most + 1), 0), undefined);
    const limit = (length: number) =>
      readRateLimit(
        response('', { 'x-ratelimit-limit-requests': '7'.padStart(length) }),
        customaryRateLimitHeaders,
      )?.requestLimit;
    assert.deepEqual([limit(most), limit(most + 1)], [7, undefined]);
  },
  largestCompletion: { file: 'test/unit/extension/completion/completionSource.test.ts' },
  largestCommitReply: { file: 'test/unit/extension/askModel.test.ts' },
  largestEditReply: { file: 'test/unit/extension/askModel.test.ts' },
  longestQuestion: accepts((length) => ({ type: 'send', text: x(length) })),
  longestTurn: accepts((length) => ({ type: 'copy', text: x(length) })),
  longestShown(most) {
    const queued = (length: number) => {
      const event = parseHostEvent({ type: 'queue', queued: [x(length)] });
      return event?.type === 'queue' ? event.queued[0]?.length : undefined;
    };
    assert.deepEqual([queued(most), queued(most + 1)], [most, most]);
  },
  longestId: accepts((length) => ({ type: 'delete-turn', id: x(length) })),
  longestWebAddress: accepts((length) => ({ type: 'open-link', url: x(length) })),
  longestQuery: accepts((length) => ({ type: 'search-history', query: x(length) })),
  longestMentionedPath: accepts((length) => ({ type: 'open-path', path: x(length) })),
  mostMentionedPaths: accepts((count) => ({ type: 'find-paths', paths: new Array(count).fill('a') })),
  mostDropped: accepts((count) => ({ type: 'attach-uris', uris: new Array(count).fill('a') })),
  longestDropped: accepts((length) => ({ type: 'attach-uris', uris: [x(length)] })),
  mostImageBytes(most) {
    const picture = (bytes: number) => {
      const data = Buffer.alloc(bytes);
      data.write('GIF89a');
      return data.toString('base64');
    };
    assert.equal(readPicture(picture(most)).type, 'picture');
    assert.equal(readPicture(picture(most + 1)).type, 'too-large');
    const attached = (data: string) =>
      parseViewIntention({ type: 'attach-image', name: 'a', mediaType: 'image/gif', data });
    assert.ok(attached(picture(most)));
    assert.equal(attached(x(Math.ceil((most * 4) / 3) + 5)), undefined);
  },
  longestGivenTitle: accepts((length) => ({ type: 'rename-conversation', id: 'a', title: x(length) })),
  longestKey: cuts(pastedKey),
  longestTerminalText(most) {
    assert.equal(terminalText(x(most)).text.length, most);
    assert.equal(terminalText(`a${x(most)}`).text, x(most));
  },
  longestPath(most) {
    assert.equal(visibleName(x(most)), x(most));
    assert.equal(visibleName(x(most + 1)).length, most);
    assert.equal(isSecretFile(x(most)), false);
    assert.equal(isSecretFile(x(most + 1)), true);
  },
  longestTitleRead(most) {
    const spaces = (length: number) => `a${' '.repeat(length - 2)}b`;
    assert.equal(titleFromQuestion(spaces(most)), 'a b');
    assert.equal(titleFromQuestion(spaces(most + 1)), 'a');
  },
  longestMessageShown: cuts(messageText),
  longestDetailShown(most) {
    cuts(detailText)(most);
    cuts(logText)(most);
  },
  longestLabelShown: cuts(labelText),
  longestAttachedFile: { file: 'test/integration/workspaceLimits.test.ts' },
  mostFolderFiles: { file: 'test/integration/workspaceLimits.test.ts' },
  longestFolderText(most) {
    const file = (length: number) => folderText([{ path: 'a', text: x(length) }], false);
    assert.equal(file(most).split('\n').at(-1), x(most));
    assert.equal(file(most + 1), 'a');
  },
  longestInstructions: cuts(instructionText),
  longestPromptFile: { file: 'test/integration/workspaceLimits.test.ts' },
  mostPromptFiles(most) {
    const read = (count: number) => promptFiles(Array.from({ length: count }, (_, at) => `${at}.md`)).length;
    assert.deepEqual([read(most), read(most + 1)], [most, most]);
  },
  longestIgnoreFile: { file: 'test/integration/workspaceLimits.test.ts' },
  mostIgnoreLines(most) {
    const ignores = (lines: number) => {
      const text = Array.from({ length: lines }, (_, at) => `other${at}\n`).join('');
      return ignoreRules([{ folder: '', text }], false)('first');
    };
    assert.deepEqual([ignores(most), ignores(most + 1)], [false, true]);
  },
  longestIgnoreLine(most) {
    const ignores = (line: string) => ignoreRules([{ folder: '', text: line }], false)(line);
    assert.deepEqual([ignores(x(most)), ignores(x(most + 1))], [true, false]);
  },
  longestDiff(most) {
    const heading = 'diff --git a/a b/a\n';
    const diff = (length: number) => splitDiff(heading.padEnd(length, '+'), new Set(['a', 'other']));
    assert.deepEqual(
      diff(most).map(({ text }) => text.length),
      [most],
    );
    assert.deepEqual(
      diff(most + 1).map(({ path, text }) => [path, text.length]),
      [
        ['a', most],
        ['other', 0],
      ],
    );
  },
  mostProblems(most) {
    const files = (count: number) => [{ path: 'a.ts', problems: problems(count), document: undefined }];
    for (const [count, lines] of [
      [most, most],
      [most + 1, most],
    ] as const) {
      const { text, count: all } = problemsText(files(count));
      assert.deepEqual([text.split('\n').length, all], [lines, count]);
    }
  },
  mostProblemsOfCode(most) {
    const lines = (count: number) => problemLines(problems(count)).split('\n').length;
    assert.deepEqual([lines(most), lines(most + 1)], [most, most]);
  },
  longestProblem(most) {
    const [problem] = problems(1);
    assert.ok(problem);
    const message = (length: number) =>
      problemLine({ ...problem, message: x(length) }).split(': ')[2]?.length;
    assert.deepEqual([message(most), message(most + 1)], [most, most]);
    const code = (length: number) => {
      const document = { lineCount: 1, lineAt: () => ({ text: x(length) }) };
      const { text } = problemsText([{ path: 'a', problems: [problem], document: document as never }]);
      return text.split('\n')[1]?.trim().length;
    };
    assert.deepEqual([code(most), code(most + 1)], [most, most]);
  },
  mostDiffFiles(most) {
    const diff = (count: number) => {
      const paths = Array.from({ length: count }, (_, at) => `f${at}`);
      const text = paths.map((path) => `diff --git a/${path} b/${path}\n`).join('');
      return splitDiff(text, new Set(paths));
    };
    assert.equal(diff(most).filter(({ text }) => text !== '').length, most);
    assert.equal(diff(most + 1).length, most + 1);
    assert.equal(diff(most + 1).at(-1)?.text, '');
  },
  longestImportsRead(most) {
    const imported = (length: number) => importLines(`import "a"`.padStart(length, '\n '), 'typescript');
    assert.equal(importLines(`${x(most - 11)}\nimport "a"`, 'typescript'), 'import "a"');
    assert.equal(importLines(`${x(most - 10)}\nimport "a"`, 'typescript'), 'import "a');
    assert.equal(imported(most + 100), '');
  },
  mostImportLinesRead(most) {
    const imported = (line: number) => importLines(`${'\n'.repeat(line - 1)}import "a"`, 'typescript');
    assert.deepEqual([imported(most), imported(most + 1)], ['import "a"', '']);
  },
  longestImport(most) {
    refuseLargeImport(most, translate);
    assert.throws(() => refuseLargeImport(most + 1, translate), /The file is larger than 256 MB/);
  },
  mostImported(most) {
    const read = (count: number) => {
      const conversations = new Array(count).fill(0);
      const file = JSON.stringify({ format: 'hanlin-conversations', version: 1, conversations });
      for (const _ of parseExport(file, translate));
    };
    assert.throws(() => read(most), /The file is damaged: conversations.0 is/);
    assert.throws(() => read(most + 1), /The file holds more than 100000 chats/);
  },
  largestCodeBlock() {
    const { characters, lines } = limits.largestCodeBlock;
    assert.equal(applyCode('', x(characters)), `${x(characters)}\n`);
    assert.equal(applyCode('', x(characters + 1)), undefined);
    const block = (count: number) => 'x\n'.repeat(count - 1).concat('x');
    assert.equal(applyCode('', block(lines)), `${block(lines)}\n`);
    assert.equal(applyCode('', block(lines + 1)), undefined);
    assert.ok(parseViewIntention(code(characters + 1)), 'the host says what is wrong');
  },
  mostFileMentions: { file: 'test/unit/webview/fileLinks.test.ts' },
  largestChangedFile() {
    const { characters, lines } = limits.largestChangedFile;
    const file = (count: number, length: number) =>
      'const a = 1;\n'.concat('\n'.repeat(count - 2), x(length));
    const [diff] = readUnifiedDiff('-const a = 1;\n+const a = 2;', 'diff') ?? [];
    assert.ok(diff);
    for (const [fits = '', isTooLarge = ''] of [
      [file(lines, 1), file(lines + 1, 1)],
      [file(2, characters - 13), file(2, characters - 12)],
    ]) {
      assert.match(applyFileDiff(fits, diff) ?? '', /^const a = 2;/);
      assert.equal(applyFileDiff(isTooLarge, diff), undefined);
      assert.equal(applyCode(isTooLarge, isTooLarge.slice(0, 100)), undefined);
    }
  },
  longestAddress(most) {
    const address = (length: number) => `https://a.example/`.padEnd(length, 'x');
    assert.equal(addressFault(address(most)), undefined);
    assert.notEqual(addressFault(address(most + 1)), undefined);
  },
  mostModels(most) {
    const names = (count: number) => modelNames(Array.from({ length: count }, (_, at) => `m${at}`)).length;
    assert.deepEqual([names(most), names(most + 1)], [most, most]);
  },
  longestModelName: (most) => assert.deepEqual(modelNames([x(most), x(most + 1)]), [x(most)]),
};

describe('a limit of what others have written', () => {
  const values = new Map<string, unknown>(Object.entries(limits));
  for (const [name, trial] of Object.entries(trials)) {
    if (typeof trial === 'function') {
      const limit = values.get(name);
      it(`keeps what is as long, and not what is longer: ${name}`, () => trial(Number(limit)));
      continue;
    }
    it(`is tried in ${trial.file}: ${name}`, () => {
      const file = join(repository, trial.file);
      assert.ok(existsSync(file) && readFileSync(file, 'utf8').includes(name));
    });
  }
});
