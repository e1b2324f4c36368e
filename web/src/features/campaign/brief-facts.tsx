import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { brief as briefQuery } from '../../api/queries';
import type { Budget, Campaign } from '../../api/wire';
import { type Bucket, BUCKETS, countBuckets } from '../../lib/buckets';
import { count, money, onDay } from '../../lib/format';
import { t } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';

interface Props {
  campaign: Campaign;
  mayProduce: boolean;
}

/** What was asked for, in which files, and where its ads stand. */
export function BriefFacts({ campaign, mayProduce }: Props) {
  return (
    <>
      <section className="part">
        <div className="part-head">
          <h3>{t.brief.title}</h3>
          {campaign.brief && <span>{t.brief.version(campaign.brief.version)}</span>}
        </div>
        <dl className="facts">
          <dt>{t.brief.brand}</dt>
          <dd>{campaign.brand.title}</dd>
          <dt>{t.brief.workflow}</dt>
          <dd>{campaign.workflow}</dd>
          <dt>{t.brief.created}</dt>
          <dd>{onDay(campaign.created_at)}</dd>
          {campaign.is_sensitive && (
            <>
              <dt>{t.brief.sensitivity}</dt>
              <dd>{t.campaign.sensitive}</dd>
            </>
          )}
        </dl>
        <BriefText campaignId={campaign.id} />
        {mayProduce && (
          <Link to="/campaigns/$campaignId/brief" params={{ campaignId: campaign.id }} className="link">
            {t.brief.change}
          </Link>
        )}
      </section>
      {campaign.budget && <BudgetFacts budget={campaign.budget} />}
      <Standing campaign={campaign} />
    </>
  );
}

function BudgetFacts({ budget }: { budget: Budget }) {
  return (
    <section className="part">
      <div className="part-head">
        <h3>{t.budget.title}</h3>
        {budget.limit !== null && <span>{budget.is_hard ? t.budget.hard : t.budget.soft}</span>}
      </div>
      <dl className="rows">
        <Row
          name={t.budget.limit}
          value={budget.limit === null ? t.budget.none : money(budget.limit, budget.currency)}
        />
        <Row name={t.budget.spent} value={money(budget.spent, budget.currency)} />
        <Row name={t.budget.held} value={money(budget.held, budget.currency)} />
        {budget.free !== null && <Row name={t.budget.free} value={money(budget.free, budget.currency)} />}
      </dl>
    </section>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function BriefText({ campaignId }: { campaignId: string }) {
  const { data } = useQuery(briefQuery(campaignId));
  if (!data) return null;
  return (
    <details className="brief-text">
      <summary>{t.brief.show(data.files.length)}</summary>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="region" aria-label={t.brief.title}>
        {data.text}
      </pre>
      <ul>
        {data.files.map((file) => (
          <li key={file.path}>{file.path}</li>
        ))}
      </ul>
    </details>
  );
}

function Standing({ campaign }: { campaign: Campaign }) {
  const counts = countBuckets(campaign.counts);
  const shown = BUCKETS.filter((bucket: Bucket) => counts[bucket] > 0);
  if (shown.length === 0) return null;
  return (
    <section className="part">
      <div className="part-head">
        <h3>{t.campaign.standing}</h3>
      </div>
      <ul className="rows">
        {shown.map((bucket) => (
          <li key={bucket}>
            <BucketState bucket={bucket} />
            <Link to="/review" search={{ campaign: campaign.id, queue: 'all', state: bucket }} className="count-link">
              {count(counts[bucket])}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
