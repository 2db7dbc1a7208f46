import { ProviderError } from '../../core/error.ts';
import type { CompletionRequest } from '../../core/provider.ts';
import { encodeOptions, type OptionMembers } from '../../net/openAiChat/encodeRequest.ts';

/*
 * CodeGeeX-4 fills in code at the address of chats. It has left the vendor's list of models, so that an account may be
 * told that there is no such model; the other GLM models have no way to say what comes behind.
 */

const optionMembers: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  maxOutputTokens: 'max_tokens',
};

/** Where the model would go on to talk about its code. */
const stop = ['<|endoftext|>', '<|user|>', '<|assistant|>', '<|observation|>'];

/** VS Code's ids that differ from the names that the model knows. */
const languageNames: Readonly<Record<string, string>> = {
  javascriptreact: 'javascript',
  typescriptreact: 'typescript',
  shellscript: 'shell',
  'objective-c': 'objectivec',
  'objective-cpp': 'objectivec',
  jsonc: 'json',
};

/**
 * The body of a request to fill in code.
 *
 * @throws {ProviderError} of kind `invalid-request` for any other model.
 * @see https://open.bigmodel.cn/dev/api/code-model/codegeex-4
 */
export function encodeCodeCompletion({
  model,
  prefix,
  suffix,
  language,
  options,
}: CompletionRequest): string {
  if (!/^codegeex/i.test(model)) {
    throw new ProviderError('invalid-request', `${model} does not fill in code; codegeex-4 does`, {
      advice: 'choose-model',
    });
  }
  const name = Object.hasOwn(languageNames, language) ? languageNames[language] : language;
  return JSON.stringify({
    model,
    stream: true,
    ...encodeOptions(options ?? {}, optionMembers),
    stop,
    extra: { target: { language: name, code_prefix: prefix, code_suffix: suffix } },
  });
}
