import type { Stage } from '../../api/wire';
import type { Bucket } from '../../lib/buckets';
import { t, word } from '../../locales/words';
import { BucketIcon } from '../../ui/bucket-state';
import { Due } from './due';
import type { Names } from './use-names';

const LOOKS: Record<Stage['state'], Bucket> = {
  waiting: 'planned',
  open: 'open',
  passed: 'approved',
  changes_requested: 'changes',
  rejected: 'rejected',
};

/** Whom each stage asks, and where it stands. */
export function Stages({ stages, names }: { stages: readonly Stage[]; names: Names }) {
  if (stages.length === 0) return null;
  return (
    <section className="part">
      <div className="part-head">
        <h3>{t.stages.title}</h3>
      </div>
      <ol className="stages">
        {stages.map((stage) => (
          <li key={stage.name} data-state={stage.state}>
            <BucketIcon bucket={LOOKS[stage.state]} />
            <div>
              <p>
                {word(t.stages.names, stage.name)} <span className="is-quiet">{t.stages.states[stage.state]}</span>
              </p>
              <p className="is-quiet">
                {t.stages.asks(word(t.roles, stage.role), stage.market ? names.market(stage.market) : '', stage.any)}
                {stage.state === 'open' && stage.due_at && (
                  <>
                    {' · '}
                    <Due at={stage.due_at} />
                  </>
                )}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
