import { Link } from '@tanstack/react-router';
import type { Campaign } from '../../api/wire';
import { t } from '../../locales/words';
import type { ReviewSearch } from './review-search';
import { useGo } from './use-review';

interface ChoiceProps {
  search: ReviewSearch;
  isGuest: boolean;
}

/** Whether the sheet shows what asks me, or all of it. */
export function QueueChoice({ search, isGuest }: ChoiceProps) {
  const go = useGo();
  const isAll = search.queue === 'all';
  const choose = (queue: 'all' | undefined) =>
    go({ queue, state: undefined, market: undefined, message: undefined, format: undefined, item: undefined }, true);
  return (
    <span className="queue-choice">
      <button type="button" aria-pressed={!isAll} onClick={() => choose(undefined)}>
        {t.review.mine}
      </button>
      <button type="button" aria-pressed={isAll} onClick={() => choose('all')}>
        {isGuest ? t.review.allGuest : t.review.all}
      </button>
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
        {search.queue !== 'all' && (
          <li>
            <Link to="/review" search={{ campaign: search.campaign, queue: 'all' }} className="button">
              {t.review.seeAll}
            </Link>
          </li>
        )}
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
