import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { campaigns, me } from '../api/queries';
import { CampaignList } from '../features/campaign/campaign-list';
import { Header } from '../features/shell/header';
import { t } from '../locales/words';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';

const BriefDialog = lazy(() =>
  import('../features/campaign/brief-dialog').then((module) => ({ default: module.BriefDialog })),
);

export function Campaigns() {
  const { data, error, isPending } = useQuery(campaigns());
  const { data: person } = useQuery(me());
  const [isNew, setIsNew] = useState(false);
  const mayProduce = person?.may.produce ?? false;
  return (
    <>
      <Header title={t.places.campaigns} note={data && t.campaigns.note(data.length)}>
        {mayProduce && (
          <button type="button" className="button main" onClick={() => setIsNew(true)}>
            <Icon name="plus" size={14} /> {t.campaigns.add}
          </button>
        )}
      </Header>
      <Page isBusy={isPending}>
        {error ? (
          <PageTrouble error={error} />
        ) : data && data.length === 0 ? (
          <div className="empty">
            <h2>{t.campaigns.none}</h2>
            <p>{mayProduce ? t.campaigns.noneProducer : t.campaigns.noneOther}</p>
          </div>
        ) : (
          data && <CampaignList campaigns={data} />
        )}
      </Page>
      <Suspense>{isNew && <BriefDialog onClose={() => setIsNew(false)} />}</Suspense>
    </>
  );
}
