import type { Gap, Plan, PlanSummary } from '../../api/wire';
import { atTime, cellWords, count } from '../../lib/format';
import { t, word } from '../../locales/words';

const KINDS = ['added', 'changed', 'removed', 'unchanged'] as const;

/** A plan as a difference to what exists. */
export function PlanDifference({ plan }: { plan: Plan }) {
  const { summary } = plan;
  return (
    <>
      <div className="plan-head">
        <div>
          <h2 id="plan-title">{t.plan.title}</h2>
          <p className="is-quiet">
            {t.plan.note(plan.brief_version, atTime(plan.created_at), t.plan.states[plan.state])}
          </p>
        </div>
        <p className="plan-count">
          <span className="big">{count(summary.variants)}</span> {t.plan.variantsUnit}
        </p>
      </div>
      <DifferenceBar summary={summary} />
      <ul className="plan-difference">
        {KINDS.map((kind) => (
          <li key={kind} data-kind={kind}>
            <b>{count(summary[kind])}</b>
            <span>{t.plan.kinds[kind]}</span>
          </li>
        ))}
      </ul>
      {summary.gap_count > 0 && <Gaps gaps={summary.gaps} gapCount={summary.gap_count} blocked={summary.blocked} />}
      {summary.changes.length > 0 && <Changes summary={summary} />}
    </>
  );
}

function DifferenceBar({ summary }: { summary: PlanSummary }) {
  const all = KINDS.reduce((sum, kind) => sum + summary[kind], 0);
  return (
    <div className="difference-bar" aria-hidden="true">
      {KINDS.map((kind) => (
        <i key={kind} data-kind={kind} style={{ flexGrow: all > 0 ? summary[kind] / all : 0 }} />
      ))}
    </div>
  );
}

function Gaps({ gaps, gapCount, blocked }: { gaps: readonly Gap[]; gapCount: number; blocked: number }) {
  return (
    <section className="notice care">
      <strong>{t.plan.gaps(gapCount, blocked)}</strong>
      <p className="is-second">{t.plan.gapsDetail}</p>
      <ul className="gap-list">
        {gaps.slice(0, 12).map((gap) => (
          <li key={`${gap.input}${gap.item}${gap.slot}${gap.locale}`}>
            <b>{word(t.slots, gap.slot)}</b> {gap.item} <bdi className="is-quiet">{gap.locale}</bdi>
          </li>
        ))}
      </ul>
      {gapCount > 12 && <p className="is-quiet">{t.more(count(gapCount - 12))}</p>}
    </section>
  );
}

function Changes({ summary }: { summary: PlanSummary }) {
  const touched = summary.added + summary.changed + summary.removed;
  return (
    <details className="changes">
      <summary>{t.plan.changes(Math.min(summary.changes.length, 50), count(touched))}</summary>
      <ul>
        {summary.changes.slice(0, 50).map((change) => (
          <li key={`${change.what}${cellWords(change.cell)}`}>
            <span className="is-second">{t.plan.kinds[change.what]}</span> {cellWords(change.cell)}
            {change.is_reopened && <span className="is-chg"> {t.plan.reopens}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
