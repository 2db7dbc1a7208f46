import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkQuestion } from '../../../vendors/alibaba/beebotRules.ts';
import { createSessions } from '../../../vendors/alibaba/beebotSessions.ts';

const instanceId = 'chatbot-cn-test';
const sound = { InstanceId: instanceId, Utterance: '你好' };

/** The code of the violation, or `ok`. */
function judge(value: unknown, envelope: object = {}, item: object = {}): string {
  const body = {
    messageId: 'message-1',
    action: 'TongyiBeebotChat',
    version: '2022-04-08',
    data: [{ type: 'JSON_TEXT', value: typeof value === 'string' ? value : JSON.stringify(value), ...item }],
    ...envelope,
  };
  const checked = checkQuestion(JSON.parse(JSON.stringify(body)), [instanceId]);
  return 'code' in checked ? checked.code : 'ok';
}

function judgeAll(expected: string, changes: readonly object[]): void {
  for (const change of changes) {
    assert.equal(judge({ ...sound, ...change }), expected, JSON.stringify(change).slice(0, 200));
  }
}

describe('Beebot server: rules for a question', () => {
  it('reads what the answer needs', () => {
    const value = {
      ...sound,
      SessionId: 'session-1',
      VendorParam: '{"docLabels":"a,b"}',
      Perspective: ['web'],
      SandBox: true,
      Command: 'GUIDEPOST',
    };
    const body = {
      messageId: 'message-1',
      action: 'TongyiBeebotChat',
      version: '2022-04-08',
      data: [{ type: 'JSON_TEXT', value: JSON.stringify(value) }],
    };
    assert.deepEqual(checkQuestion(body, [instanceId]), {
      messageId: 'message-1',
      instanceId,
      utterance: '你好',
      sessionId: 'session-1',
      perspective: ['web'],
      vendorParam: { docLabels: 'a,b' },
      sandBox: true,
      command: 'GUIDEPOST',
    });
  });

  it('checks the envelope', () => {
    assert.equal(judge(sound), 'ok');
    assert.equal(judge(sound, { messageId: '' }), 'PARAM_ERROR');
    assert.equal(judge(sound, { messageId: undefined }), 'PARAM_ERROR');
    assert.equal(judge(sound, { action: 'Chat' }), 'PARAM_ERROR');
    assert.equal(judge(sound, { version: '2022-04-09' }), 'PARAM_ERROR');
    assert.equal(judge(sound, { data: [] }), 'PARAM_ERROR');
    assert.equal(judge(sound, {}, { type: 'TEXT' }), 'PARAM_ERROR');
    assert.equal(judge(sound, {}, { value: sound }), 'PARAM_ERROR');
    assert.equal(judge('{"InstanceId":'), 'PARAM_ERROR');
    assert.equal(judge(sound, {}, { SandBox: 'true' }), 'PARAM_ERROR');
  });

  it('counts an utterance in code points', () => {
    judgeAll('ok', [{ Utterance: '🌏'.repeat(512) }, { Utterance: '字'.repeat(512) }]);
    judgeAll('UTTERANCE_TOO_LONG', [{ Utterance: '字'.repeat(513) }]);
    judgeAll('PARAM_ERROR', [{ Utterance: '' }, { Utterance: ' \n' }, { Utterance: undefined }]);
  });

  it('checks the other members and refuses unknown ones', () => {
    judgeAll('ok', [{ VendorParam: '{}' }, { SandBox: false }, { SenderId: 'a', SenderNick: 'b' }]);
    judgeAll('INSTANCE_NOT_FOUND', [{ InstanceId: 'chatbot-cn-other' }, { InstanceId: undefined }]);
    judgeAll('PARAM_ERROR', [
      { SessionId: '' },
      { VendorParam: {} },
      { VendorParam: 'plain' },
      { VendorParam: '{"docLabels":["a"]}' },
      { VendorParam: '{"SYS_IMAGE_ATTACHMENTS":"https://example.com/a.png"}' },
      { Perspective: 'web' },
      { SandBox: 'true' },
      { Command: 'RESTART' },
      { SenderId: 7 },
      { KnowledgeId: '1' },
      { messages: [] },
    ]);
  });
});

describe('Beebot server: sessions', () => {
  const question = (messageId: string, utterance: string, sessionId?: string) => ({
    messageId,
    utterance,
    sessionId,
    instanceId,
    perspective: [],
    vendorParam: {},
    sandBox: false,
    command: undefined,
  });

  it('keeps the turns, and a retried turn once', () => {
    const sessions = createSessions(false);
    const first = sessions.enter(question('1', 'first'));
    sessions.remember(question('1', 'first'), first.sessionId, '');
    const again = sessions.enter(question('1', 'first'));
    assert.deepEqual(again, { sessionId: first.sessionId, history: [] });
    sessions.remember(question('1', 'first'), first.sessionId, 'answer');
    const second = sessions.enter(question('2', 'second', first.sessionId));
    assert.deepEqual(second.history, [{ messageId: '1', utterance: 'first', answer: 'answer' }]);
    assert.notEqual(sessions.enter(question('3', 'other')).sessionId, first.sessionId);
  });

  it('refuses sessions of others and a messageId used for something else', () => {
    const sessions = createSessions(false);
    const { sessionId } = sessions.enter(question('1', 'first'));
    sessions.remember(question('1', 'first'), sessionId, '');
    assert.equal(sessions.check(question('1', 'first', sessionId)), undefined);
    assert.equal(sessions.check(question('1', 'changed'))?.code, 'DUPLICATE_MESSAGE');
    assert.equal(sessions.check(question('2', 'second', 'made-up'))?.code, 'SESSION_NOT_FOUND');
    const otherRobot = { ...question('2', 'second', sessionId), instanceId: 'chatbot-cn-other' };
    assert.equal(sessions.check(otherRobot)?.code, 'SESSION_NOT_FOUND');
    assert.equal(createSessions(true).check(question('2', 'second', 'made-up')), undefined);
  });
});
