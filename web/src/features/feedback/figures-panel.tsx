import type { Figures } from '../../api/wire';
import { count, points } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Meter } from '../../ui/meter';
import { CalibrationChart } from './calibration-chart';
import { Counted } from './lesson-list';
import { shareOf } from './lessons';
import { Reviewers } from './reviewers';
import type { NameOf } from './names';

/** Either way of choosing proves nothing with fewer first versions. */
const LEAST_CHOSEN = 8;
/** Beyond it, a percentage would claim too much. */
const SURE = 0.99;
const MOST_ELEMENTS = 8;

/** How well learning goes, for those who answer for the brand. */
export function FiguresPanel({ figures, nameOf }: { figures: Figures; nameOf: NameOf }) {
  return (
    <section className="figures" aria-labelledby="figures-title">
      <div className="figures-head">
        <h2 id="figures-title">{t.figures.title}</h2>
        <p className="is-quiet">{t.figures.over(figures.decisions)}</p>
      </div>
      <div className="figures-grid">
        <div>
          <h3>{t.figures.calibration}</h3>
          <CalibrationChart figures={figures} />
        </div>
        <div className="figures-column">
          <Lift figures={figures} />
          <Agreement figures={figures} />
          <Flagged figures={figures} />
        </div>
      </div>
      {figures.reviewers.length > 0 && <Reviewers reviewers={figures.reviewers} nameOf={nameOf} />}
    </section>
  );
}

function Lift({ figures: { model, holdout, lift_probability } }: { figures: Figures }) {
  const isEarly = model.of < LEAST_CHOSEN || holdout.of < LEAST_CHOSEN;
  return (
    <div>
      <h3>{t.figures.lift}</h3>
      <Counted label={t.figures.model} tally={model} />
      <Counted label={t.figures.holdout} tally={holdout} />
      <p className="is-second">
        {isEarly
          ? t.figures.liftFew(LEAST_CHOSEN)
          : lift_probability > SURE
            ? t.figures.liftSure
            : t.figures.liftNote(points(lift_probability))}
      </p>
    </div>
  );
}

function Agreement({ figures: { agreement } }: { figures: Figures }) {
  return (
    <div>
      <h3>{t.figures.agreement}</h3>
      {agreement.of > 0 && <Meter pieces={[{ share: shareOf(agreement) }]} />}
      <p className="is-second">
        {agreement.of > 0
          ? t.figures.agreementNote(count(agreement.approved), count(agreement.of))
          : t.figures.agreementNone}
      </p>
    </div>
  );
}

function Flagged({ figures: { flagged } }: { figures: Figures }) {
  const rows = Object.entries(flagged)
    .filter(([, times]) => times > 0)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_ELEMENTS);
  const most = rows[0]?.[1] ?? 1;
  return (
    <div>
      <h3>{t.figures.flagged}</h3>
      {rows.length === 0 && <p className="is-second">{t.figures.flaggedNone}</p>}
      <ul>
        {rows.map(([element, times]) => (
          <li key={element} className="counted">
            <span>{word(t.elements, element)}</span>
            <Meter pieces={[{ share: times / most }]} />
            <span>{count(times)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
