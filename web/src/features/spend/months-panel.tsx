import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { closedMonths, me as meQuery, people as peopleQuery } from '../../api/queries';
import type { ClosedMonth, Me, SpendParts } from '../../api/wire';
import { bookMonth, money, onDay } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Trouble } from '../../ui/trouble';
import { type MonthRow, monthsOf } from './months';
import { downloadFocus } from './take-focus';

const CloseMonthDialog = lazy(() =>
  import('./close-month-dialog').then((module) => ({ default: module.CloseMonthDialog })),
);

interface Props {
  parts: SpendParts;
  /** The parts are all that was spent: an open month's sum can be said. */
  isWhole: boolean;
  today: string;
  mayClose: boolean;
}

/** The months of the organization's books: what each came to, and whether it is closed. */
export function MonthsPanel({ parts, isWhole, today, mayClose }: Props) {
  const { data: closed, error, refetch } = useQuery(closedMonths());
  const { data: me } = useQuery(meQuery());
  const { data: people = [] } = useQuery({ ...peopleQuery(), enabled: me?.may.administer ?? false });
  const [closing, setClosing] = useState<MonthRow | null>(null);
  const rows = monthsOf(parts.days, closed ?? [], today);
  const open = rows.filter((row) => isOpen(row)).length;
  const nameOf = (id: string) => [me?.person, ...people].find((person) => person?.id === id)?.name;
  return (
    <section className="spend-section" aria-labelledby="months-title">
      <div className="section-line">
        <h2 id="months-title">{t.months.title}</h2>
        {closed && <p className="is-second">{open > 0 ? t.months.open(open) : t.months.allClosed}</p>}
      </div>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {closed && (
        <div className="table-scroll">
          <table className="list-table">
            <caption className="unseen">{t.months.title}</caption>
            <thead>
              <tr>
                <th scope="col">{t.months.month}</th>
                <th scope="col" className="num">
                  {t.months.spent}
                </th>
                <th scope="col">{t.months.state}</th>
                <th scope="col" className="num">
                  <span className="unseen">{t.months.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.month}
                  {...{ row, nameOf, isWhole }}
                  currency={parts.currency}
                  onClose={mayClose && isOpen(row) ? () => setClosing(row) : undefined}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Suspense>
        {closing && (
          <CloseMonthDialog
            month={closing.month}
            spent={isWhole && closing.spent ? money(closing.spent, parts.currency) : null}
            onClose={() => setClosing(null)}
          />
        )}
      </Suspense>
    </section>
  );
}

const isOpen = ({ isOver, closed }: MonthRow) => isOver && !closed;

interface RowProps {
  row: MonthRow;
  nameOf: (id: string) => string | undefined;
  currency: string;
  isWhole: boolean;
  onClose: (() => void) | undefined;
}

function Row({ row, nameOf, currency, isWhole, onClose }: RowProps) {
  const month = bookMonth(row.month);
  return (
    <tr>
      <th scope="row">{month}</th>
      <td className="num">{row.closed ? closedTotal(row.closed) : openTotal(row, currency, isWhole)}</td>
      <td>{row.closed ? <Closed closed={row.closed} name={nameOf(row.closed.closed_by)} /> : <Open row={row} />}</td>
      <td className="num">
        <span className="row-actions">
          {onClose && (
            <button type="button" className="link" aria-label={t.months.closeOf(month)} onClick={onClose}>
              {t.months.close}
            </button>
          )}
          <button
            type="button"
            className="link"
            aria-label={t.months.focusOf(month)}
            onClick={() => void downloadFocus(row.month)}
          >
            {t.months.focus}
          </button>
        </span>
      </td>
    </tr>
  );
}

function Closed({ closed, name }: { closed: ClosedMonth; name: string | undefined }) {
  const day = onDay(closed.at);
  const lines = Object.values(closed.totals).reduce((sum, total) => sum + total.lines, 0);
  return (
    <span className="state is-ok">
      <Icon name="approve" size={14} />
      {name ? t.months.closedBy(day, name) : t.months.closed(day)}
      <span className="is-quiet">· {t.months.lines(lines)}</span>
    </span>
  );
}

function Open({ row }: { row: MonthRow }) {
  return row.isOver ? (
    <span className="state is-chg">
      <Icon name="pending" size={14} />
      {t.months.isOver}
    </span>
  ) : (
    <span className="state is-quiet">
      <Icon name="clock" size={14} />
      {t.months.running}
    </span>
  );
}

/** As it was written down, in each currency. */
function closedTotal({ totals }: ClosedMonth): string {
  const sums = Object.entries(totals).map(([currency, { spent }]) => money(spent, currency));
  return sums.length > 0 ? sums.join(' + ') : '–';
}

const openTotal = ({ spent }: MonthRow, currency: string, isWhole: boolean) =>
  !isWhole ? t.money.unknown : spent === null ? '–' : money(spent, currency);

const CLOSERS = new Set(['finance', 'admin']);
const READERS = new Set(['producer', 'finance', 'admin']);

/** The organization's months are for those whose role is not of one brand; the server decides. */
export const maySeeMonths = (me: Me) => me.grants.some(({ role, brand_id }) => READERS.has(role) && !brand_id);
export const mayCloseMonths = (me: Me) => me.grants.some(({ role, brand_id }) => CLOSERS.has(role) && !brand_id);
