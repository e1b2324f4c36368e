import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { changeRun } from '../../api/commands';
import { run as runQuery } from '../../api/queries';
import type { Campaign, Run } from '../../api/wire';
import { atTime, count, money } from '../../lib/format';
import { useLive } from '../../lib/live';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Trouble } from '../../ui/trouble';
import { sayTrouble } from '../shell/status';
import { Failures } from './failures';
import { Lanes } from './lanes';
import { Newest } from './newest';
import { RunState } from './run-state';

interface Props {
  runId: string;
  campaign: Campaign;
  mayProduce: boolean;
}

/** A run while it goes on, and what came of it. */
export function RunPanel({ runId, campaign, mayProduce }: Props) {
  const client = useQueryClient();
  const { data: run, error } = useQuery(runQuery(runId));
  const isGoing = run?.state === 'active' || run?.state === 'paused';
  const { isPolling } = useLive<Run>(`/runs/${runId}/events`, isGoing, {
    onProgress: (next) => client.setQueryData(['run', runId], next),
    onEnd: () => void client.invalidateQueries(),
    poll: () => client.refetchQueries({ queryKey: ['run', runId], exact: true }),
  });
  if (error) return <Trouble error={error} />;
  if (!run) return <section className="run" aria-busy="true" />;
  return (
    <section className="run" aria-labelledby={`run-${run.id}`}>
      <RunHead run={run} mayProduce={mayProduce} />
      <RunProgress run={run} isPolling={isPolling} />
      <Lanes run={run} />
      {(run.tasks.failed ?? 0) > 0 && <Failures run={run} mayProduce={mayProduce} />}
      {run.kind === 'make' && <Newest campaignId={campaign.id} made={run.tasks.done ?? 0} isGoing={isGoing} />}
    </section>
  );
}

function RunHead({ run, mayProduce }: { run: Run; mayProduce: boolean }) {
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: (change: 'cancel' | 'pause' | 'resume') => changeRun(run.id, change),
    onSuccess: () => client.invalidateQueries({ queryKey: ['run', run.id] }),
    onError: (error) => sayTrouble(error.message),
  });
  const isGoing = run.state === 'active' || run.state === 'paused';
  return (
    <div className="run-head">
      <div>
        <h2 id={`run-${run.id}`}>{run.kind === 'release' ? t.run.titleRelease : t.run.title}</h2>
        <p className="is-quiet">
          <RunState state={run.state} /> · {t.run.launched(atTime(run.launched_at))}
          {run.finished_at && ` · ${t.run.finished(atTime(run.finished_at))}`}
        </p>
      </div>
      {mayProduce && isGoing && (
        <div className="run-actions">
          <button
            type="button"
            className="button"
            disabled={changing.isPending}
            onClick={() => changing.mutate(run.state === 'paused' ? 'resume' : 'pause')}
          >
            <Icon name={run.state === 'paused' ? 'play' : 'pause'} size={14} />
            {run.state === 'paused' ? t.run.resume : t.run.pause}
          </button>
          <button
            type="button"
            className="button"
            disabled={changing.isPending}
            onClick={() => changing.mutate('cancel')}
          >
            {t.run.cancel}
          </button>
        </div>
      )}
    </div>
  );
}

function RunProgress({ run, isPolling }: { run: Run; isPolling: boolean }) {
  const { done = 0, failed = 0, running = 0, cancelled = 0 } = run.tasks;
  const over = done + failed + cancelled;
  const all = Math.max(run.task_count, over);
  const share = (part: number) => (all > 0 ? (part / all) * 100 : 0);
  const percent = all > 0 ? Math.floor(share(over)) : 100;
  return (
    <div className="run-progress">
      <p className="lede">
        {run.task_count > 0 && (
          <>
            <b>{count(done)}</b> {t.run.of(count(run.task_count))}{' '}
          </>
        )}
        {run.reused_count > 0 && (run.task_count > 0 ? t.run.reused : t.run.allReused)(count(run.reused_count))}{' '}
        {Number(run.hold) > 0 &&
          run.spent !== null &&
          t.run.spent(money(run.spent, run.currency), money(run.hold, run.currency))}
      </p>
      <div
        className="run-bar"
        role="progressbar"
        aria-label={t.run.title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={t.run.of(count(run.task_count))}
      >
        <i style={{ width: `${all > 0 ? share(done) : 100}%` }} data-kind="done" />
        <i style={{ width: `${share(failed)}%` }} data-kind="failed" />
        <i style={{ width: `${share(running)}%` }} data-kind="running" />
      </div>
      {isPolling && <p className="is-chg">{t.run.polling}</p>}
      <span className="unseen" role="status">
        {run.state === 'active' ? t.run.tenths(Math.floor(percent / 10) * 10) : t.run.states[run.state]}
      </span>
    </div>
  );
}
