import assert from 'node:assert/strict';
import {
  announcement,
  fetchedLine,
  needsRoom,
  type Progress,
  progressLine,
  readyLine,
} from '../../../scripts/vscode/progressText.ts';

const megabytes = { download: 80, disk: 150, room: 400 };
const beginning: Progress = { what: 'An editor', megabytes, receivedBytes: 0, seconds: 0, idleSeconds: 0 };
const line = (progress: Partial<Progress>, columns = 100) =>
  progressLine({ ...beginning, ...progress }, columns);

describe('the progress of a download', () => {
  it('is told in percent, megabytes and seconds', () => {
    assert.equal(line({}), 'Fetching An editor: 0 %, 0 of about 80 MB, 0 s');
    assert.equal(
      line({ receivedBytes: 20_900_000, seconds: 12.9 }),
      'Fetching An editor: 26 %, 20 of about 80 MB, 12 s',
    );
  });

  it('is not complete before npm says so, however much has arrived', () => {
    assert.equal(
      line({ receivedBytes: 79_999_999, seconds: 30 }),
      'Fetching An editor: 99 %, 79 of about 80 MB, 30 s',
    );
    assert.equal(
      line({ receivedBytes: 91_000_000, seconds: 31 }),
      'Fetching An editor: 99 %, 91 MB, unpacking, 31 s',
    );
  });

  it('says when nothing new arrives, unless nothing more is to come', () => {
    const stuck = { receivedBytes: 8_000_000, seconds: 40 };
    assert.equal(line({ ...stuck, idleSeconds: 14.9 }), 'Fetching An editor: 10 %, 8 of about 80 MB, 40 s');
    assert.equal(
      line({ ...stuck, idleSeconds: 15 }),
      'Fetching An editor: 10 %, 8 of about 80 MB, 40 s, nothing new for 15 s',
    );
    assert.ok(!line({ receivedBytes: 80_000_000, idleSeconds: 60 }).includes('nothing new'));
  });

  it('never fills the last column, where a terminal would begin a new line', () => {
    const whole = line({ receivedBytes: 8_000_000 });
    for (const columns of [0, 1, 10, whole.length, whole.length + 1, 200]) {
      const shown = line({ receivedBytes: 8_000_000 }, columns);
      assert.ok(shown.length <= Math.max(0, columns - 1), `${columns} columns`);
      assert.ok(whole.startsWith(shown));
    }
    assert.equal(line({ receivedBytes: 8_000_000 }, whole.length + 1), whole);
  });

  it('has one line before and one after', () => {
    assert.equal(announcement('An editor', megabytes), 'Fetching An editor from npm: about 80 MB, once …');
    assert.equal(
      fetchedLine('An editor', megabytes, 75.2),
      'Fetched An editor in 1 min 15 s; it takes about 150 MB in .vscode-test.',
    );
  });
});

describe('the time until the window answers', () => {
  it('is told with the part that was fetching, if anything was fetched', () => {
    assert.equal(readyLine(3.04, undefined), 'Ready after 3.0 s.');
    assert.equal(readyLine(119.96, 60.5), 'Ready after 1 min 59 s, 1 min 0 s of it for fetching VS Code.');
  });
});

describe('the room on the disk', () => {
  it('is enough, or it is said how much there is and how much is needed', () => {
    assert.equal(needsRoom('An editor', megabytes, 400_000_000, '/there'), undefined);
    assert.equal(
      needsRoom('An editor', megabytes, 399_999_999, '/there'),
      'The disk is too full for An editor: /there has 399 MB left and it needs 400 MB while it is unpacked. Make room, then start this again.',
    );
  });
});
