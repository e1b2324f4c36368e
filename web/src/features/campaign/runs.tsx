import { useQuery } from '@tanstack/react-query';
import { runs as runsQuery } from '../../api/queries';
import type { Campaign, Run } from '../../api/wire';
import { atTime, count } from '../../lib/format';
import { t } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { pickShown } from './pick-shown';
import { RunPanel } from './run-panel';
import { RunState } from './run-state';

/** What goes on now, else the run that made most of the campaign; and one line for each of the others. */
export function Runs({ campaign, mayProduce }: { campaign: Campaign; mayProduce: boolean }) {
  const { data, error } = useQuery(runsQuery(campaign.id));
  if (error) return <Trouble error={error} />;
  const { shown, others } = pickShown(data?.items ?? []);
  return (
    <>
      {shown.map((run) => (
        <RunPanel key={run.id} runId={run.id} campaign={campaign} mayProduce={mayProduce} />
      ))}
      {others.length > 0 && <OtherRuns runs={others} />}
    </>
  );
}

function OtherRuns({ runs }: { runs: readonly Run[] }) {
  return (
    <section className="other-runs" aria-labelledby="other-runs">
      <h3 id="other-runs" className="is-quiet">
        {t.run.others}
      </h3>
      <ul className="rows">
        {runs.map((run) => (
          <li key={run.id}>
            <span>
              {run.kind === 'release' ? t.run.titleRelease : t.run.title}, {atTime(run.launched_at)}
            </span>
            <span className="is-second">
              {t.run.taskCount(count(run.task_count))} <RunState state={run.state} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
