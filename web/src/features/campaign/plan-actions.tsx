import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Problem } from '../../api/client';
import { approvePlan, launchPlan } from '../../api/commands';
import type { Plan } from '../../api/wire';
import { count, money } from '../../lib/format';
import { t } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';

/** A plan that is being made; the fields are those of a mutation. */
export interface Making {
  mutate: () => void;
  isPending: boolean;
  error: Error | null;
}

interface Props {
  plan: Plan;
  making: Making;
  onLaunched?: () => void;
}

/** The approval of a plan, then its launch. */
export function PlanActions({ plan, making, onLaunched }: Props) {
  const client = useQueryClient();
  const approving = useMutation({
    mutationFn: () => approvePlan(plan.id),
    onSuccess: (next) => {
      client.setQueryData(['plan', plan.id], next);
      say(t.plan.approved);
    },
  });
  const launching = useMutation({
    mutationFn: () => launchPlan(plan.id),
    onSuccess: async () => {
      say(plan.summary.to_make > 0 ? t.plan.launched(count(plan.summary.to_make)) : t.plan.launchedReused);
      onLaunched?.();
      await client.invalidateQueries();
    },
  });
  const cost = plan.summary.estimate.cost;
  const amount = cost ? money(cost.p90, cost.currency) : t.money.unknown;
  const problem = approving.error ?? launching.error ?? making.error;
  const isStale = problem instanceof Problem && problem.code === 'plan_stale';
  const isApproved = plan.state === 'approved';
  return (
    <div className="plan-actions">
      <button
        type="button"
        className="button main wide"
        disabled={approving.isPending || launching.isPending}
        onClick={() => (isApproved ? launching.mutate() : approving.mutate())}
      >
        <span>{isApproved ? launchLabel(plan) : t.plan.approve}</span>
        {isApproved && <span>{t.upTo(amount)}</span>}
      </button>
      <p className="is-quiet">{isApproved ? t.plan.launchNote : t.plan.approveNote}</p>
      {problem && <Trouble error={problem} />}
      {(isStale || !problem) && <MakePlan making={making} label={t.plan.again} />}
    </div>
  );
}

const launchLabel = ({ summary }: Plan) =>
  summary.to_make > 0 ? t.plan.launch(count(summary.to_make)) : t.plan.launchReused;

export function MakePlan({
  making,
  isMain,
  label = t.plan.make,
}: {
  making: Making;
  isMain?: boolean;
  label?: string;
}) {
  return (
    <button
      type="button"
      className={isMain ? 'button main' : 'button'}
      disabled={making.isPending}
      onClick={() => making.mutate()}
    >
      {making.isPending ? t.plan.making : label}
    </button>
  );
}
