import { memo, type MouseEvent, useState } from 'react';
import { thumbnailAddress } from '../../api/media';
import type { Ad } from './ad';
import { bucketOf } from '../../lib/buckets';
import { useStore } from '../../lib/store';
import { t, word } from '../../locales/words';
import { BucketIcon } from '../../ui/bucket-state';
import { Icon } from '../../ui/icon';
import { outbox } from './outbox';
import type { Names } from './use-names';
import type { Review } from './use-review';
import { effectiveBucket } from './use-view';

interface Props {
  item: Ad;
  names: Names;
  x: number;
  y: number;
  w: number;
  h: number;
  room: number;
  isActive: boolean;
  isSelected: boolean;
  /** The column says the format already. */
  isShort: boolean;
  review: Review;
  onOpen: () => void;
}

/** One ad: nothing is drawn over it, its state stands below it. */
export const Tile = memo(function Tile(props: Props) {
  const { item, names, x, y, w, h, room, isActive, isSelected, isShort, review, onOpen } = props;
  const held = useStore(outbox.entries, (entries) => (item.revision ? entries.get(item.revision.id) : undefined));
  const bucket = effectiveBucket(item, held);
  const caption = [names.size(item.format), names.message(item.message)].filter(Boolean).join(' ');
  const state = bucket === bucketOf(item.state) && !held ? word(t.variantStates, item.state) : t.buckets[bucket];
  const findings = item.revision?.findings.length ?? 0;
  const [isBroken, setIsBroken] = useState(false);
  const label = `${caption}, ${names.market(item.market)}. ${state}${findings > 0 ? `, ${t.findings.count(findings)}` : ''}${isBroken ? `, ${t.review.noPicture}` : ''}`;
  const onClick = (event: MouseEvent) => {
    if (event.shiftKey) review.extendTo(item.id);
    else if (event.metaKey || event.ctrlKey) review.toggle(item.id);
    else review.moveTo(item.id);
    // A finger has no second button and no Enter: it opens what it touches.
    if ((event.nativeEvent as PointerEvent).pointerType === 'touch') onOpen();
  };
  return (
    // The keys of the grid reach every cell: it alone has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="gridcell"
      id={`ad-${item.id}`}
      className="tile"
      aria-label={label}
      aria-selected={isSelected}
      data-active={isActive || undefined}
      data-bucket={bucket}
      style={{ left: x, top: y, width: w, height: h }}
      onClick={onClick}
      onDoubleClick={onOpen}
    >
      <Picture item={item} isTall={h > 250} isBroken={isBroken} onBroken={() => setIsBroken(true)} />
      <div className="tile-caption" aria-hidden="true" style={{ width: room }}>
        <BucketIcon bucket={bucket} size={13} />
        {!isShort && <span>{caption}</span>}
        {findings > 0 && (
          <span className="is-chg">
            <Icon name="warn" size={13} />
          </span>
        )}
      </div>
    </div>
  );
});

interface PictureProps {
  item: Ad;
  isTall: boolean;
  isBroken: boolean;
  onBroken: () => void;
}

/** The picture, or a glyph where there is none: the name of the tile says which. */
function Picture({ item: { revision, state }, isTall, isBroken, onBroken }: PictureProps) {
  if (!revision) {
    return (
      <div className="tile-none">
        <Icon name={state === 'planned' ? 'pending' : 'stop'} />
      </div>
    );
  }
  return (
    <div className="tile-picture" style={{ background: revision.dominant ?? undefined }}>
      {isBroken ? (
        <div className="tile-none">
          <Icon name="retry" />
        </div>
      ) : (
        <img
          src={thumbnailAddress(revision.id, isTall ? 'h480' : 'h240')}
          alt=""
          decoding="async"
          draggable={false}
          onError={onBroken}
        />
      )}
    </div>
  );
}
