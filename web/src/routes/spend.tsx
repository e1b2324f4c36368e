import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { me, spend } from '../api/queries';
import { Header } from '../features/shell/header';
import { LedgerLines } from '../features/spend/ledger-lines';
import { SpendSentence } from '../features/spend/spend-sentence';
import { SpendTable } from '../features/spend/spend-table';
import { t } from '../locales/words';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';

const route = getRouteApi('/desk/spend');

export function Spend() {
  const { campaign: chosenId } = route.useSearch();
  const { data, error } = useQuery(spend());
  const { data: person } = useQuery(me());
  const chosen = data?.find(({ id }) => id === chosenId);
  return (
    <>
      <Header title={t.places.spend} note={data && t.campaigns.note(data.length)} />
      <Page>
        {error ? (
          <PageTrouble error={error} />
        ) : data && data.length === 0 ? (
          <div className="empty">
            <h2>{t.spend.none}</h2>
            <p>{t.spend.noneDetail}</p>
          </div>
        ) : (
          data && (
            <div className="page-body">
              <SpendSentence campaigns={chosen ? [chosen] : data} />
              <SpendTable campaigns={data} chosen={chosenId} maySetBudget={person?.may.set_budget ?? false} />
              {chosen && <LedgerLines campaign={chosen} />}
            </div>
          )
        )}
      </Page>
    </>
  );
}
