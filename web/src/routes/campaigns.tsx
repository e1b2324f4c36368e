import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { campaigns, me } from '../api/queries';
import { CampaignList } from '../features/campaign/campaign-list';
import { Header } from '../features/shell/header';
import { t } from '../locales/words';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';

export function Campaigns() {
  const { data, error, isPending } = useQuery(campaigns());
  const { data: person } = useQuery(me());
  const mayProduce = person?.may.produce ?? false;
  return (
    <>
      <Header title={t.places.campaigns} note={data && t.campaigns.note(data.length)}>
        {mayProduce && (
          <Link to="/campaigns/new" className="button main">
            <Icon name="plus" size={14} /> {t.campaigns.add}
          </Link>
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
    </>
  );
}
