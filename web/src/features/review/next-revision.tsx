import { useQueryClient } from '@tanstack/react-query';
import { variant as variantQuery } from '../../api/queries';
import type { VariantDetail } from '../../api/wire';
import { useLive } from '../../lib/live';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import type { Ad } from './ad';
import { type RunningTurn, setRunning } from './running-turns';
import type { Review } from './use-review';

interface NextProps {
  turn: RunningTurn;
  item: Ad;
  review: Review;
}

/** While a turn is carried out; then its revision takes the place of the old one. */
export function NextRevision({ turn: { runId, scope }, item, review }: NextProps) {
  const client = useQueryClient();
  const take = async () => {
    const detail = await client.fetchQuery({ ...variantQuery(item.id), staleTime: 0 });
    if (detail.revision?.id === item.revision?.id) return;
    review.renew(detail);
    const words = t.answer.arrived(detail.revision?.number ?? 1);
    // The other ads of a wider scope are still shown as they were.
    if (scope === 'variant') say(words);
    else say(words, { label: t.edit.readAgain, run: review.sweep });
    setRunning(item.id, undefined);
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
