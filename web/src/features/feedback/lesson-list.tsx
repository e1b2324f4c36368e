import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Learning, Me, Reason, Tally } from '../../api/wire';
import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import type { Names } from '../review/use-names';
import { lessonsOf, shareOf, statementOf } from './lessons';
import type { Objections } from './use-objections';

const EvidenceDialog = lazy(() => import('./evidence-dialog').then((module) => ({ default: module.EvidenceDialog })));

interface Props {
  brandId: string;
  learning: Learning;
  /** The market that is asked for; reasons may be counted in all of them nevertheless. */
  market: string | undefined;
  names: Names;
  me: Me;
  objections: Objections;
}

/** What speaks for ads of the brand and what against, each with the counts that say so. */
export function LessonList(props: Props) {
  const { learning, market, names } = props;
  const [looking, setLooking] = useState<Reason | null>(null);
  const lessons = lessonsOf(learning.reasons);
  if (learning.reasons.length === 0) return <NoLessons learning={learning} mayDecide={props.me.may.decide} />;
  return (
    <section className="lessons">
      <h2 className="unseen">{market ? t.lessons.in(names.market(market)) : t.lessons.title}</h2>
      {(['for', 'against'] as const).map((side) => (
        <div key={side}>
          <h3 className={side === 'for' ? 'state is-ok' : 'state is-rej'}>
            <Icon name={side === 'for' ? 'approve' : 'reject'} size={14} />
            {t.expected.sides[side]}
          </h3>
          {lessons[side].length === 0 && (
            <p className="is-quiet">{side === 'for' ? t.lessons.noneFor : t.lessons.noneAgainst}</p>
          )}
          <ul>
            {lessons[side].map((reason) => (
              <Lesson key={reason.sentence} reason={reason} onLook={setLooking} {...props} />
            ))}
          </ul>
        </div>
      ))}
      <Suspense>
        {looking && (
          <EvidenceDialog brandId={props.brandId} reason={looking} me={props.me} onClose={() => setLooking(null)} />
        )}
      </Suspense>
    </section>
  );
}

interface LessonProps extends Props {
  reason: Reason;
  onLook: (reason: Reason) => void;
}

function Lesson({ reason, learning, market, names, me, objections, onLook }: LessonProps) {
  const words = t.expected.statement(statementOf(reason));
  const isObjected = objections.has(reason.feature) || learning.objections.includes(reason.feature);
  const place = reason.market ? t.lessons.here(names.market(reason.market)) : market && t.lessons.everywhere;
  return (
    <li className="lesson" data-objected={isObjected || undefined}>
      <p className="serif">{words}</p>
      <div className="lesson-counts">
        <Counted label={t.lessons.with} tally={reason.with} kind={reason.speaks_for ? 'ok' : 'rej'} />
        <Counted label={t.lessons.without} tally={reason.without} />
      </div>
      <p className="lesson-more">
        {place && <span className="is-quiet">{place}</span>}
        {reason.decisions.length > 0 && (
          <button type="button" className="link" onClick={() => onLook(reason)}>
            {t.lessons.look(reason.decisions.length)}
            <span className="unseen">: {words}</span>
          </button>
        )}
        {isObjected ? (
          <span>{t.lessons.objected}</span>
        ) : (
          me.may.decide && (
            <button type="button" className="link" onClick={() => objections.object(reason.feature, words)}>
              {t.lessons.wrong}
              <span className="unseen">: {words}</span>
            </button>
          )
        )}
      </p>
    </li>
  );
}

/** Approved among how many, as a bar and in figures. */
export function Counted({ label, tally, kind }: { label: string; tally: Tally; kind?: 'ok' | 'rej' }) {
  return (
    <div className="counted">
      <span>{label}</span>
      <Meter pieces={[{ share: shareOf(tally), ...(kind ? { kind } : {}) }]} />
      <span>{t.lessons.approved(count(tally.approved), count(tally.of))}</span>
    </div>
  );
}

/** Why there is none: what is missing, and what to do about it. */
function NoLessons({ learning, mayDecide }: { learning: Learning; mayDecide: boolean }) {
  if (learning.level !== 'everything') return null;
  return (
    <section className="lessons-none">
      <h2>{t.lessons.none}</h2>
      <p className="is-second">
        {t.lessons.noneDetail(learning.figures?.decisions ?? null)} {t.lessons.since}
      </p>
      {mayDecide && (
        <Link to="/review" className="button">
          {t.lessons.toReview}
        </Link>
      )}
    </section>
  );
}
