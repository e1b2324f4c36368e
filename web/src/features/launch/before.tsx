import { t } from '../../locales/words';
import { count, money } from '../../lib/format';
import { useLaunch } from './launch-context';
import { ProblemList } from './problem-list';

/** What is known before a plan is made, beside every step but the first. */
export function Before() {
  const { fields, count: matrix, opened, problems, go } = useLaunch();
  const { amount, currency } = fields.budget;
  return (
    <aside className="before" aria-label={t.plan.before}>
      <h2>{t.plan.before}</h2>
      <dl className="rows">
        <div>
          <dt>{t.plan.variants}</dt>
          <dd>{count(matrix.total)}</dd>
        </div>
        <div>
          <dt>{t.launch.markets}</dt>
          <dd>{count(fields.markets.length)}</dd>
        </div>
        <div>
          <dt>{t.launch.formats}</dt>
          <dd>{count(fields.formats.length)}</dd>
        </div>
        <div>
          <dt>{t.budget.limit}</dt>
          <dd>{amount && currency.length === 3 ? money(amount, currency) : amount || t.budget.none}</dd>
        </div>
      </dl>
      <p className="is-quiet">{t.launch.costLater}</p>
      <ProblemList />
      {!opened.error && opened.preview && problems.length === 0 && (
        <button type="button" className="button main wide" onClick={() => go('launch')}>
          {t.launch.steps.launch}
        </button>
      )}
    </aside>
  );
}
