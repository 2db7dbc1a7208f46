import assert from 'node:assert/strict';
import { planOf } from '../../../scripts/ask/plan.ts';
import { Problem } from '../../../scripts/problem.ts';
import { api, vendor } from './descriptors.ts';

const plan = (...args: readonly string[]) => planOf(args, [vendor]);

describe('The arguments of `ask`', () => {
  it('need no more than a vendor and a question', () => {
    assert.deepEqual(plan('--vendor', 'vendor', 'Why', 'not?'), {
      vendor,
      api,
      model: 'big',
      allowHttp: false,
      json: false,
      options: {},
      question: 'Why not?',
    });
  });

  it('may say everything', () => {
    const args = ['--vendor', 'vendor', '--api', 'chat', '--model', 'unheard-of', '--auth', 'pair', '--json'];
    args.push('--endpoint', 'http://127.0.0.1:1', '--option', 'temperature=0.5', '--option', 'stop=a=b');
    assert.deepEqual(plan(...args, '--messages', '-', 'Hello'), {
      vendor,
      api,
      authMode: api.authModes[1],
      model: 'unheard-of',
      endpoint: 'http://127.0.0.1:1',
      allowHttp: false,
      json: true,
      options: { temperature: 0.5, stop: ['a=b'] },
      messagesFile: '-',
      question: 'Hello',
    });
  });

  it('are refused with what exists instead', () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['Hello'], /--vendor is missing: vendor/],
      [['--vendor', 'nobody', 'Hello'], /no vendor "nobody", only: vendor\./],
      [['--vendor', 'vendor', '--api', 'v9', 'Hello'], /no API "v9" of Vendor, only: chat, other\./],
      [['--vendor', 'vendor', '--auth', 'x', 'Hello'], /no way to sign in "x" of Chat, only: token, pair\./],
      [['--vendor', 'vendor'], /nothing to ask/],
      [['--vendor', 'vendor', '--modle', 'x', 'Hello'], /--modle/],
    ];
    for (const [args, message] of cases) {
      assert.throws(
        () => plan(...args),
        (error) => error instanceof Problem && message.test(error.message),
        args.join(' '),
      );
    }
  });

  it('ask for help without a question', () => {
    assert.deepEqual(plan('--help'), { help: true, vendor: undefined, api: undefined });
    assert.deepEqual(plan('--vendor', 'vendor', '--api', 'chat', '-h'), { help: true, vendor, api });
  });
});
