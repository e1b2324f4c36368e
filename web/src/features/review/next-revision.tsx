import { useQueryClient } from '@tanstack/react-query';
import { variant as variantQuery } from '../../api/queries';
import type { VariantDetail } from '../../api/wire';
import { useLive } from '../../lib/live';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import type { Ad } from './ad';
import type { Review } from './use-review';

interface NextProps {
  runId: string;
  item: Ad;
  review: Review;
  onEnd: () => void;
}

/** While the answer to a change request is made; then it takes the place of the old revision. */
export function NextRevision({ runId, item, review, onEnd }: NextProps) {
  const client = useQueryClient();
  const take = async () => {
    const detail = await client.fetchQuery({ ...variantQuery(item.id), staleTime: 0 });
    if (detail.revision?.id === item.revision?.id) return;
    review.renew(detail);
    say(t.answer.arrived(detail.revision?.number ?? 1));
    onEnd();
  };
  useLive(`/runs/${runId}/events`, true, { onProgress: () => undefined, onEnd: () => void take(), poll: take });
  return (
    <p className="thread-note is-second" aria-busy="true">
      {t.answer.sent}
    </p>
  );
}

/** A revision came while the one before it was looked at: to stay or to go on is the reviewer's choice. */
export function Newer({ item, detail, review }: { item: Ad; detail: VariantDetail; review: Review }) {
  const newest = detail.revision;
  if (!newest || !item.revision || newest.number <= item.revision.number) return null;
  return (
    <div className="thread-note">
      <p>{t.answer.newer(newest.number, item.revision.number)}</p>
      <button type="button" className="button" onClick={() => review.renew(detail)}>
        {t.answer.show(newest.number)}
      </button>
    </div>
  );
}
