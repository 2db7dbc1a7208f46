import type { ViewIntention } from '../shared/protocol.ts';

type Fault = Extract<ViewIntention, { type: 'fault' }>;

/** Tells the host what went wrong in the view, by kind and place: never by content. */
export interface FaultReporter {
  report(fault: Omit<Fault, 'type'>): void;
}

/** After so many the host knows enough. */
const mostFaults = 20;

/** Reports each fault once. @param post see `HostChannel.post` */
export function createFaultReporter(post: (intention: ViewIntention) => void): FaultReporter {
  const reported = new Set<string>();
  return {
    report(fault) {
      const name = fault.name.replace(/[^\w.\- ]/g, '').slice(0, 128);
      const key = JSON.stringify({ ...fault, name });
      if (reported.has(key) || reported.size >= mostFaults) return;
      reported.add(key);
      post({ type: 'fault', ...fault, name });
    },
  };
}

/** Reports what nobody catches, and what the page is not allowed to do. */
export function watchForFaults(reporter: FaultReporter): void {
  window.addEventListener('error', ({ error, lineno, colno }) => {
    reporter.report({ kind: 'error', name: nameOf(error), line: lineno, column: colno });
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    reporter.report({ kind: 'rejection', name: nameOf(reason) });
  });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    reporter.report({ kind: 'policy', name: effectiveDirective });
  });
}

/** Makes a fault of an error that was caught, so that the work around it can go on. */
export function throwLater(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
