import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import { type AcceptedQuestion, checkQuestion } from '../../../vendors/spark/questionRules.ts';
import { sparkVersions } from '../../../vendors/spark/versions.ts';
import { question } from './socketClient.ts';

const services = [{ id: 'xqwen_tuned', resourceIds: ['1234567'] }];
const user = { role: 'user', content: 'Hello' };
const assistant = { role: 'assistant', content: 'Hi' };
const system = { role: 'system', content: 'Be brief' };
const definition = { name: '天气查询', description: 'weather', parameters: { type: 'object' } };

function check(frame: unknown, path = '/v3.5/chat', account = testAccount) {
  return checkQuestion(frame, path, account, services);
}

function code(frame: unknown, path?: string): string {
  const checked = check(frame, path);
  return 'code' in checked ? checked.code : 'accepted';
}

function accepted(frame: unknown, path?: string): AcceptedQuestion {
  const checked = check(frame, path);
  assert.ok(!('code' in checked), JSON.stringify(checked));
  return checked;
}

/** The code that a parameter gets from Max, and from X1.5. */
function parameter(chat: object): readonly [string, string] {
  return [code(question({ chat })), code(question({ chat: { domain: 'spark-x', ...chat } }), '/v1/x1')];
}

describe('Spark server: rules of a question', () => {
  it('says what was accepted', () => {
    const { version, ...rest } = accepted(
      question({
        header: { uid: 'u'.repeat(32) },
        chat: {
          max_tokens: 8192,
          chat_id: 'c-1',
          tools: [{ type: 'web_search', web_search: { show_ref_label: true } }],
        },
        text: [system, user, assistant, { role: 'user', content: '你好' }],
        payload: { functions: { text: [definition] } },
      }),
    );
    assert.equal(version.name, 'Max');
    assert.deepEqual(rest, {
      model: 'generalv3.5',
      messages: [
        { role: 'system', text: 'Be brief' },
        { role: 'user', text: 'Hello' },
        { role: 'assistant', text: 'Hi' },
        { role: 'user', text: '你好' },
      ],
      stream: true,
      maxTokens: 8192,
      thinking: false,
      promptTokens: 7,
      requestId: undefined,
      appId: testAccount.appId,
      uid: 'u'.repeat(32),
      chatId: 'c-1',
      search: true,
      functions: ['天气查询'],
    });
  });

  it('accepts every domain on its own path and answers 11200 on another’s', () => {
    for (const { socketPath, domains } of sparkVersions) {
      for (const domain of domains) {
        assert.equal(code(question({ chat: { domain } }), socketPath), 'accepted', domain);
        const other = socketPath === '/chat/max-32k' ? '/v3.1/chat' : '/chat/max-32k';
        assert.equal(code(question({ chat: { domain } }), other), '11200', domain);
      }
    }
    assert.equal(code(question({ chat: { domain: 'xqwen_tuned' } }), '/v1.1/chat'), 'accepted');
  });

  it('answers 10003 to the domain of wrong tutorials and to what is no object', () => {
    assert.deepEqual(check(question({ chat: { domain: 'general3' } }), '/v3.1/chat'), {
      code: '10003',
      message: 'ClientMsgError:(12:00:00.000) invalid model domain',
    });
    for (const frame of [undefined, null, [], 'Hello', 1]) assert.equal(code(frame), '10003');
  });

  it('answers 11200 to another application and to a version without licence', () => {
    assert.equal(code(question({ header: { app_id: 'ffffffff' } })), '11200');
    const account = { ...testAccount, activated: ['Lite'] };
    const checked = checkQuestion(question(), '/v3.5/chat', account, []);
    assert.deepEqual(checked, {
      code: '11200',
      message: 'AppIdNoAuthError:(12:00:00.000) domain.generalv3.5',
    });
  });

  it('refuses an account with its own code', () => {
    const checked = checkQuestion(question(), '/v3.5/chat', { ...testAccount, refusedWith: '10015' }, []);
    assert.equal('code' in checked && checked.code, '10015');
  });

  it('answers 10004 to a broken header, in the vendor’s words for a long uid', () => {
    const long = check(question({ header: { uid: 'u'.repeat(33) } }));
    assert.deepEqual(long, {
      code: '10004',
      message: "SchemaCheckError:(12:00:00.000) '$.header.uid' length must be less or equal than 32; ",
    });
    for (const header of [{ app_id: undefined }, { app_id: 1 }, { uid: '' }, { patch_id: ['9'] }]) {
      assert.equal(code(question({ header })), '10004', JSON.stringify(header));
    }
    const tuned = { chat: { domain: 'xqwen_tuned' }, header: { patch_id: ['1234567'] } };
    assert.equal(code(question(tuned), '/v1.1/chat'), 'accepted');
    for (const missing of ['header', 'parameter', 'payload']) {
      assert.equal(code({ ...question(), [missing]: undefined }), '10004', missing);
    }
  });

  it('accepts system first, then turns that end with the user', () => {
    for (const text of [[user], [system, user], [user, assistant, user], [system, user, assistant, user]]) {
      assert.equal(code(question({ text })), 'accepted', JSON.stringify(text));
    }
    const tool = { role: 'tool', content: '{}', tool_call_id: 'call_1' };
    for (const text of [
      [],
      [assistant],
      [system],
      [user, user],
      [user, assistant],
      [assistant, user],
      [user, system, user],
      [system, system, user],
      [system, assistant, user],
      [user, assistant, tool],
      [{ role: 'human', content: 'Hello' }],
      [{ role: 'user', content: '' }],
      [{ role: 'user', content: ' \n' }],
      [{ role: 'user' }],
      [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      [user, { role: 'assistant', content: '' }, user],
      ['Hello'],
    ]) {
      assert.equal(code(question({ text })), '10004', JSON.stringify(text));
    }
  });

  it('lets only the versions that know it have a system message or functions', () => {
    const chat = { domain: 'lite' };
    assert.equal(code(question({ chat, text: [system, user] }), '/v1.1/chat'), '10004');
    const payload = { functions: { text: [definition] } };
    assert.equal(code(question({ chat, payload }), '/v1.1/chat'), '10163');
    for (const text of [
      [],
      [{ name: 'a b' }],
      [{ ...definition, name: '' }],
      [{ ...definition, parameters: 1 }],
      {},
    ]) {
      assert.equal(code(question({ payload: { functions: { text } } })), '10004', JSON.stringify(text));
    }
  });

  it('keeps the ranges of chat and of reasoning versions apart', () => {
    const table: readonly [object, string, string][] = [
      [{ temperature: 0 }, '10005', '10005'],
      [{ temperature: 0.01 }, 'accepted', 'accepted'],
      [{ temperature: 1 }, 'accepted', 'accepted'],
      [{ temperature: 2 }, '10005', 'accepted'],
      [{ temperature: 2.1 }, '10005', '10005'],
      [{ temperature: '0.5' }, '10005', '10005'],
      [{ top_k: 1 }, 'accepted', 'accepted'],
      [{ top_k: 6 }, 'accepted', 'accepted'],
      [{ top_k: 0 }, '10005', '10005'],
      [{ top_k: 7 }, '10005', '10005'],
      [{ top_k: 1.5 }, '10005', '10005'],
      [{ top_p: 0.8 }, '10163', 'accepted'],
      [{ top_p: 0 }, '10005', '10005'],
      [{ max_tokens: 1 }, 'accepted', 'accepted'],
      [{ max_tokens: 0 }, '10005', '10005'],
      [{ max_tokens: 8193 }, '10005', 'accepted'],
      [{ max_tokens: 65_535 }, '10005', 'accepted'],
      [{ max_tokens: 65_536 }, '10005', '10005'],
      [{ presence_penalty: 2.01 }, '10163', 'accepted'],
      [{ frequency_penalty: -2 }, '10163', 'accepted'],
      [{ frequency_penalty: 10.1 }, '10163', '10005'],
      [{ thinking: { type: 'disabled' } }, '10163', 'accepted'],
      [{ thinking: { type: 'auto' } }, '10163', 'accepted'],
      [{ thinking: { type: 'on' } }, '10163', '10005'],
    ];
    for (const [chat, max, reasoning] of table) {
      assert.deepEqual(parameter(chat), [max, reasoning], JSON.stringify(chat));
    }
    assert.equal(accepted(question({ chat: { domain: 'spark-x' } }), '/v1/x1').thinking, true);
    const off = { domain: 'spark-x', thinking: { type: 'disabled' } };
    assert.equal(accepted(question({ chat: off }), '/v1/x1').thinking, false);
  });

  it('holds Lite and Pro-128K to 4096 tokens', () => {
    for (const [domain, path] of [
      ['lite', '/v1.1/chat'],
      ['pro-128k', '/chat/pro-128k'],
    ] as const) {
      assert.equal(code(question({ chat: { domain, max_tokens: 4096 } }), path), 'accepted');
      assert.equal(code(question({ chat: { domain, max_tokens: 4097 } }), path), '10005');
    }
  });

  it('knows web search as the only tool, where the version has it', () => {
    const search = (web_search: unknown) => ({ tools: [{ type: 'web_search', web_search }] });
    assert.equal(code(question({ chat: search({ enable: true, search_mode: 'deep' }) })), 'accepted');
    for (const wrong of [undefined, {}, { enable: 'yes' }, { search_mode: 'fast' }, { show_ref_label: 1 }]) {
      const expected = JSON.stringify(wrong) === '{}' ? 'accepted' : '10005';
      assert.equal(code(question({ chat: search(wrong) })), expected, JSON.stringify(wrong));
    }
    const lite = { domain: 'lite', ...search({ enable: true }) };
    assert.equal(code(question({ chat: lite }), '/v1.1/chat'), '10163');
    assert.equal(code(question({ chat: { tools: [{ type: 'function', function: definition }] } })), '10005');
    assert.equal(accepted(question({ chat: search({ enable: false, show_ref_label: true }) })).search, false);
    assert.equal(accepted(question({ chat: search({ enable: true }) })).search, false);
  });

  it('answers 10907 to contents beyond the input limit, history included', () => {
    const long = '字'.repeat(13_653);
    assert.equal(code(question({ text: [{ role: 'user', content: long }] })), 'accepted');
    assert.equal(code(question({ text: [{ role: 'user', content: long }, assistant, user] })), '10907');
    const chat = { domain: 'max-32k' };
    assert.equal(
      code(question({ chat, text: [{ role: 'user', content: long }, assistant, user] }), '/chat/max-32k'),
      'accepted',
    );
  });
});
