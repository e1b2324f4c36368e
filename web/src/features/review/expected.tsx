import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { statementOf } from '../feedback/lessons';
import type { Ad } from './ad';
import { chanceOf, isDoubtful } from './forecasts';
import { useForecast } from './use-forecasts';
import { useRested } from './use-rested';

/** A quiet line: what past decisions make expect of this ad, and why. It decides nothing and is told to no guest. */
export function Expected({ item }: { item: Ad }) {
  const forecast = useForecast(item, useRested(item.id) === item.id);
  if (!forecast || forecast.reasons.length === 0) return null;
  return (
    <section className="part expected" aria-label={t.expected.label}>
      <p>{t.expected.chances[chanceOf(forecast.probability)]}</p>
      <ul>
        {forecast.reasons.map((reason) => (
          <li key={reason.sentence}>
            <Icon name={reason.speaks_for ? 'approve' : 'reject'} size={12} />
            <span className="unseen">{reason.speaks_for ? t.expected.sides.for : t.expected.sides.against}: </span>
            {t.expected.because(
              t.expected.statement(statementOf(reason)),
              count(reason.with.approved),
              count(reason.with.of),
              reason.market !== '',
            )}
          </li>
        ))}
      </ul>
      {isDoubtful(forecast) && <p>{t.expected.doubtful}</p>}
    </section>
  );
}
