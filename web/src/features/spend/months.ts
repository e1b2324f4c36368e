/** Months of the books: which there are, which are closed, which can be closed. */
import type { ClosedMonth, SpendPart } from '../../api/wire';
import { sumOf } from '../../lib/decimal';

export interface MonthRow {
  /** `2026-11`, UTC. */
  month: string;
  closed: ClosedMonth | null;
  isOver: boolean;
  /** As the parts say now; null where none of its days had a cost. */
  spent: string | null;
}

const MOST = 24;

export const monthBefore = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
};

/** From this month back to the first with a cost or a closing, the newest first, two years at most. */
export function monthsOf(
  days: readonly SpendPart[],
  closed: readonly ClosedMonth[],
  today: string,
): readonly MonthRow[] {
  const now = today.slice(0, 7);
  const spent = new Map<string, string[]>();
  for (const { value, amount } of days) {
    const month = value.slice(0, 7);
    spent.set(month, [...(spent.get(month) ?? []), amount]);
  }
  const first = [now, ...spent.keys(), ...closed.map(({ month }) => month)].toSorted()[0] ?? now;
  const rows: MonthRow[] = [];
  for (let month = now; month >= first && rows.length < MOST; month = monthBefore(month)) {
    const amounts = spent.get(month);
    rows.push({
      month,
      closed: closed.find((each) => each.month === month) ?? null,
      isOver: month < now,
      spent: amounts ? sumOf(amounts) : null,
    });
  }
  return rows;
}

/** Months of two years for a list to choose from, the newest first. */
export function monthsBack(today: string): readonly string[] {
  const months = [today.slice(0, 7)];
  while (months.length < MOST) months.push(monthBefore(months.at(-1) ?? ''));
  return months;
}
