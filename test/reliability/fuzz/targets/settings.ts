import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costOf, readPrices } from '../../../../src/chat/prices.ts';
import { readPromptFile } from '../../../../src/chat/promptFile.ts';
import { readOwnCommands, resolveSlashCommand } from '../../../../src/chat/slashCommands.ts';
import { readCalibration, tokenFactor } from '../../../../src/chat/tokenCalibration.ts';
import { estimateTokens } from '../../../../src/chat/tokenEstimate.ts';
import { withInstructions } from '../../../../src/chat/workspaceInstructions.ts';
import { ProviderError } from '../../../../src/core/error.ts';
import { excludeGlob } from '../../../../src/extension/context/excludeGlob.ts';
import { ignoreRules } from '../../../../src/extension/workspaceFiles/ignoreRules.ts';
import { checkOptions } from '../../../../src/net/checkOptions.ts';
import { proxyFor, proxySettingsOf } from '../../../../src/net/proxySettings.ts';
import { vendors } from '../../../../src/vendors/registry.ts';
import { answerTurn } from '../../../unit/chat/conversationTurns.ts';
import { mutatedJson } from '../support/jsonTree.ts';
import { mutatedText } from '../support/mutate.ts';
import { type FuzzTarget, property } from '../target.ts';

const translate = (text: string) => text;

/** What a settings file may hold: JSON of the right shape with something wrong in it, or anything. */
function setting(...real: readonly string[]): fc.Arbitrary<unknown> {
  const changed = mutatedJson(real).map((text): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  });
  return fc.oneof({ weight: 4, arbitrary: changed }, fc.anything());
}

const rules = vendors.flatMap(({ apis }) => apis.map(({ options }) => options));

const promptFile = '---\ndescription: "Explains it"\nmode: ask\n---\n\nExplain {selection} to {input}.\n';

/** Settings and files of a workspace: what is of use in them is used, and nothing in them throws. */
export const target: FuzzTarget = {
  properties: [
    property(
      'prices are numbers, and costs are sums of money',
      300,
      [setting('{"zhipu/bigmodel":{"input":2,"output":8,"cachedInput":0.4},"v/a/m":{"input":1,"output":2}}')],
      (value) => {
        const table = readPrices(value);
        for (const usage of [
          { inputTokens: 12, outputTokens: 3 },
          { inputTokens: 1, outputTokens: 0, cachedTokens: 9 },
        ]) {
          const answer = {
            ...answerTurn('a', 'q', ''),
            status: { state: 'done', reason: 'stop', usage } as const,
          };
          assert.match(costOf(answer, table) ?? '¥0', /^<?¥\d/);
        }
      },
    ),
    property(
      'own commands and prompt files answer to their names, and a question is never lost',
      400,
      [
        setting('{"explain":"Explain {selection}","Deploy":"How do I deploy {input}?"}'),
        mutatedText([promptFile]),
        mutatedText(['explain.prompt.md', 'a-b.md', '说明.md']),
        mutatedText([
          '/explain the loop',
          '/deploy',
          '/说明 this',
          'What is /explain?',
          '/constructor x',
          '/__proto__',
        ]),
      ],
      (value, content, fileName, typed) => {
        const own = { ...readOwnCommands(value) };
        const file = readPromptFile(fileName, content);
        if (file) own[file.name] = file.command;
        const resolved = resolveSlashCommand(typed, own, translate, () => 'selected');
        assert.ok(resolved === undefined || typeof resolved.text === 'string');
        for (const name of Object.keys(own)) {
          assert.equal(
            typeof resolveSlashCommand(`/${name} x`, own, translate, () => 's')?.text,
            'string',
            name,
          );
        }
      },
    ),
    property(
      'options are of the API, or refused by name',
      500,
      [
        setting(
          '{"temperature":0.6,"topP":0.9,"maxOutputTokens":4096,"stop":["a"],"thinking":true,"userId":"u-123456"}',
        ),
        fc.constantFrom(...rules),
      ],
      (value, rule) => {
        try {
          checkOptions(value as Parameters<typeof checkOptions>[0], rule);
        } catch (error) {
          assert.ok(error instanceof ProviderError, String(error));
          assert.ok(error.message.length < 1000);
        }
      },
    ),
    property(
      'stored corrections of the estimate stay within their limits',
      200,
      [setting('{"v/a/m":1.2}')],
      (value) => {
        const factor = tokenFactor(readCalibration(value), { vendorId: 'v', apiId: 'a', model: 'm' });
        assert.ok(factor >= 0.5 && factor <= 2);
      },
    ),
    property(
      'instructions of a project never take more than their share of the window',
      200,
      [
        fc.array(
          fc.record({
            path: mutatedText(['AGENTS.md']),
            text: mutatedText(['# Rules\n\n- Use tabs.\n', '中文\n']),
          }),
          {
            maxLength: 4,
          },
        ),
        fc.constantFrom(undefined, 0, 1, 4096, 128_000),
      ],
      (files, window) => {
        const { system } = withInstructions('Be brief.', files, window);
        const names = files.reduce((sum, { path }) => sum + estimateTokens(path), 0);
        const room = (window ?? 32_000) * 0.15;
        assert.ok(
          estimateTokens(system) <= Math.min(8000, room) * 1.3 + names * 20 + 60 * (files.length + 1),
        );
        assert.ok(system.startsWith('Be brief.'));
      },
    ),
    property(
      'ignore files and excluded patterns leave paths out, or in, but do not stop work',
      150,
      [
        mutatedText([
          'node_modules/\n*.log\n!keep.log\n/dist\n# no\n**/a/**/b\n',
          'a[b-]c\n\\!x\n[\n**/**/**/*\n',
        ]),
        mutatedText(['src/a.ts', 'node_modules/a/', '中文/a b.md', '../a', '/a', '']),
        setting('{"**/.git":true,"**/*.js":{"when":"$(basename).ts"},"a{b":true}'),
      ],
      (text, path, value) => {
        assert.equal(
          typeof ignoreRules(
            [
              { folder: '', text },
              { folder: 'src', text },
            ],
            true,
          )(path),
          'boolean',
        );
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
          const glob = excludeGlob([value as Record<string, unknown>]);
          assert.ok(glob === undefined || glob.length > 0);
        }
      },
    ),
    property(
      'any proxy settings give an address or none',
      200,
      [
        mutatedText(['http://proxy.test:3128', 'proxy:1', 'socks5://u:p@x:1']),
        mutatedText(['localhost,.example.com,*.a.b:8080,10.0.0.1,[::1]', '*']),
      ],
      (proxy, noProxy) => {
        const settings = proxySettingsOf({ HTTPS_PROXY: proxy, no_proxy: noProxy });
        for (const url of ['https://example.com/v1', 'https://[2001:db8::1]:8443', 'http://localhost:1']) {
          const found = proxyFor(new URL(url), settings);
          assert.ok(found === undefined || typeof found === 'string');
        }
      },
    ),
  ],
};
