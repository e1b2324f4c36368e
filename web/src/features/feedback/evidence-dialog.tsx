import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { thumbnailAddress } from '../../api/media';
import { evidence } from '../../api/queries';
import type { EvidenceItem, Me, Reason } from '../../api/wire';
import { atTime } from '../../lib/format';
import { t } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { Dialog } from '../../ui/dialog';
import { Trouble } from '../../ui/trouble';
import { bucketOfVerdict } from '../review/verdicts';
import { statementOf } from './lessons';
import { nameFor } from './names';

interface Props {
  brandId: string;
  reason: Reason;
  me: Me;
  onClose: () => void;
}

/** The decisions that a lesson was counted from, as the ads they were about. */
export function EvidenceDialog({ brandId, reason, me, onClose }: Props) {
  const { data, error, isPending } = useQuery(evidence(brandId, reason.decisions));
  const title = t.evidence.title(t.expected.statement(statementOf(reason)));
  return (
    <Dialog title={title} isTitleHidden width={880} onClose={onClose}>
      <div className="dialog-body" aria-busy={isPending}>
        <div>
          <h2>{title}</h2>
          <p className="is-second">{t.evidence.note}</p>
        </div>
        {error && <Trouble error={error} />}
        <ul className="evidence">
          {data?.map((item) => (
            <Judged key={item.id} item={item} me={me} />
          ))}
        </ul>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t.exports.close}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function Judged({ item, me }: { item: EvidenceItem; me: Me }) {
  const { campaign_id, variant_id, revision_id, verdict } = item;
  const by = t.evidence.by(nameFor(me, item.actor, item.actor_name) ?? t.consent.another, atTime(item.at));
  return (
    <li>
      <Link to="/review" search={{ campaign: campaign_id, queue: 'all', item: variant_id, loupe: true }}>
        <span className="evidence-picture">
          <img src={thumbnailAddress(revision_id, 'h240')} alt="" />
        </span>
        <BucketState bucket={bucketOfVerdict(verdict)} label={t.verdicts[verdict]} />
        <span className="is-quiet">{by}</span>
      </Link>
    </li>
  );
}
