import { detailText, labelText, logText, markdownLabel, messageText } from '../../../src/chat/foreignText.ts';
import { visibleName, visibleText } from '../../../src/chat/hiddenCharacters.ts';
import { inlineCode } from '../../../src/chat/inlineCode.ts';
import { readPromptFile } from '../../../src/chat/promptFile.ts';
import { isSecretFile } from '../../../src/chat/secretFiles.ts';
import { sensitivePlace } from '../../../src/chat/sensitivePaths.ts';
import { titleFromQuestion } from '../../../src/chat/title.ts';
import { estimateTokens, headWithin } from '../../../src/chat/tokenEstimate.ts';
import { withInstructions } from '../../../src/chat/workspaceInstructions.ts';
import { cutText } from '../../../src/core/cutText.ts';
import { longestIgnoreFile, longestInstructions, longestPromptFile } from '../../../src/core/limits.ts';
import { cleanText } from '../../../src/extension/diagnose/cleanText.ts';
import { recogniseKey } from '../../../src/extension/recogniseKey.ts';
import { ignoreRules } from '../../../src/extension/workspaceFiles/ignoreRules.ts';
import { parseRetryAfter } from '../../../src/net/errorResponse.ts';
import { parseJson } from '../../../src/net/json.ts';
import { pastedKey } from '../../../src/net/pastedKey.ts';
import { parseDuration } from '../../../src/net/rateLimit.ts';
import { addressFault, tidyAddress } from '../../../src/net/serverAddress.ts';
import { parseViewIntention } from '../../../src/shared/protocol.ts';
import { vendors } from '../../../src/vendors/registry.ts';
import { type Reader, reader } from './reader.ts';

/** Everything that reads names, notices, instructions, settings and what somebody has typed. */
export const textReaders: readonly Reader[] = [
  reader('a notification', messageText),
  reader('a detail of a dialog', detailText),
  reader('an entry of the log', logText),
  reader('a label', labelText),
  reader('a label in a hover', markdownLabel),
  reader('a name', visibleName),
  reader('a name as code', inlineCode),
  reader('a path that may be secret', isSecretFile),
  reader('a path that may be sensitive', sensitivePlace),
  reader('the title of a conversation', titleFromQuestion),
  reader('tokens of a text', estimateTokens),
  reader('the beginning of a text in so many tokens', (text) => headWithin(text, 8_000)),
  {
    name: 'instructions of a workspace',
    prepare: (text) => () => {
      const shown = visibleText(cutText(text, longestInstructions));
      withInstructions('', [{ path: 'AGENTS.md', text: shown }], 128_000);
    },
  },
  reader('a command of a workspace', (text) => readPromptFile('a.md', visibleText(text)), longestPromptFile),
  reader(
    'a .gitignore',
    (text) => ignoreRules([{ folder: 'a/b', text }], false)('a/b/c/d.ts'),
    longestIgnoreFile,
  ),
  reader('JSON of a server', parseJson),
  reader('Retry-After', (text) => parseRetryAfter(text, 0)),
  reader('a length of time in a header', parseDuration, 1_000),
  reader('an address that was typed', (text) => addressFault(tidyAddress(text)), 4_096),
  reader('a pasted key', (text) => recogniseKey(pastedKey(text), vendors), 10_000),
  reader('a text of the diagnosis', (text) => cleanText(text, ['0123456789abcdef'], ['/home/me']), 65_536),
  reader('a message of the view', (text) => parseViewIntention({ type: 'send', text })),
  reader('a message of the view with code', (text) =>
    parseViewIntention({ type: 'code', action: 'apply', answer: 'a', code: text }),
  ),
];
