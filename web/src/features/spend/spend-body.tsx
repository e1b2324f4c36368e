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
import { mayAsk, whoseCampaign } from './limits';
import { LimitsPanel } from './limits-panel';
import { LedgerLines } from './ledger-lines';
import { mayCloseMonths, maySeeMonths, MonthsPanel } from './months-panel';
import { OutcomePanel } from './outcome-panel';
import { OverridesPanel } from './overrides-panel';
import { SpendHead } from './spend-head';
import type { SpendSearch } from './spend-search';
import { SpendTable } from './spend-table';
import type { Books } from './use-books';
import { WastePanel } from './waste-panel';

const AskDialog = lazy(() => import('./ask-dialog').then((module) => ({ default: module.AskDialog })));
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
        {one && <OfOne campaign={one} brand={books.infoOf.get(one.id)?.brand.id ?? null} me={me} />}
      </SpendHead>
      {Boolean(error) && <Trouble error={error} onRetry={retry} />}
      {outlook && <BurnPanel burn={burn} outlook={outlook} limit={limitOf(shown)} currency={currency} />}
      {!one && <SpendTable campaigns={shown} partsOf={books.partsOf} maySetBudget={me?.may.set_budget ?? false} />}
      {!one && me && <LimitsPanel me={me} brand={search.brand} currency={currency} today={today} />}
      {me && <OverridesPanel me={me} campaigns={books.all} campaign={one?.id} brand={search.brand} />}
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

function OfOne({ campaign, brand, me }: { campaign: CampaignSpend; brand: string | null; me: Me | undefined }) {
  const [doing, setDoing] = useState<'change' | 'ask' | null>(null);
  const close = () => setDoing(null);
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
      {me?.may.set_budget && (
        <button type="button" className="link" onClick={() => setDoing('change')}>
          {t.budget.change}
        </button>
      )}
      {me && campaign.limit !== null && mayAsk(me, brand) && (
        <button type="button" className="link" onClick={() => setDoing('ask')}>
          {t.limits.ask}
        </button>
      )}
      <Suspense>
        {doing === 'change' && <BudgetDialog campaign={campaign} onClose={close} />}
        {doing === 'ask' && (
          <AskDialog
            whose={whoseCampaign(campaign, brand)}
            name={campaign.title}
            limit={campaign.limit}
            onClose={close}
          />
        )}
      </Suspense>
    </p>
  );
}
