/** What the screens read, one entry each: its key, its address. Writing is in `commands.ts`. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, getText, type Query } from './client';
import type {
  Brand,
  BrandKit,
  Brief,
  BudgetOverride,
  Campaign,
  CampaignSpend,
  ClosedMonth,
  Forecast,
  ForecastOrder,
  Format,
  Evidence,
  JournalEntry,
  Learning,
  LedgerLine,
  Market,
  Me,
  Page,
  Person,
  Plan,
  Release,
  ReleaseDetail,
  Run,
  SpendLimit,
  SpendParts,
  Task,
  Variant,
  VariantDetail,
  Workflow,
  WorkflowRef,
} from './wire';

const PAGE = 200;
/** Of a list that is read whole. */
const MOST = 2000;
const HOUR_MS = 3_600_000;
/** Long enough for the screen that asked ahead to come and take it. */
const PAGE_KEPT_MS = 5_000;

/** Small lists that a person sees whole; the server pages them like all others. */
export async function all<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page: Page<T> = await get<Page<T>>(path, { ...query, limit: PAGE, after }, signal);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after && items.length < MOST);
  return items;
}

export const me = () =>
  queryOptions({ queryKey: ['me'], queryFn: () => get<Me>('/me'), staleTime: HOUR_MS, retry: false });

export const markets = () =>
  queryOptions({ queryKey: ['markets'], queryFn: () => all<Market>('/markets'), staleTime: HOUR_MS });

export const formats = () =>
  queryOptions({ queryKey: ['formats'], queryFn: () => all<Format>('/formats'), staleTime: HOUR_MS });

export const campaigns = () =>
  queryOptions({ queryKey: ['campaigns'], queryFn: ({ signal }) => all<Campaign>('/campaigns', {}, signal) });

export const campaign = (id: string) =>
  queryOptions({ queryKey: ['campaign', id], queryFn: () => get<Campaign>(`/campaigns/${id}`) });

export const brief = (campaignId: string) =>
  queryOptions({ queryKey: ['brief', campaignId], queryFn: () => get<Brief>(`/campaigns/${campaignId}/brief`) });

export const plans = (campaignId: string) =>
  queryOptions({ queryKey: ['plans', campaignId], queryFn: () => all<Plan>(`/campaigns/${campaignId}/plans`) });

export const plan = (id: string) => queryOptions({ queryKey: ['plan', id], queryFn: () => get<Plan>(`/plans/${id}`) });

export const runs = (campaignId: string) =>
  queryOptions({
    queryKey: ['runs', campaignId],
    queryFn: () => get<Page<Run>>('/runs', { campaign: campaignId, limit: 50 }),
  });

export const run = (id: string) => queryOptions({ queryKey: ['run', id], queryFn: () => get<Run>(`/runs/${id}`) });

export const failedTasks = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'failed'],
    queryFn: ({ signal }) => all<Task>(`/runs/${runId}/tasks`, { state: 'failed' }, signal),
  });

/** What came to review; of a run that is over, whatever became of it since. */
export const newestVariants = (campaignId: string, isGoing: boolean) =>
  queryOptions({
    queryKey: ['variants', campaignId, isGoing ? 'made' : 'all'],
    queryFn: ({ signal }) =>
      get<Page<Variant>>(
        '/variants',
        { campaign: campaignId, state: isGoing ? 'in_review' : undefined, limit: PAGE },
        signal,
      ),
  });

export const someVariants = (campaignId: string) =>
  queryOptions({
    queryKey: ['variants', campaignId, 'some'],
    queryFn: ({ signal }) => get<Page<Variant>>('/variants', { campaign: campaignId, limit: 100 }, signal),
    staleTime: 60_000,
  });

export const brands = () =>
  queryOptions({ queryKey: ['brands'], queryFn: () => all<Brand>('/brands'), staleTime: 60_000 });

/** The newest version of a brand's kit: its palette is what can be chosen from. */
export const brandKit = (brandId: string) =>
  queryOptions({
    queryKey: ['kit', brandId],
    queryFn: ({ signal }) => get<BrandKit>(`/brands/${brandId}/kit`, {}, signal),
    staleTime: 60_000,
  });

/** What was learned of a brand; its reasons counted in a market where that has enough decisions. */
export const learning = (brandId: string, market?: string) =>
  queryOptions({
    queryKey: ['learning', brandId, market ?? ''],
    queryFn: ({ signal }) => get<Learning>(`/brands/${brandId}/learning`, { market }, signal),
  });

/** What is expected of the ads of a campaign that ask me, in the order in which to look. Kept as long as the sheet is not read anew. */
export const forecasts = (campaignId: string, first: ForecastOrder) =>
  queryOptions({
    queryKey: ['forecasts', campaignId, first],
    staleTime: HOUR_MS,
    queryFn: async ({ signal }) => {
      const { items } = await get<{ items: Forecast[] }>(`/campaigns/${campaignId}/forecasts`, { first }, signal);
      // The ids of the decisions behind them are most of it, and are asked for elsewhere.
      for (const { reasons } of items) for (const reason of reasons) reason.decisions = [];
      return items;
    },
  });

