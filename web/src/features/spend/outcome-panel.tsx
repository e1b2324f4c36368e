import type { SpendParts } from '../../api/wire';
import { isMore, partOf } from '../../lib/decimal';
import { gpuTime, money, shareInWords } from '../../lib/format';
import { t, word } from '../../locales/words';
import { outcomesOf } from './parts';

/** What became of the ads that the money went into: one bar, and the same in words. */
export function OutcomePanel({ parts }: { parts: SpendParts }) {
  const rows = outcomesOf(parts);
  return (
    <section className="spend-section" aria-labelledby="outcomes-title">
      <h2 id="outcomes-title">{t.outcomes.title}</h2>
      <span className="outcome-bar" aria-hidden="true">
        {rows
          .filter(({ amount }) => isMore(amount, '0'))
          .map(({ value, amount }) => (
            <i key={value} data-outcome={value} style={{ flexGrow: partOf(amount, parts.total.amount) }} />
          ))}
      </span>
      <table className="list-table">
        <caption className="unseen">{t.outcomes.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.outcomes.outcome}</th>
            <th scope="col" className="num">
              {t.breakdown.columns.amount}
            </th>
            <th scope="col" className="num">
              {t.outcomes.share}
            </th>
            <th scope="col" className="num">
              {t.breakdown.columns.time}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ value, amount, gpu_ms }) => (
            <tr key={value}>
              <th scope="row">
                <span className="outcome-name">
                  <i data-outcome={value} aria-hidden="true" />
                  {word(t.outcomes.names, value)}
                </span>
              </th>
              <td className="num">{money(amount, parts.currency)}</td>
              <td className="num is-second">{shareInWords(partOf(amount, parts.total.amount))}</td>
              <td className="num is-second">{gpuTime(gpu_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="is-quiet">{t.outcomes.note}</p>
    </section>
  );
}
