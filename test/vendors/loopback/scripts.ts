/** A scenario, or a function that makes one from a request that was accepted. */
export type Script<Request, Scenario> = Scenario | ((request: Request) => Scenario);

/** What is to happen at one address of a server. */
export interface Scripts<Request, Scenario> {
  /** Queues scenarios, one for each of the next accepted requests. A refused request uses none up. */
  next(...scripts: readonly Script<Request, Scenario>[]): void;
  /** What to do when nothing is queued. */
  always(script: Script<Request, Scenario>): void;
  /** The scenario for this request; a queued one is used up. */
  take(request: Request): Scenario;
  /** Forgets the queue and `always`. */
  reset(): void;
}

/** An empty queue in front of `fallback`. */
export function createScripts<Request, Scenario extends object>(
  fallback: Script<Request, Scenario>,
): Scripts<Request, Scenario> {
  let queue: Script<Request, Scenario>[] = [];
  let always = fallback;
  return {
    next: (...scripts) => {
      queue.push(...scripts);
    },
    always: (script) => {
      always = script;
    },
    take: (request) => {
      const script = queue.shift() ?? always;
      return typeof script === 'function' ? script(request) : script;
    },
    reset: () => {
      queue = [];
      always = fallback;
    },
  };
}
