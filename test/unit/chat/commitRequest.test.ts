import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  chooseRepository,
  hintIn,
  messageInReply,
  roomForChanges,
  subjectsOf,
} from '../../../src/chat/commitRequest.ts';
import { ProviderError } from '../../../src/core/error.ts';

describe('the room for the changes of a commit', () => {
  it('is half of the window, and never more than one reads', () => {
    assert.equal(roomForChanges({ contextWindow: 8_000 }, 1), 4_000);
    assert.equal(roomForChanges({ contextWindow: 1_000_000 }, 1), 24_000);
    assert.equal(roomForChanges({}, 1), 16_000);
  });

  it('is less where the model counts more tokens than we do', () => {
    assert.equal(roomForChanges({ contextWindow: 8_000 }, 2), 2_000);
  });

  it('is what is left where an API counts characters', () => {
    assert.equal(roomForChanges({ contextWindow: 8_000, maxInputCharacters: 7_600 }, 1), 1_000);
    assert.equal(roomForChanges({ contextWindow: 8_000, maxInputCharacters: 3_000 }, 1), 0);
  });
});

describe('the recent commits', () => {
  it('show how messages are written by their first lines, merges aside', () => {
    const commit = (message: string, parents = 1) => ({ message, parents: Array(parents).fill('x') });
    assert.deepEqual(
      subjectsOf([
        commit(' fix: it \n\nwhy'),
        commit('Merge', 2),
        commit('first', 0),
        commit('\nbody'),
        commit(''),
      ]),
      ['fix: it', 'first'],
    );
  });
});

describe('what stands in the box for a commit message', () => {
  it('is a hint unless we have written it', () => {
    assert.equal(hintIn(' fix #12 ', undefined), 'fix #12');
    assert.equal(hintIn('fix #12', 'fix #1'), 'fix #12');
    assert.equal(hintIn('fix #12', 'fix #12'), '');
    assert.equal(hintIn('', undefined), '');
  });
});

describe('the reply to a request for a commit message', () => {
  const read = (reply: string, reason: 'stop' | 'content-filter' | 'length') => () =>
    messageInReply(reply, reason, (text) => text);

  it('is the message in it', () => {
    assert.equal(read('```\nfix: it\n```', 'stop')(), 'fix: it');
    assert.equal(read('fix: it', 'length')(), 'fix: it');
  });

  it('is an error where it is none, with the kind that the advice belongs to', () => {
    const isOf = (kind: string, message: string) => (error: unknown) =>
      error instanceof ProviderError && error.kind === kind && error.message === message;
    assert.throws(read('fix: it', 'content-filter'), isOf('content-filter', ''));
    assert.throws(read('', 'content-filter'), isOf('content-filter', ''));
    assert.throws(read('```\n```', 'stop'), isOf('protocol', 'The answer was empty.'));
  });
});

describe('the repository that a message is for', () => {
  interface Root {
    readonly root: string;
    readonly selected?: boolean;
  }
  const repositories: readonly Root[] = [{ root: '/a' }, { root: '/b', selected: true }, { root: '/c' }];
  const choose = (all: readonly Root[], root?: string, inSight?: Root | null): string | undefined =>
    chooseRepository<Root>(all, {
      root,
      rootOf: (one) => one.root,
      isSelected: ({ selected }) => selected === true,
      inSight: () => inSight,
    })?.root;

  it('is the one that the command is about, or none', () => {
    assert.equal(choose(repositories, '/c'), '/c');
    assert.equal(choose(repositories, '/d'), undefined);
    assert.equal(choose(repositories.slice(0, 1), '/d'), undefined);
  });

  it('is else the only one, the one that is selected, the one in sight, the first', () => {
    const [one, , three] = repositories;
    assert.ok(one && three);
    assert.equal(choose([one], undefined, three), '/a');
    assert.equal(choose([], undefined, three), undefined);
    assert.equal(choose(repositories, undefined, three), '/b');
    assert.equal(choose([...repositories, { root: '/d', selected: true }]), '/b');
    assert.equal(choose([one, three], undefined, three), '/c');
    assert.equal(choose([one, three], undefined, null), '/a');
  });
});
