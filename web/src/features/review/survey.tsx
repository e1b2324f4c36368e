import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { pictureAddress } from '../../api/media';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { Icon } from '../../ui/icon';
import { actionFor } from '../keys/key-table';
import { useHints } from '../shell/use-hints';
import type { Ad } from './ad';
import { outbox } from './outbox';
import { markSeen } from './seen';
import type { SurveyActions } from './sheet-actions';
import { useBox } from './sheet-hooks';
import { layoutSurvey } from './survey-layout';
import type { Names } from './use-names';
import type { Review } from './use-review';
import { effectiveBucket } from './use-view';
import './survey.css';

interface Props {
  review: Review;
  names: Names;
  ids: readonly string[];
  actions: SurveyActions;
  mayDecide: boolean;
}

const GAP = 28;
const CAPTION = 34;

/** Some ads side by side, each as large as all of them allow. Keys decide the one with the ring. */
export function Survey({ review, names, ids, actions, mayDecide }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const box = useBox(stage);
  const { view, within } = review;
  const items = useMemo(() => ids.flatMap((id) => view.items[view.indexOf.get(id) ?? -1] ?? []), [ids, view]);
  const current = useStore(review.cursor, (cursor) => cursor.id);
  const at = Math.max(
    0,
    items.findIndex(({ id }) => id === current),
  );
  useEffect(() => {
    stage.current?.focus({ preventScroll: true });
    markSeen(ids);
    within.set(ids);
    return () => within.set(null);
  }, [ids, within]);
  useHints('survey', mayDecide);
  const step = (by: number) => review.moveTo(items[(at + by + items.length) % items.length]?.id ?? '');
  const handlers = { ...actions, left: () => step(-1), right: () => step(1) };
  const onKeyDown = (event: KeyboardEvent) => {
    if (review.asking || event.target !== stage.current) return;
    const action = actionFor(event.nativeEvent, 'survey');
    if (!action) return;
    event.preventDefault();
    handlers[action]();
  };
  const aspects = items.map(({ revision }) => (revision ? revision.width / revision.height : 1));
  const layout = layoutSurvey(aspects, { width: box.width, height: box.height - 40 }, GAP, CAPTION);
  return (
    <div className="survey">
      <div className="loupe-bar">
        <button type="button" className="button plain" onClick={actions.back}>
          <kbd>Esc</kbd> {t.loupe.back}
        </button>
        <p className="loupe-name">
          <b>{t.survey.title(items.length)}</b>
          <span className="is-quiet">{t.survey.note}</span>
        </p>
      </div>
      <div
        ref={stage}
        className="survey-stage"
        role="listbox"
        tabIndex={0}
        aria-label={t.survey.title(items.length)}
        aria-activedescendant={items[at] && `survey-${items[at].id}`}
        style={{ gridTemplateColumns: `repeat(${layout.columns}, ${Math.floor(layout.width)}px)` }}
        onKeyDown={onKeyDown}
      >
        {items.map((item, index) => (
          <Place
            key={item.id}
            item={item}
            names={names}
            layout={layout}
            isHere={index === at}
            onPick={() => review.moveTo(item.id)}
            onDrop={() => {
              review.moveTo(item.id);
              actions.leaveOut();
            }}
          />
        ))}
      </div>
    </div>
  );
}

interface PlaceProps {
  item: Ad;
  names: Names;
  layout: { width: number; height: number };
  isHere: boolean;
  onPick: () => void;
  onDrop: () => void;
}

function Place({ item, names, layout, isHere, onPick, onDrop }: PlaceProps) {
  const held = useStore(outbox.entries, (entries) => (item.revision ? entries.get(item.revision.id) : undefined));
  const bucket = effectiveBucket(item, held);
  const aspect = item.revision ? item.revision.width / item.revision.height : 1;
  const width = Math.min(layout.width, layout.height * aspect, (item.revision?.width ?? 300) * 2);
  const words = [names.market(item.market), names.message(item.message), names.size(item.format)]
    .filter(Boolean)
    .join(', ');
  return (
    // The list around it has the focus and the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="option"
      id={`survey-${item.id}`}
      className="survey-place"
      aria-selected={isHere}
      aria-label={`${words}. ${t.buckets[bucket]}`}
      data-bucket={bucket}
      onClick={onPick}
    >
      <div className="survey-room" style={{ height: Math.floor(layout.height) }}>
        <img
          src={item.revision ? pictureAddress(item.revision.id) : undefined}
          alt=""
          style={{ width, height: width / aspect, background: item.revision?.dominant ?? undefined }}
        />
      </div>
      <p aria-hidden="true">
        <BucketState bucket={bucket} label="" />
        <span>{words}</span>
        {/* For the pointer; Backspace does the same. */}
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
        <span
          className="survey-drop"
          onClick={(event) => {
            event.stopPropagation();
            onDrop();
          }}
          title={t.survey.drop}
        >
          <Icon name="close" size={13} />
        </span>
      </p>
    </div>
  );
}
