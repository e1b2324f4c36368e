import { useMemo } from 'react';
import type { Campaign, Variant } from '../../api/wire';
import { type Bucket, total } from '../../lib/buckets';
import { count } from '../../lib/format';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { ChoiceMenu } from '../../ui/menu';
import { outbox } from './outbox';
import { type Grouping, GROUPINGS, type ReviewSearch, SIZE } from './review-search';
import type { Names } from './use-names';
import type { useGo } from './use-review';
import { countItems } from './use-view';

const TABS: readonly Bucket[] = ['open', 'approved', 'changes', 'rejected', 'stopped', 'planned'];

interface Props {
  items: readonly Variant[];
  campaigns: readonly Campaign[];
  search: ReviewSearch;
  names: Names;
  go: ReturnType<typeof useGo>;
}

/** Which ads, in which groups, how large: all of it in the address. */
export function Filters({ items, campaigns, search, names, go }: Props) {
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
      <StateTabs items={items} search={search} go={go} />
      <div className="filter-menus">
        {campaigns.length > 1 && (
          <ChoiceMenu
            label={t.filters.campaign}
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
          value={search.group ?? 'market'}
          options={GROUPINGS.filter((group) => group !== 'campaign' || campaigns.length > 1).map((group) => ({
            value: group,
            label: t.filters.groups[group],
          }))}
          onChange={(group) => go({ group: group === 'market' ? undefined : (group as Grouping) })}
        />
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

function StateTabs({ items, search, go }: Pick<Props, 'items' | 'search' | 'go'>) {
  const entries = useStore(outbox.entries, (value) => value);
  const counts = useMemo(() => countItems(items, entries), [items, entries]);
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

function valuesOf(items: readonly Variant[], axis: 'market' | 'message' | 'format', name: (id: string) => string) {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value = item[axis];
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, sum]) => ({ value, label: name(value), count: sum }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
}
