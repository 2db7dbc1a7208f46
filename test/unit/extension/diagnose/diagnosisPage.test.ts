import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Diagnosis, DiagnosisView } from '../../../../src/extension/diagnose/diagnosis.ts';
import { DiagnosisPage } from '../../../../src/extension/diagnose/diagnosisPage.ts';
import type { HostEvent } from '../../../../src/shared/protocol.ts';
import { fakeTimers } from '../../net/fakes.ts';

class FakeDiagnosis implements Pick<Diagnosis, 'view' | 'stop' | 'over'> {
  readonly over = Promise.resolve();
  stopped = false;
  view: DiagnosisView = {
    state: 'running',
    intro: '',
    surroundings: [],
    groups: [],
    summary: '',
    report: '',
  };

  stop(): void {
    this.stopped = true;
  }
}

describe('the page of a diagnosis', () => {
  function open() {
    const timers = fakeTimers();
    const posted: HostEvent[] = [];
    const started: { readonly diagnosis: FakeDiagnosis; readonly onChange: () => void }[] = [];
    const page = new DiagnosisPage(
      async (_scope, onChange) => {
        const diagnosis = new FakeDiagnosis();
        started.push({ diagnosis, onChange });
        // It begins before it is handed over.
        onChange();
        timers.advance(60);
        await new Promise(setImmediate);
        return diagnosis as unknown as Diagnosis;
      },
      undefined,
      (event) => posted.push(event),
      timers.start,
    );
    return { page, posted, started, timers };
  }

  const types = (posted: readonly HostEvent[]) => posted.map(({ type }) => type);

  it('is shown at once, and what is found in bursts is told in one go', async () => {
    const { page, posted, started, timers } = open();
    const running = page.run();
    assert.deepEqual(types(posted), ['diagnosis', 'page']);
    const nothing = { intro: '', surroundings: [], groups: [], summary: '', report: '' };
    assert.deepEqual(posted[0], { type: 'diagnosis', state: 'running', ...nothing });
    await running;
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis']);
    for (let burst = 0; burst < 4; burst += 1) {
      for (let times = 0; times < 50; times += 1) {
        started[0]?.onChange();
        timers.advance(times === 0 ? 49 : 0);
      }
      assert.equal(posted.length, 3 + burst);
      assert.equal(timers.running, 1);
      timers.advance(1);
      assert.deepEqual(types(posted.slice(3)), Array(burst + 1).fill('diagnosis'));
      assert.equal(timers.running, 0);
    }
    timers.advance(1000);
    assert.equal(posted.length, 7, 'nothing is found, nothing is told');
  });

  it('shows the last of two runs only, and ends the other', async () => {
    const { page, posted, started, timers } = open();
    await Promise.all([page.run(), page.run()]);
    assert.deepEqual(
      started.map(({ diagnosis }) => diagnosis.stopped),
      [true, false],
    );
    started[0]?.onChange();
    timers.advance(100);
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis', 'page', 'diagnosis']);
  });

  it('ends with the page, even where it has not begun', async () => {
    const { page, posted, started, timers } = open();
    const running = page.run();
    page.leave();
    assert.equal(timers.running, 0);
    await running;
    started[0]?.onChange();
    timers.advance(100);
    assert.equal(started[0]?.diagnosis.stopped, true);
    assert.deepEqual(types(posted), ['diagnosis', 'page']);
  });

  it('ends with the page while it goes on, and tells nothing that was found before', async () => {
    const { page, posted, started, timers } = open();
    await page.run();
    started[0]?.onChange();
    assert.equal(timers.running, 1);
    page.leave();
    assert.equal(timers.running, 0);
    assert.equal(started[0]?.diagnosis.stopped, true);
    started[0]?.onChange();
    timers.advance(100);
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis']);
  });

  it('is shown again to a new view', async () => {
    const { page, posted } = open();
    await page.run();
    page.show();
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis', 'page', 'diagnosis']);
  });
});
