import type { Respondent } from '../../../src/chat/conversation.ts';
import type { AnswerSource } from '../../../src/chat/session.ts';
import type { ChatRequest } from '../../../src/core/provider.ts';
import type { Script } from '../chat/sessionHarness.ts';

export const somebody: Respondent = {
  vendorId: 'v',
  apiId: 'a',
  model: 'm',
  vendorLabel: 'Vendor',
  modelLabel: 'Model',
};

/** Models whose replies are scripts, one after the other; `somebody` is the chosen one. */
export function fakeModels(...scripts: Script[]) {
  const requests: ChatRequest[] = [];
  const models = {
    respondent: () => somebody,
    connect: async ({ model }: Respondent): Promise<AnswerSource> => ({
      provider: {
        stream(request, signal) {
          requests.push(request);
          const script = scripts.shift();
          if (!script) throw new Error('One request more than the test knows of.');
          return script(request, signal);
        },
      },
      model,
      system: 'Be brief.',
      options: { temperature: 0.5, topP: 0.9 },
      choices: { thinking: true, webSearch: false },
      images: false,
    }),
  };
  return { models, requests };
}
