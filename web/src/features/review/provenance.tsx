import { useQuery } from '@tanstack/react-query';
import { me as meQuery } from '../../api/queries';
import type { VariantDetail } from '../../api/wire';
import { money } from '../../lib/format';
import { t, word } from '../../locales/words';

/** Why it looks as it does, and what it cost: to whom money is not shown, nothing is said of it. */
export function Provenance({ why }: { why: NonNullable<VariantDetail['why']> }) {
  const { data: me } = useQuery(meQuery());
  const maySee = me?.may.view_spend ?? false;
  return (
    <section className="part">
      <div className="part-head">
        <h3>{t.why.title}</h3>
        <span>{t.why.versions(why.workflow, why.version, why.brief_version, why.kit_version)}</span>
      </div>
      <dl className="rows">
        {why.tasks.map((task) => (
          <div key={task.step}>
            <dt>
              {word(t.steps, task.step)} <span className="is-quiet">{task.model ?? word(t.lanes, task.made_by)}</span>
            </dt>
            <dd>
              {!maySee ? null : task.cost === null && task.made_by === 'cpu' ? '–' : money(task.cost, why.currency)}
            </dd>
          </div>
        ))}
        {maySee && (
          <div>
            <dt>{t.why.cost}</dt>
            <dd>{money(why.cost, why.currency)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
