import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { campaigns, me } from '../api/queries';
import { CampaignList } from '../features/campaign/campaign-list';
import { BriefDialog } from '../features/campaign/brief-dialog';
import { Header } from '../features/shell/header';
import { t } from '../locales/words';
import { Icon } from '../ui/icon';
import { PageTrouble } from '../ui/trouble';

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
      <main className="page" aria-busy={isPending}>
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
      </main>
      {isNew && <BriefDialog onClose={() => setIsNew(false)} />}
    </>
  );
}
