import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { brands as brandsQuery, spendLimits } from '../../api/queries';
import type { Me, SpendLimit } from '../../api/wire';
import { bookMonth, money, percent } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { Trouble } from '../../ui/trouble';
import { burnPieces, keyOf, mayAsk, maySet, orderedLimits, usedShare, whoseLimit } from './limits';

const LimitDialog = lazy(() => import('./limit-dialog').then((module) => ({ default: module.LimitDialog })));
const AskDialog = lazy(() => import('./ask-dialog').then((module) => ({ default: module.AskDialog })));

interface Props {
  me: Me;
  brand: string | undefined;
  currency: string;
  today: string;
}

type Doing = { what: 'set'; limit: SpendLimit | null } | { what: 'ask'; limit: SpendLimit } | null;

/** What the organization and its brands may spend: how much of it is used, when it warns, and where it stops. */
export function LimitsPanel({ me, brand, currency, today }: Props) {
  const { data, error, isPaused, refetch } = useQuery(spendLimits());
  const { data: brands = [] } = useQuery(brandsQuery());
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const nameOf = (id: string | null) =>
    id === null ? me.organization.title : (brands.find((each) => each.id === id)?.title ?? id);
  const shown = (data ?? []).filter((limit) => limit.currency === currency && (!brand || limit.brand_id === brand));
  const settable = [null, ...brands.map(({ id }) => id)].filter((id) => maySet(me, id));
  return (
    <section className="spend-section" aria-labelledby="limits-title" aria-busy={!data && !error && !isPaused}>
      <div className="section-line">
        <h2 id="limits-title">{t.limits.title}</h2>
        {settable.length > 0 && data && (
          <button type="button" className="button" onClick={() => setDoing({ what: 'set', limit: null })}>
            {t.limits.add}
          </button>
        )}
      </div>
      {Boolean(error) && <Trouble error={error} onRetry={() => void refetch()} />}
      {!data && !error && <p className="is-quiet">{isPaused ? t.limits.offline : t.limits.reading}</p>}
      {data && shown.length === 0 && <p className="is-second">{t.limits.none}</p>}
      {shown.length > 0 && <Table limits={orderedLimits(shown, nameOf)} me={me} nameOf={nameOf} onDo={setDoing} />}
      <Suspense>
        {doing?.what === 'set' && (
          <LimitDialog limit={doing.limit} {...{ settable, nameOf, currency, today }} onClose={close} />
        )}
        {doing?.what === 'ask' && (
          <AskDialog
            whose={whoseLimit(doing.limit)}
            name={nameOf(doing.limit.brand_id)}
            limit={doing.limit.limit}
            onClose={close}
          />
        )}
      </Suspense>
    </section>
  );
}

interface TableProps {
  limits: readonly SpendLimit[];
  me: Me;
  nameOf: (id: string | null) => string;
  onDo: (doing: Doing) => void;
}

function Table({ limits, me, nameOf, onDo }: TableProps) {
  const { columns } = t.limits;
  return (
    <div className="table-scroll">
      <table className="list-table">
        <caption className="unseen">{t.limits.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.whose}</th>
            <th scope="col">{columns.month}</th>
            <th scope="col" className="num">
              {columns.spent}
            </th>
            <th scope="col" className="num">
              {columns.held}
            </th>
            <th scope="col" className="wide">
              {columns.budget}
            </th>
            <th scope="col">{columns.state}</th>
            <th scope="col">
              <span className="unseen">{columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {limits.map((limit) => (
            <Row key={keyOf(whoseLimit(limit))} limit={limit} name={nameOf(limit.brand_id)} me={me} onDo={onDo} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  limit: SpendLimit;
  name: string;
  me: Me;
  onDo: (doing: Doing) => void;
}

function Row({ limit, name, me, onDo }: RowProps) {
  const { currency, brand_id, month } = limit;
  const when = month ? bookMonth(month) : t.limits.inAll;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td className="nowrap">{when}</td>
      <td className="num">{money(limit.spent, currency)}</td>
      <td className="num">{money(limit.held, currency)}</td>
      <td className="wide">
        <span className="budget-cell">
          {limit.limit !== null && <Meter pieces={burnPieces(limit)} />}
          <span>{limit.limit === null ? t.budget.none : money(limit.limit, currency)}</span>
        </span>
      </td>
      <td>
        <State limit={limit} />
      </td>
      <td className="num">
        <span className="row-actions">
          {limit.limit !== null && mayAsk(me, brand_id) && (
            <button
              type="button"
              className="link"
              aria-label={t.limits.askOf(name, when)}
              onClick={() => onDo({ what: 'ask', limit })}
            >
              {t.limits.ask}
            </button>
          )}
          {maySet(me, brand_id) && (
            <button
              type="button"
              className="link"
              aria-label={t.limits.changeOf(name, when)}
              onClick={() => onDo({ what: 'set', limit })}
            >
              {t.limits.change}
            </button>
          )}
        </span>
      </td>
    </tr>
  );
}

/** How near it is, and what happens there. */
function State({ limit }: { limit: SpendLimit }) {
  if (limit.limit === null) return <span className="is-quiet">{t.limits.states.none}</span>;
  const used = percent(usedShare(limit));
  const warns = percent(limit.warn_percent / 100);
  const { states } = t.limits;
  const [tone, icon, words] =
    limit.state === 'exhausted'
      ? limit.is_hard
        ? (['is-rej', 'stop', states.stopped(used)] as const)
        : (['is-chg', 'warn', states.over(used)] as const)
      : limit.state === 'warning'
        ? (['is-chg', 'warn', states.warns(used, warns)] as const)
        : (['is-ok', 'approve', states.within(used, warns)] as const);
  return (
    <span className="limit-state">
      <span className={`state ${tone}`}>
        <Icon name={icon} size={14} /> {words}
      </span>
      <span className="is-quiet">{limit.is_hard ? t.limits.hard : t.limits.soft}</span>
    </span>
  );
}
