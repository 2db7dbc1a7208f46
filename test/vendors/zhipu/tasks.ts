import type { Address } from './addresses.ts';
import type { GlmRequest } from './requestRules.ts';
import type { Look, Task } from './scenario.ts';

/** A question that was left at the async address. */
export interface LeftTask {
  readonly id: string;
  readonly requestId: string;
  readonly request: GlmRequest;
  /** The key it was left with, and the base: nobody else is told of it. */
  readonly key: string;
  readonly plan: Address['plan'];
  readonly script: Task;
}

/** The questions that were left. */
export interface Tasks {
  add(task: LeftTask): void;
  find(id: string, key: string, plan: Address['plan']): LeftTask | undefined;
  /** What the next look at this task meets. */
  look(task: LeftTask): Look;
  reset(): void;
}

export function createTasks(): Tasks {
  const tasks = new Map<string, LeftTask>();
  const looks = new Map<LeftTask, number>();
  return {
    add: (task) => {
      tasks.set(task.id, task);
    },
    find: (id, key, plan) => {
      const task = tasks.get(id);
      return task?.key === key && task.plan === plan ? task : undefined;
    },
    look: (task) => {
      const count = looks.get(task) ?? 0;
      looks.set(task, count + 1);
      const { before = 1, outcome } = task.script;
      if (typeof before === 'number') return count < before ? 'PROCESSING' : outcome;
      return before[count] ?? outcome;
    },
    reset: () => {
      tasks.clear();
      looks.clear();
    },
  };
}
