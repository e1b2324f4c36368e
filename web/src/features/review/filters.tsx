import { useMemo } from 'react';
import type { Campaign } from '../../api/wire';
import type { Ad } from './ad';
import { type Bucket, total } from '../../lib/buckets';
import { count } from '../../lib/format';
import { type Store, useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { ChoiceMenu } from '../../ui/menu';
import { type Grouping, GROUPINGS, ORDERS, type ReviewSearch, SIZE, usualGrouping } from './review-search';
import type { Names } from './use-names';
import type { Go } from './use-review';
import type { Tally } from './tally';

const TABS: readonly Bucket[] = ['open', 'approved', 'changes', 'rejected', 'stopped', 'planned'];

interface Props {
  items: readonly Ad[];
  campaigns: readonly Campaign[];
  search: ReviewSearch;
  names: Names;
  go: Go;
  tally: Store<Tally>;
  /** Guests are told nothing of what is expected. */
  mayOrder: boolean;
  onStillOpen: () => void;
  /** Set where a part of the queue did not come. */
  onReadOn: (() => void) | undefined;
}

/** Which ads, in which groups, how large: all of it in the address. */
export function Filters({ items, campaigns, search, names, go, tally, mayOrder, onStillOpen, onReadOn }: Props) {
  const values = useMemo(
    () => ({
      market: valuesOf(items, 'market', names.market),
      message: valuesOf(items, 'message', names.message),
      format: valuesOf(items, 'format', names.format),
    }),
    [items, names],
  );
  return (
    <search className="filters" aria-label={t.review.filters}>
      <StateTabs tally={tally} search={search} go={go} />
      {onReadOn && (
        <p className="is-chg" role="alert">
          {t.review.unread}{' '}
          <button type="button" className="link" onClick={onReadOn}>
            {t.trouble.again}
          </button>
        </p>
      )}
      <div className="filter-menus">
        <button type="button" className="button plain" onClick={onStillOpen}>
          <Icon name="clock" size={14} /> <span className="still-open-word">{t.review.stillOpen}</span>
        </button>
        {campaigns.length > 1 && (
          <ChoiceMenu
            label={t.filters.campaign}
            isShort
            value={search.campaign}
            options={[
              { value: undefined, label: t.filters.all },
              ...campaigns.map(({ id, title }) => ({ value: id, label: title })),
            ]}
            onChange={(campaign) => go({ campaign, market: undefined, message: undefined, format: undefined })}
          />
        )}
        {(['market', 'message', 'format'] as const).map((axis) => (
          <ChoiceMenu
            key={axis}
            label={t.filters[axis]}
            value={search[axis]}
            options={[{ value: undefined, label: t.filters.all }, ...values[axis]]}
            onChange={(value) => go({ [axis]: value })}
          />
        ))}
        <ChoiceMenu
          label={t.filters.group}
          value={search.group ?? usualGrouping(search)}
          options={GROUPINGS.filter((group) => group !== 'campaign' || campaigns.length > 1).map((group) => ({
            value: group,
            label: t.filters.groups[group],
          }))}
          onChange={(group) => go({ group: group === usualGrouping(search) ? undefined : (group as Grouping) })}
        />
        {mayOrder && <OrderChoice search={search} go={go} />}
        <LayoutChoice search={search} go={go} />
        <label className="size">
          <span aria-hidden="true">{t.filters.size}</span>
          <input
            type="range"
            aria-label={t.filters.size}
            min={SIZE.least}
            max={SIZE.most}
            value={search.size ?? SIZE.usual}
            onChange={(event) => go({ size: Number(event.target.value) })}
          />
        </label>
      </div>
    </search>
  );
}

/** What to look at first. The person chooses; nothing is decided by it. */
function OrderChoice({ search: { order }, go }: Pick<Props, 'search' | 'go'>) {
  return (
    <ChoiceMenu
      label={order ? t.filters.orders[order] : t.filters.order}
      isShort
      value={order}
      options={[
        { value: undefined, label: t.filters.orderUsual },
        ...ORDERS.map((value) => ({ value, label: t.filters.orders[value] })),
      ]}
      onChange={(value) => go({ order: ORDERS.find((each) => each === value), group: undefined })}
    />
  );
}

/** Pictures in rows that fill the width, or formats as columns. */
function LayoutChoice({ search, go }: Pick<Props, 'search' | 'go'>) {
  return (
    <span className="pair" role="group" aria-label={t.filters.layout}>
      {([undefined, 'matrix'] as const).map((layout) => (
        <button
          key={layout ?? 'sheet'}
          type="button"
          className="button plain square"
          aria-pressed={search.layout === layout}
          aria-label={t.filters.layouts[layout ?? 'sheet']}
          title={t.filters.layouts[layout ?? 'sheet']}
          onClick={() => go({ layout })}
        >
          <Icon name={layout ?? 'sheet'} />
        </button>
      ))}
    </span>
  );
}

function StateTabs({ tally, search, go }: Pick<Props, 'tally' | 'search' | 'go'>) {
  const counts = useStore(tally, ({ all }) => all.buckets);
  const shown = TABS.filter((bucket) => counts[bucket] > 0 || bucket === search.state);
  return (
    <ul className="tabs">
      <li>
        <button type="button" aria-pressed={!search.state} onClick={() => go({ state: undefined })}>
          {t.filters.all} <span>{count(total(counts))}</span>
        </button>
      </li>
      {shown.map((bucket) => (
        <li key={bucket}>
          <button type="button" aria-pressed={search.state === bucket} onClick={() => go({ state: bucket })}>
            {t.buckets[bucket]} <span>{count(counts[bucket])}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function valuesOf(items: readonly Ad[], axis: 'market' | 'message' | 'format', name: (id: string) => string) {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value = item[axis];
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, sum]) => ({ value, label: name(value), count: sum }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
}
