/** What has to be run, and what it has to wait for. */
export interface Task {
  /** Whether it may begin now, as far as others are concerned. */
  readonly isReady: () => boolean;
  /** Whether it opens a window, of which only so many are open at once. */
  readonly window: boolean;
  readonly run: () => Promise<void>;
}

export interface Limits {
  readonly tasks: number;
  readonly windows: number;
}

/**
 * Runs tasks side by side, in their order as far as the limits and what they wait for allow it.
 *
 * @throws Error if those that are left wait for something that does not come, or what a task throws
 */
export async function runSideBySide(tasks: readonly Task[], limits: Limits): Promise<void> {
  const waiting = [...tasks];
  const running = new Map<Task, Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const windows = [...running.keys()].filter(({ window }) => window).length;
    const next = waiting.findIndex((task) => (!task.window || windows < limits.windows) && task.isReady());
    if (running.size < limits.tasks && next !== -1) {
      const [task] = waiting.splice(next, 1) as [Task];
      running.set(
        task,
        task.run().finally(() => running.delete(task)),
      );
    } else if (running.size > 0) {
      await Promise.race(running.values());
    } else {
      throw new Error('What is left waits for something that does not come.');
    }
  }
}
