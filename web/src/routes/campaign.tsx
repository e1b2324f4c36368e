import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { campaign as campaignQuery, me, runs as runsQuery } from '../api/queries';
import type { Campaign } from '../api/wire';
import { BriefFacts } from '../features/campaign/brief-facts';
import { PlanPanel } from '../features/campaign/plan-panel';
import { RunPanel } from '../features/campaign/run-panel';
import { Header } from '../features/shell/header';
import { countBuckets, total } from '../lib/buckets';
import { t } from '../locales/words';
import { Progress } from '../ui/bucket-state';
import { Page } from '../ui/page';
import { PageTrouble, Trouble } from '../ui/trouble';
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

/** The run of the last plan, and whatever else is going on: a delivery, one ad that is made again. */
function Runs({ campaign, mayProduce }: { campaign: Campaign; mayProduce: boolean }) {
  const { data, error } = useQuery(runsQuery(campaign.id));
  if (error) return <Trouble error={error} />;
  const all = (data?.items ?? []).toSorted((one, other) => other.launched_at.localeCompare(one.launched_at));
  const plan = all.find(({ plan_id }) => plan_id !== null)?.plan_id;
  // Runs that make single ads again belong to the same plan; its launch came first.
  const planned = all.findLast(({ plan_id }) => plan !== undefined && plan_id === plan);
  const going = all.filter(({ id, state }) => id !== planned?.id && (state === 'active' || state === 'paused'));
  return [planned, ...going].map(
    (run) => run && <RunPanel key={run.id} runId={run.id} campaign={campaign} mayProduce={mayProduce} />,
  );
}
