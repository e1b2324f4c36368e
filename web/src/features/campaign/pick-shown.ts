import type { Run } from '../../api/wire';

const isGoing = ({ state }: Run) => state === 'active' || state === 'paused';
const size = (run: Run) => run.task_count + run.reused_count;

/** Making one ad again is a run, too: it must not push the launch off the page. */
export function pickShown(runs: readonly Run[]): { shown: Run[]; others: Run[] } {
  const newestFirst = runs.toSorted((one, other) => other.launched_at.localeCompare(one.launched_at));
  const going = newestFirst.filter(isGoing);
  const largest = newestFirst
    .filter(({ kind }) => kind === 'make')
    .toSorted((one, other) => size(other) - size(one))
    .slice(0, 1);
  const shown = going.length > 0 ? going : largest;
  return { shown, others: newestFirst.filter((run) => !shown.includes(run)) };
}
