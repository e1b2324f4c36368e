import { useQuery } from '@tanstack/react-query';
import { campaign as campaignQuery, plan as planQuery, plans as plansQuery } from '../../api/queries';
import type { Plan } from '../../api/wire';
import { t } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { PlanActions } from '../campaign/plan-actions';
import { PlanDifference } from '../campaign/plan-difference';
import { PlanEstimate } from '../campaign/plan-estimate';
import { ConflictNotice } from './conflict-notice';
import { useLaunch } from './launch-context';
import { MatrixSentence } from './matrix-step';
import { ProblemList } from './problem-list';
import { ProofWall } from './proof-wall';
import { BriefConflict, useSavePlan } from './use-save-plan';
import { Scroll } from './scroll';

/** The last look: what is wrong, what would be made and changed, what it costs; then the approval and the launch. */
export function LaunchStep({ planId, onLaunched }: { planId: string | undefined; onLaunched: () => void }) {
  const { campaignId, isChanged } = useLaunch();
  const plan = usePlan(planId);
  const { data: campaign } = useQuery({ ...campaignQuery(campaignId ?? ''), enabled: campaignId !== undefined });
  const saving = useSavePlan();
  if (plan && campaign && !isChanged) {
    return (
      <div className="launch-two">
        <Scroll className="plan-what">
          <PlanDifference plan={plan} />
          <ProofWall />
        </Scroll>
        <aside className="before plan-cost" aria-label={t.plan.before}>
          <PlanEstimate summary={plan.summary} campaign={campaign} />
          <PlanActions plan={plan} making={saving} onLaunched={onLaunched} />
        </aside>
      </div>
    );
  }
  return (
    <div className="launch-two">
      <Scroll>
        <MatrixSentence />
        <p className="lede">{plan ? t.launch.planOld : t.launch.check}</p>
        <ConflictNotice />
        <ProblemList />
        <ProofWall />
      </Scroll>
      <aside className="before" aria-label={t.plan.before}>
        <h2>{t.plan.before}</h2>
        <SavePlan saving={saving} />
      </aside>
    </div>
  );
}

function SavePlan({ saving }: { saving: ReturnType<typeof useSavePlan> }) {
  const { campaignId, isChanged, opened, problems, broken } = useLaunch();
  const isRight = problems.length === 0 && !broken && opened.preview !== null && !opened.isOpening;
  const label = !campaignId ? t.launch.createAndPlan : isChanged ? t.launch.saveAndPlan : t.plan.make;
  return (
    <div className="plan-actions">
      <p className="is-second">{t.plan.noneDetail}</p>
      <button
        type="button"
        className="button main wide"
        disabled={!isRight || saving.isPending}
        onClick={() => saving.mutate()}
      >
        {saving.isPending ? t.plan.making : label}
      </button>
      <p className="is-quiet">
        {isRight
          ? campaignId
            ? t.launch.saveNote
            : t.launch.createNote
          : opened.error || broken
            ? t.launch.notYet
            : t.launch.checking}
      </p>
      {saving.error && !(saving.error instanceof BriefConflict) && <Trouble error={saving.error} />}
    </div>
  );
}

/** The plan that is named, or the newest that waits and was made from the brief as it is. */
function usePlan(planId: string | undefined): Plan | undefined {
  const { campaignId, draft } = useLaunch();
  const { data: plans } = useQuery({ ...plansQuery(campaignId ?? ''), enabled: campaignId !== undefined && !planId });
  const { data: named } = useQuery({ ...planQuery(planId ?? ''), enabled: planId !== undefined });
  if (planId) return named?.state === 'launched' ? undefined : named;
  const fits = (plan: Plan) => plan.state !== 'launched' && plan.brief_version === draft.from;
  return plans?.filter(fits).toSorted((one, other) => other.created_at.localeCompare(one.created_at))[0];
}
