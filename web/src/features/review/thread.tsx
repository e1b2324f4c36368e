import type { Mark, Me, VariantDetail } from '../../api/wire';
import { useStore } from '../../lib/store';
import { t, word } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { Copy } from './copy';
import { DraftMarks } from './draft-marks';
import { Findings } from './findings';
import { Newer, NextRevision } from './next-revision';
import { History } from './history';
import type { Note, Ticks } from './notes';
import { outbox } from './outbox';
import { Provenance } from './provenance';
import { runningTurns } from './running-turns';
import { Stages } from './stages';
import { setTick, TickList } from './ticks';
import type { Names } from './use-names';
import type { Review } from './use-review';
import { effectiveBucket } from './use-view';
import { type Ad, isOpen } from './ad';

interface Props {
  item: Ad;
  detail: VariantDetail | undefined;
  names: Names;
  me: Me;
  /** Those that go out with the next decision, and how many of them were made just now. */
  marks: { drafts: readonly Mark[]; made: number; setDrafts: (marks: Mark[]) => void };
  /** The words of a mark are written: back to the picture. */
  onWritten: () => void;
  review: Review;
  /** What was asked for before and can be ticked. */
  ticks: { notes: readonly Note[]; ticks: Ticks };
  onCompare: (revisionId: string) => void;
  /** Left out for those who do not produce. */
  onEdit: ((base?: string) => void) | undefined;
}

/** The conversation about one ad: what it says, what was found, who said what, and what to say now. */
export function Thread(props: Props) {
  const { item, detail, names, me, marks, onWritten, review, ticks, onCompare, onEdit } = props;
  const held = useStore(outbox.entries, (entries) => (item.revision ? entries.get(item.revision.id) : undefined));
  const revision = detail?.revisions.find(({ id }) => id === item.revision?.id);
  const bucket = effectiveBucket(item, held);
  const running = useStore(runningTurns, (all) => all.get(item.id));
  return (
    <aside className="thread" aria-label={t.loupe.aside}>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="thread-scroll" role="region" aria-label={t.loupe.thread} tabIndex={0}>
        <section className="part">
          <div className="inspector-head">
            <h2>{names.market(item.market)}</h2>
            <BucketState bucket={bucket} label={held ? t.buckets[bucket] : word(t.variantStates, item.state)} />
          </div>
          <p className="is-quiet">
            {names.message(item.message)} · {names.size(item.format)}
            {item.revision && ` · ${t.review.revisionShort(item.revision.number)}`}
          </p>
          {revision && <Copy texts={revision.texts} {...names.copy(item)} />}
        </section>
        {item.revision && <Findings findings={item.revision.findings} unchecked={revision?.unchecked} isByPicture />}
        {revision && <Stages stages={revision.stages} names={names} />}
        {detail && (
          <History
            detail={detail}
            copy={names.copy(item)}
            currentId={revision?.id}
            onCompare={onCompare}
            onGoOn={onEdit}
          />
        )}
        {detail?.why && <Provenance why={detail.why} />}
      </div>
      {marks.drafts.length > 0 && (
        <DraftMarks
          marks={marks.drafts}
          first={revision?.decisions.flatMap((decision) => decision.marks).length ?? 0}
          made={marks.made}
          onChange={marks.setDrafts}
          onWritten={onWritten}
        />
      )}
      {ticks.notes.length > 0 && <TickList {...ticks} onTick={(id, tick) => setTick(review, item, id, tick)} />}
      {running && <NextRevision key={running.runId} turn={running} item={item} review={review} />}
      {detail && <Newer item={item} detail={detail} review={review} />}
      {onEdit && !running && item.state === 'changes_requested' && (
        <div className="decision-bar">
          <button type="button" className="button main" onClick={() => onEdit()}>
            {t.answer.title} <kbd>T</kbd>
          </button>
        </div>
      )}
      {isOpen(item) && me.may.decide && <DecisionBar review={review} isHeld={held !== undefined} />}
    </aside>
  );
}

function DecisionBar({ review, isHeld }: { review: Review; isHeld: boolean }) {
  return (
    <div className="decision-bar">
      <button type="button" className="button" onClick={() => review.ask('reject')}>
        {t.review.reject} <kbd>X</kbd>
      </button>
      <button type="button" className="button" onClick={() => review.ask('request_changes')}>
        {t.review.request} <kbd>R</kbd>
      </button>
      <button type="button" className="button main" onClick={() => review.ask('approve')}>
        {isHeld ? t.review.approveInstead : t.review.approve} <kbd>P</kbd>
      </button>
    </div>
  );
}
