import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { me as meQuery } from '../../api/queries';
import { fromNano, partOf, sumOf, toNano } from '../../lib/decimal';
import { bookDayOfYear, count, money, onDay, shareInWords } from '../../lib/format';
import { saveFile } from '../../lib/save-file';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import type { Names } from '../review/use-names';
import { wasted } from './parts';
import { type Section, sectionsOf, statementFile } from './statement-rows';
import type { Books } from './use-books';

/** A page for the files: the browser prints it, or saves it as a PDF. */
export function Statement({ books, names, today }: { books: Books; names: Names; today: string }) {
  const save = () => saveFile({ ...statementFile(books, names, today), type: 'text/csv;charset=utf-8' });
  return (
    <div className="page-body statement">
      <div className="statement-bar">
        <Link
          to="/spend"
          search={(before) => ({ ...before, view: undefined })}
          activeOptions={{ exact: true }}
          className="link"
        >
          {t.statement.back}
        </Link>
        <button type="button" className="button" onClick={save}>
          <Icon name="download" /> {t.takeOut.table}
        </button>
        <button type="button" className="button main" onClick={() => window.print()}>
          {t.statement.print}
        </button>
      </div>
      <article className="sheet-of-paper" aria-labelledby="statement-title">
        <Head books={books} today={today} />
        <Sums books={books} />
        {sectionsOf(books, names).map((section) => (
          <Part key={section.title} section={section} books={books} />
        ))}
        <p className="is-second">{t.statement.note}</p>
      </article>
    </div>
  );
}

function Head({ books: { one, shown, parts, infoOf }, today }: { books: Books; today: string }) {
  const { data: me } = useQuery(meQuery());
  const days = parts?.days.map(({ value }) => value).toSorted() ?? [];
  const [first, last] = [days[0], days.at(-1)];
  const brand = one && infoOf.get(one.id)?.brand.title;
  return (
    <header className="statement-head">
      <h2 id="statement-title">{t.statement.title}</h2>
      <dl className="facts">
        <dt>{t.statement.of}</dt>
        <dd>{one ? [brand, one.title].filter(Boolean).join(' · ') : t.spend.note(shown.length)}</dd>
        <dt>{t.statement.by}</dt>
        <dd>{me?.organization.title}</dd>
        <dt>{t.statement.period}</dt>
        <dd>
          {first && last
            ? first === last
              ? bookDayOfYear(first)
              : t.range(bookDayOfYear(first), bookDayOfYear(last))
            : t.statement.noPeriod}
        </dd>
        <dt>{t.statement.asOf}</dt>
        <dd>{onDay(`${today}T12:00:00Z`)}</dd>
      </dl>
    </header>
  );
}

function Sums({ books: { one, shown, parts, currency } }: { books: Books }) {
  if (!parts) return null;
  const show = (amount: string) => money(amount, currency);
  const held = sumOf(shown.map((campaign) => campaign.held));
  const each = parts.cost_per_approved;
  const unknown = parts.total.unknown_costs;
  return (
    <dl className="rows statement-sums">
      <div className="statement-total">
        <dt>{t.statement.total}</dt>
        <dd>{show(parts.total.amount)}</dd>
      </div>
      {one && (
        <div>
          <dt>{t.statement.budget}</dt>
          <dd>{one.limit === null ? t.budget.none : show(one.limit)}</dd>
        </div>
      )}
      {toNano(held) !== 0n && (
        <div>
          <dt>{t.statement.held}</dt>
          <dd>{show(held)}</dd>
        </div>
      )}
      {one?.limit && (
        <div>
          <dt>{t.statement.free}</dt>
          <dd>{show(fromNano(toNano(one.limit) - toNano(one.spent) - toNano(one.held)))}</dd>
        </div>
      )}
      <div>
        <dt>{t.spend.perApproved}</dt>
        <dd>{each === null ? t.statement.noAds : t.statement.ads(parts.approved_ads, show(each))}</dd>
      </div>
      <div>
        <dt>{t.statement.inVain}</dt>
        <dd>
          {show(wasted(parts))} · {shareInWords(partOf(wasted(parts), parts.total.amount))}
        </dd>
      </div>
      {unknown > 0 && (
        <div className="is-chg">
          <dt>{t.statement.unknown}</dt>
          <dd>{t.statement.unknownValue(count(unknown))}</dd>
        </div>
      )}
    </dl>
  );
}

function Part({ section: { title, rows }, books: { parts, currency } }: { section: Section; books: Books }) {
  return (
    <table className="list-table">
      <caption>{title}</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">{t.statement.item}</th>
          <th scope="col">{t.statement.amount}</th>
          <th scope="col">{t.breakdown.columns.share}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, part }) => (
          <tr key={name}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td className="num">{money(part.amount, currency)}</td>
            <td className="num is-second">{shareInWords(partOf(part.amount, parts?.total.amount ?? '0'))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
