/** Budgets of the organization and its brands: their order, what is used of them, and who may do what with them. */
import type { BudgetOverride, CampaignSpend, Me, Role, SpendLimit } from '../../api/wire';
import { isMore, partOf, sumOf } from '../../lib/decimal';

type Amounts = Pick<SpendLimit, 'limit' | 'held' | 'spent'>;
/** What a budget is known by; a campaign's has no month. */
export interface Whose {
  campaign_id: string | null;
  brand_id: string | null;
  month: string | null;
  currency: string;
}

export const keyOf = ({ campaign_id, brand_id, month, currency }: Whose): string =>
  [campaign_id ?? brand_id ?? '', month ?? '', currency].join('/');
export const whoseLimit = (limit: SpendLimit): Whose => ({ ...limit, campaign_id: null });
export const whoseCampaign = ({ id, currency }: CampaignSpend, brand_id: string | null): Whose => ({
  campaign_id: id,
  brand_id,
  month: null,
  currency,
});

/** The organization's first, then brands by name; in all before months, and newer months before older ones. */
export function orderedLimits(limits: readonly SpendLimit[], nameOf: (brandId: string) => string): SpendLimit[] {
  const rank = ({ brand_id }: SpendLimit) => (brand_id ? nameOf(brand_id) : '');
  const newest = ({ month }: SpendLimit) => month ?? '9999';
  return limits.toSorted(
    (one, other) => rank(one).localeCompare(rank(other)) || newest(other).localeCompare(newest(one)),
  );
}

/** From 0 on; above 1 where more than all of it is used. */
export function usedShare({ limit, spent, held }: Amounts): number {
  return limit === null ? 0 : partOf(sumOf([spent, held]), limit);
}

/** The bar of a budget. What is over it fills it whole. */
export function burnPieces({ limit, spent, held }: Amounts): { share: number; kind?: 'rej' | 'held' }[] {
  if (limit === null) return [];
  if (isMore(spent, limit)) return [{ share: 1, kind: 'rej' }];
  return [{ share: partOf(spent, limit) }, { share: partOf(held, limit), kind: 'held' }];
}

/** Open requests first, the oldest of them on top; then those that are decided, the newest on top. */
export function orderedOverrides(overrides: readonly BudgetOverride[]): BudgetOverride[] {
  const isOpen = ({ state }: BudgetOverride) => state === 'asked';
  const open = overrides.filter((each) => isOpen(each));
  const decided = overrides.filter((each) => !isOpen(each));
  const at = ({ decided_at, asked_at }: BudgetOverride) => decided_at ?? asked_at;
  return [
    ...open.toSorted((one, other) => one.asked_at.localeCompare(other.asked_at)),
    ...decided.toSorted((one, other) => at(other).localeCompare(at(one))),
  ];
}

const SETTERS: readonly Role[] = ['finance', 'admin'];
const ASKERS: readonly Role[] = ['producer', 'finance', 'admin'];

/** A role of one brand says nothing about another, nor about the organization. The server decides; this only shows and hides. */
const holds = (me: Me, roles: readonly Role[], brandId: string | null) =>
  me.grants.some(({ role, brand_id }) => roles.includes(role) && (!brand_id || brand_id === brandId));
export const maySet = (me: Me, brandId: string | null) => holds(me, SETTERS, brandId);
export const mayAsk = (me: Me, brandId: string | null) => holds(me, ASKERS, brandId);

/** The limit when the request is let through; nothing where there is no limit to raise. */
export const raisedTo = (limit: string | null | undefined, amount: string): string | null =>
  limit === null || limit === undefined ? null : sumOf([limit, amount]);
