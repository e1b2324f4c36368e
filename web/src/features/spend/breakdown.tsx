import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SpendPart, SpendParts } from '../../api/wire';
import { partOf } from '../../lib/decimal';
import { bookDayOfYear, count, gpuTime, money, shareInWords } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import type { Names } from '../review/use-names';
import { partsBy, sorted } from './parts';
import { DIMENSIONS, type Dimension, type Sort, sortBy, sortOf, type SpendSearch, type SortKey } from './spend-search';

const FEW = 12;

interface Props {
  parts: SpendParts;
  search: SpendSearch;
  names: Names;
}

/** The whole of it by market, message, format, step, backend or day; which one, and in which order, the address says. */
export function Breakdown({ parts, search, names }: Props) {
  const by = search.by ?? 'market';
  return (
    <section className="spend-section" aria-labelledby="breakdown-title">
      <div className="section-line">
        <h2 id="breakdown-title">{t.breakdown.title}</h2>
        <nav className="by-choice" aria-label={t.breakdown.by}>
          {DIMENSIONS.map((each) => (
            <Link
              key={each}
              to="/spend"
              search={(before) => ({ ...before, by: each, sort: undefined })}
              replace
              resetScroll={false}
              activeOptions={{ exact: true }}
              aria-current={each === by ? 'true' : undefined}
            >
              {t.breakdown.dimensions[each]}
            </Link>
          ))}
        </nav>
      </div>
      <Rows key={by} by={by} parts={parts} sort={sortOf(search)} names={names} />
    </section>
  );
}

/** What people call a part. */
export function partName(by: Dimension, value: string, names: Names): string {
  if (value === '') return t.breakdown.noValue[by];
  if (by === 'market') return names.market(value);
  if (by === 'message') return names.message(value);
  if (by === 'format') return names.format(value);
  if (by === 'step') return word(t.steps, value);
  return by === 'day' ? bookDayOfYear(value) : value;
}

function Rows({ by, parts, sort, names }: { by: Dimension; parts: SpendParts; sort: Sort; names: Names }) {
  const [isAll, setIsAll] = useState(false);
  const all = partsBy(parts, by);
  // A day is sorted as it is written, not as it is called.
  const nameOf = (value: string) => (by === 'day' ? value : partName(by, value, names));
  const rows = sorted(all, sort, nameOf);
  if (rows.length === 0) return <p className="is-quiet">{t.breakdown.none}</p>;
  const largest = Math.max(...rows.map(({ amount }) => partOf(amount, parts.total.amount)));
  return (
    <>
      <div className="table-scroll">
        <table className="list-table">
          <caption className="unseen">{t.breakdown.title}</caption>
          <thead>
            <tr>
              <SortHead name={t.breakdown.dimensions[by]} column="name" sort={sort} />
              <SortHead name={t.breakdown.columns.amount} column="amount" sort={sort} isNumber />
              <th scope="col" className="wide">
                {t.breakdown.columns.share}
              </th>
              <SortHead name={t.breakdown.columns.time} column="time" sort={sort} isNumber />
              <SortHead name={t.breakdown.columns.unknown} column="unknown" sort={sort} isNumber />
            </tr>
          </thead>
          <tbody>
            {(isAll || rows.length <= FEW + 2 ? rows : rows.slice(0, FEW)).map((part) => (
              <Row
                key={part.value}
                part={part}
                parts={parts}
                name={partName(by, part.value, names)}
                largest={largest}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t.breakdown.total}</th>
              <td className="num">{money(parts.total.amount, parts.currency)}</td>
              <td className="wide is-quiet">{shareInWords(1)}</td>
              <td className="num">{gpuTime(parts.total.gpu_ms)}</td>
              <td className="num">{count(parts.total.unknown_costs)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      {rows.length > FEW + 2 && (
        <button type="button" className="button" onClick={() => setIsAll(!isAll)}>
          {isAll ? t.breakdown.fewer : t.breakdown.all(count(rows.length))}
        </button>
      )}
    </>
  );
}

function Row({ part, parts, name, largest }: { part: SpendPart; parts: SpendParts; name: string; largest: number }) {
  const share = partOf(part.amount, parts.total.amount);
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td className="num">{money(part.amount, parts.currency)}</td>
      <td className="wide">
        <span className="budget-cell">
          <Meter pieces={[{ share: largest > 0 ? share / largest : 0 }]} />
          <span className="is-second">{shareInWords(share)}</span>
        </span>
      </td>
      <td className="num is-second">{gpuTime(part.gpu_ms)}</td>
      <td className={part.unknown_costs > 0 ? 'num is-chg' : 'num is-quiet'}>{count(part.unknown_costs)}</td>
    </tr>
  );
}

interface HeadProps {
  name: string;
  column: SortKey;
  sort: Sort;
  isNumber?: boolean;
}

/** A column's name that orders by it. */
function SortHead({ name, column, sort, isNumber }: HeadProps) {
  const isSorted = sort.key === column;
  const order = isSorted ? (sort.isUp ? 'ascending' : 'descending') : undefined;
  return (
    <th scope="col" className={isNumber ? 'num' : undefined} aria-sort={order}>
      <Link
        to="/spend"
        search={(before) => ({ ...before, sort: sortBy(column, sort) })}
        replace
        resetScroll={false}
        className="sort-link"
        data-order={order}
      >
        {name}
        <Icon name="down" size={12} />
      </Link>
    </th>
  );
}
