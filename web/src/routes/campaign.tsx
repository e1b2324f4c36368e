import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { campaign as campaignQuery, me } from '../api/queries';
import { BriefFacts } from '../features/campaign/brief-facts';
import { PlanPanel } from '../features/campaign/plan-panel';
import { Runs } from '../features/campaign/runs';
import { Header } from '../features/shell/header';
import { countBuckets, total } from '../lib/buckets';
import { t } from '../locales/words';
import { Progress } from '../ui/bucket-state';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/campaign/campaign.css';

const route = getRouteApi('/desk/campaigns/$campaignId');

export function CampaignPage() {
  const { campaignId } = route.useParams();
  const { plan: planId } = route.useSearch();
  const { data: campaign, error } = useQuery(campaignQuery(campaignId));
  const { data: person } = useQuery(me());
  if (error) {
    return (
      <>
        <Header title={t.campaign.one} />
        <Page>
          <PageTrouble error={error} />
        </Page>
      </>
    );
  }
  if (!campaign || !person) return <Header title="…" />;
  const counts = countBuckets(campaign.counts);
  return (
    <>
      <Header
        title={campaign.title}
        note={`${campaign.brand.title} · ${campaign.workflow}`}
        middle={total(counts) > 0 && <Progress counts={counts} />}
      >
        <Link to="/review" search={{ campaign: campaign.id, queue: 'all' }} className="button">
          {t.campaign.openReview}
        </Link>
      </Header>
      <main className="campaign-page">
        <div className="campaign-main">
          <PlanPanel campaign={campaign} planId={planId} mayProduce={person.may.produce} />
          {campaign.run && <Runs campaign={campaign} mayProduce={person.may.produce} />}
        </div>
        <aside className="campaign-side" aria-label={t.brief.title}>
          <BriefFacts campaign={campaign} mayProduce={person.may.produce} />
        </aside>
      </main>
    </>
  );
}
