import type { Frame, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** In microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** The same in processor time. */
  readonly tdur?: number;
  readonly args?: {
    readonly beginData?: { readonly frame?: string };
    readonly data?: {
      readonly frame?: string;
      readonly frames?: readonly { readonly frame: string; readonly url: string }[];
    };
  };
}

/**
 * The processor time of the longest task that a frame had a part in while `work` ran, in milliseconds: what a task
 * takes is no fault of other programs that the machine is busy with.
 */
export async function longestProcessorTime(
  page: Page,
  frame: Frame,
  work: () => Promise<unknown>,
): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  const complete = new Promise((resolve) => {
    session.once('Tracing.tracingComplete', resolve);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
    },
  });
  await work();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return longestTask(events, frame.url());
}

function longestTask(events: readonly TraceEvent[], url: string): number {
  const known = events.flatMap(({ args }) => args?.data?.frames ?? []);
  const ids = new Set(known.filter((each) => each.url === url).map((each) => each.frame));
  if (ids.size === 0) throw new Error(`No frame with the address ${url} is in the trace.`);
  const parts = events.filter(({ args }) => ids.has(args?.data?.frame ?? args?.beginData?.frame ?? ''));
  const tasks = events.filter(({ name, tdur = 0 }) => name === 'RunTask' && tdur > 1000);
  const own = tasks.filter((task) =>
    parts.some(
      ({ pid, tid, ts }) =>
        pid === task.pid && tid === task.tid && ts >= task.ts && ts <= task.ts + (task.dur ?? 0),
    ),
  );
  return Math.max(0, ...own.map(({ tdur = 0 }) => tdur / 1000));
}
