import type { Decision, Revision, Turn, VariantDetail } from '../../api/wire';
import { atTime } from '../../lib/format';
import { t, word } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { bucketOfVerdict } from './verdicts';

interface CopyWay {
  lang: string | undefined;
  dir: 'ltr' | 'rtl' | 'auto';
}

/** Revisions, newest first, with the decisions on each and the turn that led to the next. */
export function History({ detail, copy }: { detail: VariantDetail; copy: CopyWay }) {
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
                <TurnItem key={turn.id} turn={turn} copy={copy} />
              ))}
            <RevisionItem revision={revision} />
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
  return (
    <>
      <p className="history-head">
        <b>{t.review.revisionShort(revision.number)}</b>
        <span className="is-quiet">
          {atTime(revision.created_at)}
          {revision.seal && ` · ${t.history.sealed}`}
        </span>
      </p>
      {revision.decisions.length === 0 && <p className="is-quiet">{t.history.undecided}</p>}
      {revision.decisions.map((decision, index) => (
        <DecisionItem key={decision.id} decision={decision} first={firsts[index] ?? 0} />
      ))}
    </>
  );
}

function DecisionItem({ decision, first }: { decision: Decision; first: number }) {
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
      <p className="is-quiet">
        {decision.actor.name} · {word(t.roles, decision.actor.role)} · {atTime(decision.at)}
      </p>
    </div>
  );
}

function TurnItem({ turn, copy }: { turn: Turn; copy: CopyWay }) {
  return (
    <div className="decision turn">
      <p className="decision-head">{t.history.answered}</p>
      {turn.words && <p dir="auto">{turn.words}</p>}
      <dl className="turn-edits">
        {Object.entries(turn.edits).map(([slot, text]) => (
          <div key={slot}>
            <dt>{word(t.slots, slot)}</dt>
            <dd lang={copy.lang} dir={copy.dir}>
              {text}
            </dd>
          </div>
        ))}
      </dl>
      <p className="is-quiet">{atTime(turn.at)}</p>
    </div>
  );
}
