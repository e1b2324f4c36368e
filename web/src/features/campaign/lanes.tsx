import type { Run, TaskState } from '../../api/wire';
import { count } from '../../lib/format';
import { t, word } from '../../locales/words';

const STATES: readonly TaskState[] = ['waiting', 'ready', 'queued', 'running', 'done', 'failed', 'cancelled'];

/** Tasks from left to right as they move through the run, and what each lane holds now. */
export function Lanes({ run }: { run: Run }) {
  const lanes = Object.entries(run.lanes ?? {});
  const shown = STATES.filter(
    (state) => (run.tasks[state] ?? 0) > 0 || (state === 'running' && run.state === 'active') || state === 'done',
  );
  if (run.task_count === 0) return null;
  return (
    <div className="lanes">
      <ol className="lane-states" aria-label={t.run.tasks}>
        {shown.map((state) => (
          <li key={state} data-state={state}>
            <b>{count(run.tasks[state] ?? 0)}</b>
            <span>{t.run.taskStates[state]}</span>
          </li>
        ))}
      </ol>
      {run.state !== 'done' && run.state !== 'cancelled' && lanes.length > 0 && (
        <ul className="lane-list" aria-label={t.run.lanes}>
          {lanes.map(([name, lane]) => (
            <li key={name}>
              <span>{word(t.lanes, name)}</span>
              <span className="is-quiet">{t.run.lane(count(lane.running), count(lane.ready))}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
