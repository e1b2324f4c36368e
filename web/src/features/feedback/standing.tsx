import type { Figures, Learning } from '../../api/wire';
import { count, percent, points } from '../../lib/format';
import { t } from '../../locales/words';
import { shareOf } from './lessons';

/** A sentence first: whether Galley chooses for this brand, and why. */
export function StandingSentence({ brand, learning }: { brand: string; learning: Learning }) {
  const { level, standing, consents, figures } = learning;
  const words = t.standing[level === 'everything' ? standing : level];
  const isWithdrawn = level === 'nothing' && consents.length > 0;
  return (
    <section className="spend-head">
      <div className="spend-lede">
        <p className="lede">
          <b>{words.lead(brand)}</b>
        </p>
        <p className="is-second">
          {isWithdrawn ? t.standing.withdrawn : words.rest} {t.standing.never}
          {figures && figures.drift_alarms > 0 && ` ${t.standing.drift(figures.drift_alarms)}`}
        </p>
      </div>
      {figures && figures.decisions > 0 && <Glance figures={figures} />}
    </section>
  );
}

function Glance({ figures }: { figures: Figures }) {
  return (
    <dl className="spend-figures">
      <div>
        <dt>{t.standing.decisions}</dt>
        <dd>{count(figures.decisions)}</dd>
      </div>
      <div>
        <dt>{t.standing.missed}</dt>
        <dd>{t.standing.points(points(figures.calibration_error))}</dd>
      </div>
      {figures.agreement.of > 0 && (
        <div>
          <dt>{t.standing.agree}</dt>
          <dd>{percent(shareOf(figures.agreement))}</dd>
        </div>
      )}
    </dl>
  );
}
