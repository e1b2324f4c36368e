import type { Campaign, PlanSummary } from '../../api/wire';
import { count, duration, hours, money, moneyRange, range, share } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Meter } from '../../ui/meter';

/** What it would take: money, time, people. An unknown is said, never 0. */
export function PlanEstimate({ summary, campaign }: { summary: PlanSummary; campaign: Campaign }) {
  const { cost, gpu_seconds: gpu, wall_seconds: wall } = summary.estimate;
  const { budget } = campaign;
  return (
    <section aria-labelledby="estimate-title">
      <h2 id="estimate-title">{t.plan.before}</h2>
      <dl className="rows">
        <Row name={t.plan.variants} value={count(summary.variants)} />
        <Row name={t.plan.cost} value={cost ? moneyRange(cost.p50, cost.p90, cost.currency) : t.money.unknown} />
        <Row name={t.plan.gpu} value={gpu ? range(gpu.p50, gpu.p90, duration) : t.money.unknown} />
        <Row name={t.plan.wall} value={range(wall.p50, wall.p90, duration)} />
        <Row name={t.plan.review} value={range(summary.review_hours.p50, summary.review_hours.p90, hours)} />
        <Row name={t.plan.reopened} value={count(summary.reopened)} isBad={summary.reopened > 0} />
      </dl>
      {budget && budget.limit !== null && (
        <div className="plan-budget">
          <p>
            <span>{t.budget.left}</span>
            <b>{money(budget.free, budget.currency)}</b>
          </p>
          <Meter
            pieces={[
              { share: share(budget.spent, budget.limit) },
              { share: share(budget.held, budget.limit), kind: 'held' },
              { share: cost ? share(cost.p90, budget.limit) : 0, kind: 'chg' },
            ]}
          />
        </div>
      )}
      <h3 className="is-quiet">{t.plan.work}</h3>
      <dl className="rows">
        {Object.entries(summary.steps).map(([step, tasks]) => (
          <Row key={step} name={word(t.steps, step)} value={count(tasks)} />
        ))}
        <Row name={t.plan.reused} value={count(summary.reused)} />
      </dl>
    </section>
  );
}

function Row({ name, value, isBad }: { name: string; value: string; isBad?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isBad ? 'is-chg' : undefined}>{value}</dd>
    </div>
  );
}
