/** A statement's lists, the same on paper and as a file. */
import type { SpendPart } from '../../api/wire';
import { type Cell, writeCsv } from '../../lib/csv';
import { t, word } from '../../locales/words';
import type { Names } from '../review/use-names';
import { outcomesOf, partsBy } from './parts';
import type { Dimension } from './spend-search';
import { partName } from './breakdown';
import type { Books } from './use-books';

export interface Section {
  title: string;
  rows: readonly { name: string; part: Pick<SpendPart, 'amount' | 'gpu_ms' | 'unknown_costs'> }[];
}

const PRINTED: readonly Dimension[] = ['market', 'message', 'step', 'lane', 'day'];

export function sectionsOf({ parts, shown, partsOf, one, currency }: Books, names: Names): readonly Section[] {
  if (!parts) return [];
  const campaigns = shown.map((campaign) => {
    const { spent, gpu_ms, unknown_costs, title, id } = campaign;
    return { name: title, part: partsOf.get(id)?.total ?? { amount: spent, gpu_ms, unknown_costs } };
  });
  const outcomes = outcomesOf(parts).map((part) => ({ name: word(t.outcomes.names, part.value), part }));
  const waste = parts.waste.map(({ reason, market, amount }) => ({
    name: `${reason ? word(t.elements, reason) : t.waste.noReason} · ${market ? names.market(market) : t.waste.noMarket}`,
    part: { amount, gpu_ms: 0, unknown_costs: 0 },
  }));
  const lists = PRINTED.map((by) => ({
    title: t.breakdown.dimensions[by],
    rows: partsBy(parts, by).map((part) => ({ name: partName(by, part.value, names), part })),
  }));
  return [
    ...(one || currency === '' ? [] : [{ title: t.spend.columns.campaign, rows: campaigns }]),
    { title: t.outcomes.title, rows: outcomes },
    { title: t.waste.title, rows: waste },
    ...lists,
  ].filter(({ rows }) => rows.length > 0);
}

/** The same as a table for spreadsheets: amounts with a point, as the books have them. */
export function statementFile(books: Books, names: Names, today: string): { name: string; text: string } {
  const { parts, one, currency } = books;
  const head: Cell[] = [
    t.statement.section,
    t.statement.item,
    t.statement.amount,
    t.statement.currency,
    `${t.spend.gpu} (ms)`,
    t.breakdown.columns.unknown,
  ];
  const row = (section: string, name: string, part: Section['rows'][number]['part']): Cell[] => [
    section,
    name,
    part.amount,
    currency,
    // Nobody knows, or there was none: an empty field says no 0.
    part.gpu_ms > 0 ? part.gpu_ms : null,
    part.unknown_costs,
  ];
  const total = parts ? [row(t.statement.total, one?.title ?? '', parts.total)] : [];
  const rows = sectionsOf(books, names).flatMap(({ title, rows: each }) =>
    each.map(({ name, part }) => row(title, name, part)),
  );
  const slug = one ? (books.infoOf.get(one.id)?.slug ?? one.id) : 'all';
  return { name: `statement-${slug}-${today}.csv`, text: writeCsv([head, ...total, ...rows]) };
}
