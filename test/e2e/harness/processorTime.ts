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
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
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
  // What a test asks of the page is not of the page's own doing.
  const asked = events.filter(
    ({ args }) => args?.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession',
  );
  const tasks = events.filter(
    (event) =>
      event.name === 'RunTask' && (event.tdur ?? 0) > 1000 && !asked.some((each) => isWithin(each, event)),
  );
  const own = tasks.filter((task) => parts.some((part) => isWithin(part, task)));
  return Math.max(0, ...own.map(({ tdur = 0 }) => tdur / 1000));
}

function isWithin({ pid, tid, ts }: TraceEvent, task: TraceEvent): boolean {
  return pid === task.pid && tid === task.tid && ts >= task.ts && ts <= task.ts + (task.dur ?? 0);
}
