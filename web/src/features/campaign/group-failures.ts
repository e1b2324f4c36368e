import type { Task } from '../../api/wire';

export interface FailureGroup {
  reason: string;
  step: string;
  tasks: Task[];
}

/** Reasons that differ only in numbers or in names in quotes are one reason. */
export function groupFailures(tasks: readonly Task[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const task of tasks) {
    const reason = task.error?.trim() || '—';
    const key = `${task.step} ${reason.replaceAll(/\d+/g, '0').replaceAll(/(["'“])[^"'”]*(["'”])/g, '$1$2')}`;
    const group = groups.get(key);
    if (group) group.tasks.push(task);
    else groups.set(key, { reason, step: task.step, tasks: [task] });
  }
  return [...groups.values()].toSorted((one, other) => other.tasks.length - one.tasks.length);
}
