import type { Decision, Revision, VariantDetail } from '../../api/wire';
import { atTime } from '../../lib/format';
import { t, word } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { type CopyWay, TurnItem } from './turn-item';
import { bucketOfVerdict } from './verdicts';

interface Props {
  detail: VariantDetail;
  copy: CopyWay;
  /** The revision that is looked at. */
  currentId: string | undefined;
  onCompare: (revisionId: string) => void;
  /** Left out for those who do not produce. */
  onGoOn: ((revisionId: string) => void) | undefined;
}

/** Revisions, newest first, with the decisions on each and the turn that led to the next. */
export function History({ detail, copy, currentId, onCompare, onGoOn }: Props) {
  const revisions = [...detail.revisions].sort((one, other) => other.number - one.number);
  return (
    <section className="part">
      <div className="part-head">
        <h3>{t.history.title}</h3>
        <span>{t.history.count(revisions.length)}</span>
      </div>
      <ol className="history">
        {revisions.map((revision) => (
          <li key={revision.id}>
            {detail.turns
              .filter((turn) => turn.revision_id === revision.id)
              .map((turn) => (
                <TurnItem key={turn.id} turn={turn} revision={revision} detail={detail} copy={copy} />
              ))}
            <RevisionItem revision={revision} />
            {revision.id !== currentId && (
              <p className="history-acts">
                <button type="button" className="link" onClick={() => onCompare(revision.id)}>
                  {t.history.compare(revision.number)}
                </button>
                {onGoOn && (
                  <button type="button" className="link" onClick={() => onGoOn(revision.id)}>
                    {t.history.goOn(revision.number)}
                  </button>
                )}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function RevisionItem({ revision }: { revision: Revision }) {
  const firsts = revision.decisions.map(
    (_, index) => revision.decisions.slice(0, index).flatMap(({ marks }) => marks).length,
  );
  const unused = revision.unused_adjustments ?? [];
  return (
    <>
      <p className="history-head">
        <b>{t.review.revisionShort(revision.number)}</b>
        <span className="is-quiet">
          {atTime(revision.created_at)}
          {revision.seal && ` · ${t.history.sealed}`}
        </span>
      </p>
      {unused.length > 0 && (
        <p className="is-quiet">{t.history.unused(unused.map((slot) => word(t.slots, slot)).join(', '))}</p>
      )}
      {revision.decisions.length === 0 && <p className="is-quiet">{t.history.undecided}</p>}
      {revision.decisions.map((decision, index) => (
        <DecisionItem key={decision.id} decision={decision} first={firsts[index] ?? 0} />
      ))}
    </>
  );
}

function DecisionItem({ decision, first }: { decision: Decision; first: number }) {
  const { fixed = [], still_open: open = [] } = decision;
  return (
    <div className="decision">
      <p className="decision-head">
        <BucketState bucket={bucketOfVerdict(decision.verdict)} label={t.verdicts[decision.verdict]} />
        {decision.reason && <span>{word(t.reasons, decision.reason)}</span>}
      </p>
      {decision.comment && <p dir="auto">{decision.comment}</p>}
      <ul>
        {decision.marks.map((mark, index) => (
          <li key={`${index}${mark.element}`} className="decision-mark">
            <span className="pin">{first + index + 1}</span>
            <span>
              {t.marks.about(
                word(t.elements, mark.element),
                word(t.reasons, mark.aspect),
                mark.polarity === 'positive',
              )}
              {mark.reason && <span dir="auto"> {mark.reason}</span>}
            </span>
          </li>
        ))}
      </ul>
      {fixed.length + open.length > 0 && <p className="is-second">{t.history.ticked(fixed.length, open.length)}</p>}
      <p className="is-quiet">
        {decision.actor.name} · {word(t.roles, decision.actor.role)} · {atTime(decision.at)}
      </p>
    </div>
  );
}