export const people = () =>
  queryOptions({ queryKey: ['people'], queryFn: () => all<Person>('/people'), staleTime: 60_000 });

/** One page of the sheet: of what asks me, or of all ads. It is kept by whoever reads, not here. */
export const reviewPage = (campaignId: string | undefined, isMine: boolean, after: string | undefined) =>
  queryOptions({
    queryKey: ['queue', isMine ? 'mine' : 'all', campaignId ?? '', after ?? ''],
    queryFn: ({ signal }) =>
      get<Page<Variant>>(isMine ? '/review' : '/variants', { campaign: campaignId, limit: PAGE, after }, signal),
    staleTime: PAGE_KEPT_MS,
    gcTime: PAGE_KEPT_MS,
  });

export const variant = (id: string) =>
  queryOptions({
    queryKey: ['variant', id],
    queryFn: ({ signal }) => get<VariantDetail>(`/variants/${id}`, {}, signal),
  });

export const spend = () =>
  queryOptions({
    queryKey: ['spend'],
    queryFn: async () => (await get<{ campaigns: CampaignSpend[] }>('/spend')).campaigns,
  });

export const ledger = (campaignId: string) =>
  infiniteQueryOptions({
    queryKey: ['ledger', campaignId],
    queryFn: ({ pageParam }) => get<Page<LedgerLine>>('/ledger', { campaign: campaignId, limit: 50, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** What a campaign's money went into. */
export const campaignSpend = (campaignId: string) =>
  queryOptions({
    queryKey: ['spend', campaignId],
    queryFn: ({ signal }) => get<SpendParts>(`/campaigns/${campaignId}/spend`, {}, signal),
    staleTime: 30_000,
  });

/** The first lines of the books, of one campaign or of all, and whether there are more. */
export const firstLines = (campaignId: string | undefined) =>
  queryOptions({
    queryKey: ['ledger', campaignId ?? '', 'first'],
    queryFn: async ({ signal }) => {
      const lines = await all<LedgerLine>('/ledger', { campaign: campaignId }, signal);
      return { lines, isCut: lines.length >= MOST };
    },
    staleTime: 60_000,
  });

export const closedMonths = () =>
  queryOptions({
    queryKey: ['closed-months'],
    queryFn: async () => (await get<{ items: ClosedMonth[] }>('/closed_months')).items,
    staleTime: 60_000,
  });

/** Budgets of the organization and its brands, in all and by month; a campaign's own comes with `spend`. */
export const spendLimits = () =>
  queryOptions({
    queryKey: ['spend', 'limits'],
    queryFn: async ({ signal }) => (await get<{ items: SpendLimit[] }>('/budgets', {}, signal)).items,
  });

export const overrides = () =>
  queryOptions({
    queryKey: ['spend', 'overrides'],
    queryFn: ({ signal }) => all<BudgetOverride>('/budget_overrides', {}, signal),
  });

/** A month of the books as FOCUS rows, and how many costs have none because nobody knows them. */
export async function focusOf(month: string): Promise<{ text: string; unknown: number }> {
  const { text, headers } = await getText('/spend/focus', { month });
  return { text, unknown: Number(headers.get('X-Unknown-Costs') ?? 0) };
}

export const releases = (campaignId: string) =>
  queryOptions({
    queryKey: ['releases', campaignId],
    queryFn: () => all<Release>(`/campaigns/${campaignId}/releases`),
  });

export const release = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['release', id],
    queryFn: ({ pageParam }) => get<ReleaseDetail>(`/releases/${id}`, { limit: PAGE, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const workflow = (name: string) =>
  queryOptions({ queryKey: ['workflow', name], queryFn: () => get<Workflow>(`/workflows/${name}`) });

export const workflows = () =>
  queryOptions({ queryKey: ['workflows'], queryFn: () => all<WorkflowRef>('/workflows'), staleTime: 60_000 });

/** A file that is text, by its hash. */
export const textFile = (hash: string) =>
  queryOptions({
    queryKey: ['media', hash],
    queryFn: async () => (await getText(`/media/${hash}`)).text,
    staleTime: Number.POSITIVE_INFINITY,
  });

const TAIL = 50;

/** How many entries there are, and the hash of the last. */
export const journalHead = () =>
  queryOptions({
    queryKey: ['journal', 'head'],
    queryFn: async () => {
      const { headers } = await getText('/journal', { limit: 1 });
      return { seq: Number(headers.get('X-Journal-Seq') ?? 0), hash: headers.get('X-Journal-Head') ?? '' };
    },
  });

/** The newest entries below a number. */
export const journalTail = (seq: number) =>
  queryOptions({
    queryKey: ['journal', 'tail', seq],
    queryFn: async () => parseLines((await getText('/journal', { after: Math.max(0, seq - TAIL), limit: TAIL })).text),
  });

/** The decisions behind a reason, the newest first. */
export const evidence = (brandId: string, ids: readonly string[]) =>
  queryOptions({
    queryKey: ['evidence', brandId, ...ids],
    queryFn: async () => (await get<Evidence>(`/brands/${brandId}/evidence`, { ids: ids.join(',') })).items,
    staleTime: HOUR_MS,
  });

function parseLines(text: string): JournalEntry[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as JournalEntry);
}
