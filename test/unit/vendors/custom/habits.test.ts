import assert from 'node:assert/strict';
import { ProviderError } from '../../../../src/core/error.ts';
import { learnHabits } from '../../../../src/vendors/custom/habits.ts';

describe('what the refusals of a custom server teach', () => {
  const usual = { refusesStreamOptions: false, refusesSystem: false, refusesSuffix: false };
  const taught: Readonly<Record<keyof typeof usual, readonly string[]>> = {
    refusesStreamOptions: [
      'Unrecognized request argument supplied: stream_options',
      "extra fields not permitted: 'include_usage'",
      'STREAM_OPTIONS is not allowed',
    ],
    refusesSystem: [
      'System role not supported',
      'The system message is not allowed here',
      'system prompts are not supported by this model',
      'This template does not take a system role: not supported',
    ],
    refusesSuffix: ['suffix is not currently supported', 'Unknown member: Suffix', 'suffix'],
  };
  const aboutElse = [
    '',
    'model not found',
    'streaming options are wrong',
    'The file system is not supported',
    'system role supported',
    'system role not known',
    'The system roleplay is not supported',
    'system role notably supported',
    'no role is supported that is not in the system',
    'suffixes are fine',
    'presuffix',
  ];

  for (const [habit, messages] of Object.entries(taught) as [keyof typeof usual, readonly string[]][]) {
    for (const message of messages) {
      it(`${habit}: ${message}`, () => {
        const error = new ProviderError('invalid-request', message);
        const learned = learnHabits(usual, error);
        assert.deepEqual(learned, { ...usual, [habit]: true });
        // What is known already was not the reason.
        assert.equal(learnHabits(learned, error), undefined);
      });
    }
  }

  it('adds to what was known', () => {
    const all = { refusesStreamOptions: true, refusesSystem: true, refusesSuffix: true };
    for (const [habit, [message = '']] of Object.entries(taught)) {
      const others = { ...all, [habit]: false };
      assert.deepEqual(learnHabits(others, new ProviderError('invalid-request', message)), all);
    }
  });

  for (const message of aboutElse) {
    it(`is nothing if it is about something else: ${message}`, () => {
      assert.equal(learnHabits(usual, new ProviderError('invalid-request', message)), undefined);
    });
  }

  it('is nothing if it is no refusal of what was asked', () => {
    const [message] = taught.refusesStreamOptions;
    for (const kind of ['auth', 'unavailable', 'rate-limit', 'network'] as const) {
      assert.equal(learnHabits(usual, new ProviderError(kind, message ?? '')), undefined);
    }
    assert.equal(learnHabits(usual, new Error(message)), undefined);
    assert.equal(learnHabits(usual, undefined), undefined);
  });
});
