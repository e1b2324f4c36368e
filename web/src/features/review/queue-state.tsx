import { Link } from '@tanstack/react-router';
import type { Campaign } from '../../api/wire';
import { t } from '../../locales/words';
import type { ReviewSearch } from './review-search';

/** Whether the sheet shows what asks me, or all of it. */
export function QueueChoice({ search, isGuest }: { search: ReviewSearch; isGuest: boolean }) {
  const base = { campaign: search.campaign, size: search.size };
  return (
    <span className="queue-choice">
      <Link to="/review" search={base} aria-current={search.queue !== 'all' ? 'true' : undefined} activeProps={{}}>
        {t.review.mine}
      </Link>
      <Link
        to="/review"
        search={{ ...base, queue: 'all' }}
        aria-current={search.queue === 'all' ? 'true' : undefined}
        activeProps={{}}
      >
        {isGuest ? t.review.allGuest : t.review.all}
      </Link>
    </span>
  );
}

interface Props {
  search: ReviewSearch;
  campaigns: readonly Campaign[];
  isFiltered?: boolean;
}

/** Nothing to show, and where to go from here. */
export function QueueEmpty({ search, campaigns, isFiltered }: Props) {
  if (isFiltered) {
    return (
      <div className="empty">
        <h2>{t.review.noMatch}</h2>
        <p>{t.review.noMatchDetail}</p>
        <Link to="/review" search={{ campaign: search.campaign, queue: search.queue }} className="button">
          {t.review.showAll}
        </Link>
      </div>
    );
  }
  const next = campaigns.filter((campaign) => (campaign.counts.in_review ?? 0) > 0);
  return (
    <div className="empty">
      <h2>{search.queue === 'all' ? t.review.nothing : t.review.done}</h2>
      <p>{search.queue === 'all' ? t.review.nothingDetail : t.review.doneDetail}</p>
      <ul className="next-queues">
        {next.map((campaign) => (
          <li key={campaign.id}>
            <Link to="/review" search={{ campaign: campaign.id, queue: 'all' }} className="button">
              {t.review.look(campaign.title)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
