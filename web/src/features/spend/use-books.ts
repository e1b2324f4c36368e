/** All that the spend page reads, for what its address says: one campaign, or those of a brand, or all, in one currency. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { campaignSpend, campaigns as campaignsQuery, spend } from '../../api/queries';
import type { Campaign, CampaignSpend, SpendParts } from '../../api/wire';
import { compare, mergeParts } from './parts';
import type { SpendSearch } from './spend-search';

/** Campaigns whose parts are read; of more, those with the most spend. */
const MOST_READ = 40;

export interface Books {
  currency: string;
  currencies: readonly string[];
  /** All that the caller may see, whatever the address says. */
  all: readonly CampaignSpend[];
  shown: readonly CampaignSpend[];
  one: CampaignSpend | undefined;
  /** What all shown campaigns went into. */
  parts: SpendParts | undefined;
  partsOf: ReadonlyMap<string, SpendParts>;
  /** Shown campaigns whose parts are not in the sums. */
  notRead: number;
  /** Ads of the shown campaigns, where that is known. */
  ads: number | undefined;
  infoOf: ReadonlyMap<string, Campaign>;
}

export interface BooksRead {
  books: Books | undefined;
  error: unknown;
  /** Nothing new comes: offline, or refused. What is there is old. */
  isCut: boolean;
  retry: () => void;
}

export function useBooks(search: SpendSearch): BooksRead {
  const list = useQuery(spend());
  const info = useQuery(campaignsQuery());
  const chosen = useMemo(
    () => (list.data ? choose(list.data, info.data ?? [], search) : undefined),
    [list.data, info.data, search],
  );
  const toRead = chosen?.toRead ?? [];
  const parts = useQueries({ queries: toRead.map(({ id }) => campaignSpend(id)), combine: combined });
  const books = useMemo(() => (chosen ? booksOf(chosen, parts.data) : undefined), [chosen, parts.data]);
  const retry = () => {
    void list.refetch();
    parts.retry();
  };
  return { books, error: list.error ?? parts.error, isCut: list.isPaused || parts.isPaused, retry };
}

interface Combined {
  data: readonly (SpendParts | undefined)[];
  error: unknown;
  isPaused: boolean;
  retry: () => void;
}

function combined(
  results: readonly { data: SpendParts | undefined; error: unknown; isPaused: boolean; refetch: () => unknown }[],
): Combined {
  return {
    data: results.map(({ data }) => data),
    error: results.find(({ error }) => error)?.error ?? null,
    isPaused: results.some(({ isPaused }) => isPaused),
    retry: () => results.forEach(({ refetch }) => refetch()),
  };
}

type Chosen = Omit<Books, 'parts' | 'partsOf'> & { toRead: readonly CampaignSpend[] };

function choose(all: readonly CampaignSpend[], info: readonly Campaign[], search: SpendSearch): Chosen {
  const infoOf = new Map(info.map((campaign) => [campaign.id, campaign]));
  const one = all.find(({ id }) => id === search.campaign);
  const ofBrand = all.filter(({ id }) => !search.brand || infoOf.get(id)?.brand.id === search.brand);
  const currencies = currenciesOf(ofBrand);
  const currency = one?.currency ?? currencies.find((each) => each === search.currency) ?? currencies[0] ?? '';
  const shown = one ? [one] : ofBrand.filter((campaign) => campaign.currency === currency);
  const withCosts = shown.filter(({ spent, unknown_costs }) => Number(spent) !== 0 || unknown_costs > 0);
  const toRead = one ? [one] : withCosts.toSorted((a, b) => compare(b.spent, a.spent)).slice(0, MOST_READ);
  const counts = shown.map(({ id }) => infoOf.get(id)?.counts);
  return {
    currency,
    currencies,
    all,
    shown,
    one,
    notRead: one ? 0 : withCosts.length - toRead.length,
    ads: counts.every((each) => each !== undefined) ? counts.reduce((sum, each) => sum + countOf(each), 0) : undefined,
    infoOf,
    toRead,
  };
}

const countOf = (counts: Campaign['counts']) => Object.values(counts).reduce((sum, count) => sum + (count ?? 0), 0);

/** The one of most campaigns first. */
function currenciesOf(campaigns: readonly CampaignSpend[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { currency } of campaigns) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([currency]) => currency);
}

function booksOf({ toRead, ...chosen }: Chosen, read: readonly (SpendParts | undefined)[]): Books {
  const known = read.filter((each) => each !== undefined);
  const isWhole = read.length === toRead.length && known.length === read.length;
  const partsOf = new Map(toRead.flatMap(({ id }, at) => (read[at] ? [[id, read[at]] as const] : [])));
  const [first] = known;
  const parts = !isWhole ? undefined : chosen.one ? first : mergeParts(known, chosen.currency);
  return { ...chosen, parts, partsOf };
}
