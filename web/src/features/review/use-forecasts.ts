/** Asks what is expected of the ads that wait for this person. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { forecasts } from '../../api/queries';
import type { Forecast, ForecastOrder } from '../../api/wire';
import { t } from '../../locales/words';
import { sayTrouble } from '../shell/status';
import type { Ad } from './ad';
import { ranksOf } from './forecasts';
import type { ReviewSearch } from './review-search';
import type { Review } from './use-review';
import type { Ranks } from './use-view';

/** A queue of more campaigns is put in order campaign by campaign. */
const MOST_CAMPAIGNS = 12;

/** The order that was asked for; undefined until it is known, and where none was. */
export function useRanks(items: readonly Ad[], order: ForecastOrder | undefined): Ranks | undefined {
  const campaigns = useMemo(
    () => (order ? [...new Set(items.map(({ campaign_id }) => campaign_id))].slice(0, MOST_CAMPAIGNS) : []),
    [items, order],
  );
  const lists = useQueries({
    queries: campaigns.map((id) => forecasts(id, order ?? 'most_likely_wrong')),
    combine: (results) => ({
      isFailed: results.some(({ isError }) => isError),
      known:
        results.length > 0 && results.every(({ data }) => data) ? results.map(({ data }) => data ?? []) : undefined,
    }),
  });
  useEffect(() => {
    if (lists.isFailed) sayTrouble(t.filters.orderFailed);
  }, [lists.isFailed]);
  return useMemo(() => lists.known && ranksOf(lists.known), [lists.known]);
}

/** What is expected of one ad, once it is looked at. */
export function useForecast(item: Ad, isLookedAt: boolean): Forecast | undefined {
  const { data } = useQuery({
    ...forecasts(item.campaign_id, 'most_likely_wrong'),
    enabled: isLookedAt,
    select: (list) => list.find(({ revision_id }) => revision_id === item.revision?.id),
  });
  return data;
}

/** A new order begins at its beginning, unless the address says where. */
export function useFirstInOrder(review: Review, { order, item }: ReviewSearch, ranks: Ranks | undefined): void {
  const shown = useRef(item ? order : undefined);
  useEffect(() => {
    if (order && !ranks) return;
    if (order === shown.current) return;
    shown.current = order;
    const first = order && review.view.items[0];
    if (first) review.moveTo(first.id);
  }, [review, order, ranks]);
}
