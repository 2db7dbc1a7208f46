import { demonstrationCompletion } from '../demonstration/completion.ts';
import { demonstrationScenario } from '../loopback/demonstrationScenario.ts';
import type { DemoOptions, DemoPart } from '../loopback/demoPart.ts';
import { preferPort } from '../loopback/listen.ts';
import { beebotDemonstration } from './beebotDemonstration.ts';
import { startBeebotServer } from './beebotServer.ts';
import { startDashScopeServer } from './dashScopeServer.ts';

/** They open nothing but the loopback servers. */
const environment = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAINotARealKeyForTheDemo',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'NotARealSecretForTheLocalDemo0',
  BEEBOT_AGENT_KEY: 'not_a_real_agent_key_for_the_demo',
  BEEBOT_INSTANCE_ID: 'chatbot-cn-demonstration',
  DASHSCOPE_API_KEY: 'sk-not-a-real-key-for-the-local-demo',
};

/** Starts Beebot and DashScope, which answers as both plans of Beijing. */
export async function startAlibabaDemo({ port, paceMs }: DemoOptions): Promise<DemoPart> {
  const accessKey = {
    id: environment.ALIBABA_CLOUD_ACCESS_KEY_ID,
    secret: environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  };
  const robot = { instanceId: environment.BEEBOT_INSTANCE_ID };
  const beebot = await preferPort(port, (free) =>
    startBeebotServer({
      accessKeys: [accessKey],
      robots: [robot, { ...robot, agentKey: environment.BEEBOT_AGENT_KEY }],
      unknownSessions: true,
      port: free,
    }),
  );
  const plans = ['pay-as-you-go', 'coding'] as const;
  const dashScope = await preferPort(port === 0 ? 0 : port + 1, (free) =>
    startDashScopeServer({
      keys: plans.map((plan) => ({ key: environment.DASHSCOPE_API_KEY, region: 'beijing', plan })),
      models: 'any',
      port: free,
    }),
  );
  beebot.always((question) => beebotDemonstration(question, paceMs));
  dashScope.always((request) =>
    request.call === 'completion' ? demonstrationCompletion(request) : demonstrationScenario(request, paceMs),
  );
  return {
    environment,
    endpoints: { 'alibaba/beebot': beebot.origin, 'alibaba/dashscope': dashScope.payAsYouGoBase },
    close: async () => {
      await Promise.all([beebot.close(), dashScope.close()]);
    },
  };
}
