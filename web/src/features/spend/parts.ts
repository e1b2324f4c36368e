/** What money went into, of one campaign or of several together. Sums are exact; what is not known stays counted, not added. */
import type { SpendPart, SpendParts, Waste } from '../../api/wire';
import { fromNano, isMore, partOf, sumOf, toNano } from '../../lib/decimal';
import type { Dimension, Sort, SortKey } from './spend-search';

const LISTS = {
  market: 'markets',
  message: 'messages',
  format: 'formats',
  step: 'steps',
  lane: 'lanes',
  day: 'days',
} as const satisfies Record<Dimension, keyof SpendParts>;

export const partsBy = (parts: SpendParts, dimension: Dimension): readonly SpendPart[] => parts[LISTS[dimension]];

/** In the order in which an ad comes to them: from what can be published to what was in vain. */
export const OUTCOMES = [
  'approved',
  'in_review',
  'not_looked_at',
  'in_work',
  'changes_requested',
  'rejected',
  'superseded',
  'unused',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The outcomes that had a cost, in their order. One that a newer server adds comes last. */
export function outcomesOf({ outcomes }: SpendParts): readonly SpendPart[] {
  const place = (value: string) => {
    const at = OUTCOMES.indexOf(value as Outcome);
    return at < 0 ? OUTCOMES.length : at;
  };
  return outcomes.toSorted((one, other) => place(one.value) - place(other.value));
}

export const wasted = ({ waste }: SpendParts): string => sumOf(waste.map(({ amount }) => amount));
export const wastedShare = (parts: SpendParts): number => partOf(wasted(parts), parts.total.amount);

export interface WasteReason {
  reason: string;
  amount: string;
  /** The most first. */
  markets: readonly Waste[];
}

/** What was in vain, by why; the most first. */
export function reasonsOf(waste: readonly Waste[]): readonly WasteReason[] {
  const reasons = new Map<string, Waste[]>();
  for (const each of waste) reasons.set(each.reason, [...(reasons.get(each.reason) ?? []), each]);
  return [...reasons]
    .map(([reason, items]) => ({
      reason,
      amount: sumOf(items.map(({ amount }) => amount)),
      markets: items.toSorted((one, other) => compare(other.amount, one.amount)),
    }))
    .toSorted((one, other) => compare(other.amount, one.amount));
}

/** Where most of it was in vain, and why there; nothing where no money is behind it. */
export function worstWaste(waste: readonly Waste[]): { market: string; reason: string } | null {
  const markets = new Map<string, string>();
  for (const { market, amount } of waste) markets.set(market, sumOf([markets.get(market) ?? '0', amount]));
  const [worst] = [...markets].toSorted(([, one], [, other]) => compare(other, one));
  if (!worst || !isMore(worst[1], '0')) return null;
  const there = waste.filter(({ market }) => market === worst[0]);
  const [first] = there.toSorted((one, other) => compare(other.amount, one.amount));
  return { market: worst[0], reason: first?.reason ?? '' };
}

/** Rows in an order; equal ones keep theirs. */
export function sorted(rows: readonly SpendPart[], { key, isUp }: Sort, nameOf: (value: string) => string) {
  const by: Record<SortKey, (one: SpendPart, other: SpendPart) => number> = {
    name: (one, other) => nameOf(one.value).localeCompare(nameOf(other.value), undefined, { numeric: true }),
    amount: (one, other) => compare(one.amount, other.amount),
    time: (one, other) => one.gpu_ms - other.gpu_ms,
    unknown: (one, other) => one.unknown_costs - other.unknown_costs,
  };
  return rows.toSorted((one, other) => (isUp ? by[key](one, other) : by[key](other, one)));
}

export function compare(one: string, other: string): number {
  const difference = toNano(one) - toNano(other);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

/** Several campaigns of one currency as if they were one. */
export function mergeParts(all: readonly SpendParts[], currency: string): SpendParts {
  const list = (name: 'outcomes' | (typeof LISTS)[Dimension]) => mergeLists(all.map((parts) => parts[name]));
  const total = mergeLists(all.map((parts) => [{ value: '', ...parts.total }]))[0] ?? NOTHING;
  const approved_ads = all.reduce((sum, parts) => sum + parts.approved_ads, 0);
  const isKnown = approved_ads > 0 && total.unknown_costs === 0;
  return {
    currency,
    total: { amount: total.amount, gpu_ms: total.gpu_ms, unknown_costs: total.unknown_costs },
    outcomes: list('outcomes'),
    markets: list('markets'),
    messages: list('messages'),
    formats: list('formats'),
    steps: list('steps'),
    lanes: list('lanes'),
    days: list('days').toSorted((one, other) => one.value.localeCompare(other.value)),
    waste: mergeWaste(all.flatMap(({ waste }) => waste)),
    approved_ads,
    approved: sumOf(all.map(({ approved }) => approved)),
    cost_per_approved: isKnown ? fromNano(toNano(total.amount) / BigInt(approved_ads)) : null,
  };
}

const NOTHING: SpendPart = { value: '', amount: '0.00', gpu_ms: 0, unknown_costs: 0 };

function mergeLists(lists: readonly (readonly SpendPart[])[]): SpendPart[] {
  const sums = new Map<string, SpendPart>();
  for (const part of lists.flat()) {
    const before = sums.get(part.value) ?? NOTHING;
    sums.set(part.value, {
      value: part.value,
      amount: sumOf([before.amount, part.amount]),
      gpu_ms: before.gpu_ms + part.gpu_ms,
      unknown_costs: before.unknown_costs + part.unknown_costs,
    });
  }
  return [...sums.values()];
}

function mergeWaste(waste: readonly Waste[]): Waste[] {
  const sums = new Map<string, Waste>();
  for (const each of waste) {
    const key = `${each.reason}\n${each.market}`;
    sums.set(key, { ...each, amount: sumOf([sums.get(key)?.amount ?? '0', each.amount]) });
  }
  return [...sums.values()].toSorted((one, other) => compare(other.amount, one.amount));
}
