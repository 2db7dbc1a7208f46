import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Diagnosis, DiagnosisView } from '../../../../src/extension/diagnose/diagnosis.ts';
import { DiagnosisPage } from '../../../../src/extension/diagnose/diagnosisPage.ts';
import type { HostEvent } from '../../../../src/shared/protocol.ts';

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
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  function open() {
    const posted: HostEvent[] = [];
    const started: { readonly diagnosis: FakeDiagnosis; readonly onChange: () => void }[] = [];
    const page = new DiagnosisPage(
      async (_scope, onChange) => {
        const diagnosis = new FakeDiagnosis();
        started.push({ diagnosis, onChange });
        // It begins before it is handed over.
        onChange();
        mock.timers.tick(60);
        return diagnosis as unknown as Diagnosis;
      },
      undefined,
      (event) => posted.push(event),
    );
    return { page, posted, started };
  }

  const types = (posted: readonly HostEvent[]) => posted.map(({ type }) => type);

  it('is shown at once, and what is found in bursts is told in one go', async () => {
    const { page, posted, started } = open();
    const running = page.run();
    assert.deepEqual(types(posted), ['diagnosis', 'page']);
    await running;
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis']);
    for (let times = 0; times < 100; times += 1) started[0]?.onChange();
    mock.timers.tick(100);
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis', 'diagnosis']);
  });

  it('shows the last of two runs only, and ends the other', async () => {
    const { page, posted, started } = open();
    await Promise.all([page.run(), page.run()]);
    assert.deepEqual(
      started.map(({ diagnosis }) => diagnosis.stopped),
      [true, false],
    );
    started[0]?.onChange();
    mock.timers.tick(100);
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis', 'page', 'diagnosis']);
  });

  it('ends with the page, even where it has not begun', async () => {
    const { page, posted, started } = open();
    const running = page.run();
    page.leave();
    await running;
    started[0]?.onChange();
    mock.timers.tick(100);
    assert.equal(started[0]?.diagnosis.stopped, true);
    assert.deepEqual(types(posted), ['diagnosis', 'page']);
  });

  it('is shown again to a new view', async () => {
    const { page, posted } = open();
    await page.run();
    page.show();
    assert.deepEqual(types(posted), ['diagnosis', 'page', 'diagnosis', 'page', 'diagnosis']);
  });
});
