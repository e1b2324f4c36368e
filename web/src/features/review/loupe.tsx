import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { pictureAddress } from '../../api/media';
import { variant as variantQuery } from '../../api/queries';
import type { Mark, Me, Region, Variant } from '../../api/wire';
import { count } from '../../lib/format';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { say } from '../shell/status';
import { actionFor } from '../keys/key-table';
import { Filmstrip } from './filmstrip';
import { LoupePicture } from './loupe-picture';
import type { LoupeActions } from './sheet-actions';
import { Thread } from './thread';
import type { Names } from './use-names';
import type { Review } from './use-review';
import { isOpen } from './use-view';
import { elementAt, START } from './region';
import './loupe.css';

interface Props {
  review: Review;
  names: Names;
  me: Me;
  actions: LoupeActions;
}

/** One ad as large as it goes, with all that was said about it. */
export function Loupe({ review, names, me, actions }: Props) {
  const id = useStore(review.cursor, (cursor) => cursor.id);
  const index = review.view.indexOf.get(id ?? '') ?? -1;
  const item = review.view.items[index];
  useDecodedAhead(review.view.items, index);
  if (!item) return null;
  return <LoupeOf key={item.id} item={item} index={index} review={review} names={names} me={me} actions={actions} />;
}

function LoupeOf({ item, index, review, names, me, actions }: Props & { item: Variant; index: number }) {
  const root = useRef<HTMLDivElement>(null);
  const { data } = useQuery({ ...variantQuery(item.id), staleTime: 10_000 });
  const [isFull, setIsFull] = useState(false);
  const [areMarksHidden, setAreMarksHidden] = useState(false);
  const [region, setRegion] = useState<Region | null>(null);
  // Keys come back to the loupe whenever no region is being made.
  const isMarking = region !== null;
  useEffect(() => {
    if (!isMarking) root.current?.focus({ preventScroll: true });
  }, [isMarking]);
  const revision = data?.revisions.find(({ id }) => id === item.revision?.id);
  const drafts = useStore(review.drafts, (all) => all.get(item.revision?.id ?? ''));
  const setDrafts = (marks: Mark[]) =>
    review.drafts.set(new Map(review.drafts.get()).set(item.revision?.id ?? '', marks));
  const keep = (area: Region) => {
    const texts = revision?.texts ?? [];
    setDrafts([...(drafts ?? []), { ...elementAt(area, texts, item.revision), polarity: 'negative', region: area }]);
    setRegion(null);
    say(t.marks.kept((drafts?.length ?? 0) + 1));
  };
  const mayMark = isOpen(item) && me.may.decide;
  const start = () => (mayMark ? setRegion(START) : say(t.review.notOpen));
  const handlers = {
    ...actions,
    zoom: () => setIsFull(!isFull),
    hideMarks: () => setAreMarksHidden(!areMarksHidden),
    markRegion: start,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (
      review.asking ||
      event.defaultPrevented ||
      (event.target as HTMLElement).closest('input, textarea, select, [role=group]')
    )
      return;
    const action = actionFor(event.nativeEvent, 'loupe');
    if (!action) return;
    event.preventDefault();
    handlers[action]();
  };
  return (
    // The keys of the loupe work wherever the focus stands in it, but in fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className="loupe" ref={root} tabIndex={-1} role="region" aria-label={t.loupe.label} onKeyDown={onKeyDown}>
      <div className="loupe-bar">
        <button type="button" className="button plain" onClick={actions.back}>
          <kbd>Esc</kbd> {t.loupe.back}
        </button>
        <p className="loupe-name">
          <b>{names.format(item.format)}</b>
          <span className="is-quiet">{t.loupe.position(count(index + 1), count(review.view.items.length))}</span>
        </p>
        <button type="button" className="button plain" aria-pressed={isFull} onClick={() => setIsFull(!isFull)}>
          {isFull ? t.loupe.fit : t.loupe.full} <kbd>Z</kbd>
        </button>
        {mayMark && (
          <button type="button" className="button plain" onClick={start}>
            <Icon name="mark" /> {t.loupe.mark} <kbd>A</kbd>
          </button>
        )}
      </div>
      <LoupePicture
        item={item}
        alt={`${names.format(item.format)}, ${names.market(item.market)}`}
        marks={
          areMarksHidden
            ? []
            : [...(revision?.decisions.flatMap((decision) => decision.marks) ?? []), ...(drafts ?? [])]
        }
        firstDraft={revision?.decisions.flatMap((decision) => decision.marks).length ?? 0}
        isFull={isFull}
        region={region}
        mayMark={mayMark}
        onRegion={setRegion}
        onKeep={keep}
      />
      <Filmstrip view={review.view} index={index} onPick={review.moveTo} names={names} />
      <Thread
        item={item}
        detail={data}
        names={names}
        me={me}
        drafts={drafts ?? []}
        onDrafts={setDrafts}
        review={review}
      />
    </div>
  );
}

/** The next three and the previous one are ready before their key is pressed. */
function useDecodedAhead(items: readonly Variant[], index: number): void {
  useEffect(() => {
    for (const offset of [1, 2, 3, -1]) {
      const revision = items[index + offset]?.revision;
      if (!revision) continue;
      const image = new Image();
      image.src = pictureAddress(revision.id);
      void image.decode().catch(() => undefined);
    }
  }, [items, index]);
}
