import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { thumbnailAddress } from '../../api/media';
import { journalEntries } from '../../api/queries';
import type { JournalEntry, Me, Reason } from '../../api/wire';
import { atTime } from '../../lib/format';
import { t } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { Dialog } from '../../ui/dialog';
import { Trouble } from '../../ui/trouble';
import { bucketOfVerdict } from '../review/verdicts';
import { statementOf } from './lessons';
import { type NameOf, usePeople } from './use-people';

/** The decisions that a lesson was counted from, as the ads they were about. */
export function EvidenceDialog({ reason, me, onClose }: { reason: Reason; me: Me; onClose: () => void }) {
  const { data, error, isPending } = useQuery(journalEntries(reason.decisions));
  const title = t.evidence.title(t.lessons.statement(statementOf(reason)));
  const nameOf = usePeople(me);
  const far = data ? reason.decisions.length - data.length : 0;
  return (
    <Dialog title={title} isTitleHidden width={880} onClose={onClose}>
      <div className="dialog-body" aria-busy={isPending}>
        <div>
          <h2>{title}</h2>
          <p className="is-second">{t.evidence.note}</p>
        </div>
        {error && <Trouble error={error} />}
        <ul className="evidence">
          {data?.map((entry) => (
            <Judged key={entry.id} entry={entry} nameOf={nameOf} />
          ))}
        </ul>
        {far > 0 && <p className="is-quiet">{t.evidence.far(far)}</p>}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t.exports.close}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function Judged({ entry, nameOf }: { entry: JournalEntry; nameOf: NameOf }) {
  const { campaign, variant, revision, payload } = entry;
  const by = t.evidence.by(nameOf(entry.actor) ?? t.consent.another, atTime(entry.at));
  if (!campaign || !variant || !revision) return null;
  return (
    <li>
      <Link to="/review" search={{ campaign, queue: 'all', item: variant, loupe: true }}>
        <span className="evidence-picture">
          <img src={thumbnailAddress(revision, 'h240')} alt="" />
        </span>
        {payload.verdict && (
          <BucketState bucket={bucketOfVerdict(payload.verdict)} label={t.verdicts[payload.verdict]} />
        )}
        <span className="is-quiet">{by}</span>
      </Link>
    </li>
  );
}
