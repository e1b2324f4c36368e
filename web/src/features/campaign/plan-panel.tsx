import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { makePlan } from '../../api/commands';
import { plan as planQuery, plans as plansQuery } from '../../api/queries';
import type { Campaign, Plan } from '../../api/wire';
import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import { MakePlan, PlanActions } from './plan-actions';
import { PlanDifference } from './plan-difference';
import { PlanEstimate } from './plan-estimate';

interface Props {
  campaign: Campaign;
  planId: string | undefined;
  mayProduce: boolean;
}

/** The dry run: what a launch would make, change and cost, then its approval and its launch. */
export function PlanPanel({ campaign, planId, mayProduce }: Props) {
  const { data: plans } = useQuery({ ...plansQuery(campaign.id), enabled: planId === undefined });
  const id = planId ?? newest(plans)?.id;
  const { data: plan, error } = useQuery({ ...planQuery(id ?? ''), enabled: id !== undefined });
  const making = useMakePlan(campaign.id);
  if (!id || plan?.state === 'launched') {
    if (!mayProduce || campaign.run?.state === 'active') return null;
    return (
      <section className="plan-none">
        <div>
          <h2>{campaign.run ? t.plan.again : t.plan.none}</h2>
          <p className="is-second">{t.plan.noneDetail}</p>
        </div>
        <MakePlan making={making} isMain={!campaign.run} />
        {making.error && <Trouble error={making.error} />}
      </section>
    );
  }
  if (error) return <Trouble error={error} />;
  if (!plan) return <section className="plan-none" aria-busy="true" />;
  return (
    <section className="plan" aria-labelledby="plan-title">
      <div className="plan-what">
        <PlanDifference plan={plan} />
      </div>
      <div className="plan-cost">
        <PlanEstimate summary={plan.summary} campaign={campaign} />
        {mayProduce && <PlanActions plan={plan} making={making} />}
      </div>
    </section>
  );
}

function newest(plans: readonly Plan[] | undefined): Plan | undefined {
  return plans?.reduce((one, other) => (other.created_at > one.created_at ? other : one), plans[0] as Plan);
}

function useMakePlan(campaignId: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => makePlan(campaignId),
    onSuccess: async (plan) => {
      client.setQueryData(['plan', plan.id], plan);
      await navigate({ to: '/campaigns/$campaignId', params: { campaignId }, search: { plan: plan.id } });
      say(t.plan.made(count(plan.summary.variants)));
    },
  });
}
