import { bookDay, bookDayOfYear, count, money } from '../../lib/format';
import { TableScroll } from '../../ui/table-scroll';
import { t } from '../../locales/words';
import { BurnChart } from './burn-chart';
import type { BurnDay, Outlook } from './forecast';

interface Props {
  burn: readonly BurnDay[];
  outlook: Outlook;
  limit: number | null;
  currency: string;
}

/** How the money went day by day against the budget, and where it is heading if that can be said. */
export function BurnPanel({ burn, outlook, limit, currency }: Props) {
  const [first] = burn;
  if (!first) return null;
  return (
    <section className="spend-section" aria-labelledby="burn-title">
      <h2 id="burn-title">{limit === null ? t.burn.titleNoBudget : t.burn.title}</h2>
      {burn.length > 1 || outlook.kind === 'forecast' ? (
        <figure>
          <BurnChart
            burn={burn}
            ahead={outlook.kind === 'forecast' ? outlook.days : []}
            limit={limit}
            currency={currency}
          />
          <figcaption className="is-second">{outlookWords(outlook, currency)}</figcaption>
          <BurnTable burn={burn} outlook={outlook} currency={currency} />
        </figure>
      ) : (
        <p className="is-second">
          {t.burn.oneDay(bookDayOfYear(first.day))} {outlookWords(outlook, currency)}
        </p>
      )}
    </section>
  );
}

const show = (value: number, currency: string) => money(String(value), currency);

function outlookWords(outlook: Outlook, currency: string): string {
  if (outlook.kind === 'short') return t.burn.short(outlook.days, count(outlook.needed));
  if (outlook.kind === 'still') return t.burn.still(count(outlook.days));
  const last = outlook.days.at(-1);
  if (!last) return '';
  const between = t.range(show(last.low, currency), show(last.high, currency));
  return `${t.burn.by(bookDay(last.day), between)} ${t.burn.sampled(count(outlook.sampled))}`;
}

/** Days without a cost are left out: they change nothing. */
function BurnTable({ burn, outlook, currency }: Omit<Props, 'limit'>) {
  const ahead = outlook.kind === 'forecast' ? outlook.days : [];
  return (
    <details className="twin">
      <summary>{t.burn.table}</summary>
      <TableScroll label={t.burn.table}>
        <table className="list-table">
          <caption className="unseen">{t.burn.table}</caption>
          <thead>
            <tr>
              <th scope="col">{t.burn.columns.day}</th>
              <th scope="col" className="num">
                {t.burn.columns.spent}
              </th>
              <th scope="col" className="num">
                {t.burn.columns.total}
              </th>
              <th scope="col" className="num">
                {t.burn.columns.low}
              </th>
              <th scope="col" className="num">
                {t.burn.columns.high}
              </th>
            </tr>
          </thead>
          <tbody>
            {burn
              .filter(({ spent }) => spent !== 0)
              .map(({ day, spent, total }) => (
                <tr key={day}>
                  <th scope="row">{bookDayOfYear(day)}</th>
                  <td className="num">{show(spent, currency)}</td>
                  <td className="num">{show(total, currency)}</td>
                  <td className="num">–</td>
                  <td className="num">–</td>
                </tr>
              ))}
            {ahead.map(({ day, low, middle, high }) => (
              <tr key={day}>
                <th scope="row">{bookDayOfYear(day)}</th>
                <td className="num">–</td>
                <td className="num is-second">{show(middle, currency)}</td>
                <td className="num">{show(low, currency)}</td>
                <td className="num">{show(high, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </details>
  );
}
