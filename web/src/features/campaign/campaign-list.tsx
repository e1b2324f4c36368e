import { Link } from '@tanstack/react-router';
import type { Budget, Campaign } from '../../api/wire';
import { type Bucket, countBuckets, total } from '../../lib/buckets';
import { count, money, share } from '../../lib/format';
import { t } from '../../locales/words';
import { BucketIcon, Progress } from '../../ui/bucket-state';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { CampaignPictures } from './campaign-pictures';
import { RunState } from './run-state';
import './campaign.css';

const SHOWN: readonly Bucket[] = ['open', 'approved', 'changes', 'rejected', 'stopped'];

/** One row a campaign: where its ads stand, what it has used, what runs. */
export function CampaignList({ campaigns }: { campaigns: readonly Campaign[] }) {
  return (
    <div className="page-body">
      <ul className="campaign-list">
        {campaigns.map((campaign) => (
          <li key={campaign.id}>
            <CampaignRow campaign={campaign} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function CampaignRow({ campaign }: { campaign: Campaign }) {
  const counts = countBuckets(campaign.counts);
  return (
    <article className="campaign-row">
      <div>
        <h2>
          <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} className="row-link">
            {campaign.title}
          </Link>
        </h2>
        <p className="is-quiet">
          {campaign.brand.title} · {campaign.workflow}
          {campaign.is_sensitive && ` · ${t.campaign.sensitive}`}
        </p>
      </div>
      <div>
        {total(counts) > 0 ? (
          <>
            <Progress counts={counts} />
            <ul className="bucket-counts">
              {SHOWN.filter((bucket) => counts[bucket] > 0).map((bucket) => (
                <li key={bucket} className="state">
                  <BucketIcon bucket={bucket} size={13} /> {count(counts[bucket])}
                  <span className="unseen">{t.buckets[bucket]}</span>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p className="is-quiet">{t.campaigns.nothingMade}</p>
        )}
      </div>
      <div>{campaign.budget && <BudgetUse budget={campaign.budget} />}</div>
      <div className="campaign-run">
        {campaign.run ? <RunState state={campaign.run.state} /> : <span className="is-quiet">{t.run.never}</span>}
      </div>
      <Icon name="arrow" />
      {total(counts) > 0 && <CampaignPictures campaignId={campaign.id} />}
    </article>
  );
}

function BudgetUse({ budget }: { budget: Budget }) {
  const used = money(budget.spent, budget.currency);
  if (budget.limit === null) return <p>{t.budget.noLimit(used)}</p>;
  return (
    <div className="progress">
      <Meter
        pieces={[
          { share: share(budget.spent, budget.limit) },
          { share: share(budget.held, budget.limit), kind: 'held' },
        ]}
      />
      <p>
        <b>{used}</b> {t.budget.of(money(budget.limit, budget.currency))}
      </p>
    </div>
  );
}
