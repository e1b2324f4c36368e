import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { CampaignSpend, Me } from '../../api/wire';
import { sumOf } from '../../lib/decimal';
import { t } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import type { Names } from '../review/use-names';
import { Breakdown } from './breakdown';
import { BurnPanel } from './burn-panel';
import { burnOf, outlookOf } from './forecast';
import { GpuPanel } from './gpu-panel';
import { LedgerLines } from './ledger-lines';
import { mayCloseMonths, maySeeMonths, MonthsPanel } from './months-panel';
import { OutcomePanel } from './outcome-panel';
import { SpendHead } from './spend-head';
import type { SpendSearch } from './spend-search';
import { SpendTable } from './spend-table';
import type { Books } from './use-books';
import { WastePanel } from './waste-panel';

const BudgetDialog = lazy(() => import('./budget-dialog').then((module) => ({ default: module.BudgetDialog })));

interface Props {
  books: Books;
  search: SpendSearch;
  names: Names;
  today: string;
  me: Me | undefined;
  error: unknown;
  isCut: boolean;
  retry: () => void;
}

/** From the sentence to the single line of the books. */
export function SpendBody({ books, search, names, today, me, error, isCut, retry }: Props) {
  const { one, parts, shown, currency } = books;
  const burn = useMemo(() => burnOf(parts?.days ?? [], today), [parts, today]);
  const outlook = useMemo(() => (burn.length > 0 ? outlookOf(burn, today) : null), [burn, today]);
  return (
    <div className="page-body spend">
      {isCut && (
        <p className="notice care" role="status">
          {t.spend.stale}
        </p>
      )}
      <SpendHead books={books} outlook={outlook} names={names}>
        {one && <OfOne campaign={one} maySetBudget={me?.may.set_budget ?? false} />}
      </SpendHead>
      {Boolean(error) && <Trouble error={error} onRetry={retry} />}
      {outlook && <BurnPanel burn={burn} outlook={outlook} limit={limitOf(shown)} currency={currency} />}
      {!one && <SpendTable campaigns={shown} partsOf={books.partsOf} maySetBudget={me?.may.set_budget ?? false} />}
      {parts && (
        <>
          <div className="spend-two">
            <OutcomePanel parts={parts} />
            <GpuPanel campaign={one?.id} shown={shown} />
          </div>
          <WastePanel parts={parts} names={names} />
          <Breakdown parts={parts} search={search} names={names} />
        </>
      )}
      {!one && parts && !search.brand && me && maySeeMonths(me) && (
        <MonthsPanel parts={parts} isWhole={books.notRead === 0} today={today} mayClose={mayCloseMonths(me)} />
      )}
      {one && <LedgerLines campaign={one} />}
    </div>
  );
}

/** What all may spend together; without limit as soon as one is. */
function limitOf(campaigns: readonly CampaignSpend[]): number | null {
  const limits = campaigns.map(({ limit }) => limit);
  return limits.every((limit) => limit !== null) ? Number(sumOf(limits)) : null;
}

function OfOne({ campaign, maySetBudget }: { campaign: CampaignSpend; maySetBudget: boolean }) {
  const [isChanging, setIsChanging] = useState(false);
  return (
    <p className="spend-ways">
      <Link
        to="/spend"
        search={(before) => ({ ...before, campaign: undefined })}
        activeOptions={{ exact: true }}
        className="link"
      >
        {t.spend.back}
      </Link>
      <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} className="link">
        {t.spend.open}
      </Link>
      {maySetBudget && (
        <button type="button" className="link" onClick={() => setIsChanging(true)}>
          {t.budget.change}
        </button>
      )}
      <Suspense>{isChanging && <BudgetDialog campaign={campaign} onClose={() => setIsChanging(false)} />}</Suspense>
    </p>
  );
}
