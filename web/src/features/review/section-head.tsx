import type { Variant } from '../../api/wire';
import { total } from '../../lib/buckets';
import { count } from '../../lib/format';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { Meter } from '../../ui/meter';
import { outbox } from './outbox';
import { countItems, isOpen } from './use-view';

interface Props {
  place: { top: number; bottom: number; start: number; end: number };
  items: readonly Variant[];
  title: { name: string; note: string };
  onApprove: (() => void) | undefined;
}

/** The sticky heading of a group: how far it is, and one decision for all of it. */
export function SectionHead({ place, items, title, onApprove }: Props) {
  const entries = useStore(outbox.entries, (value) => value);
  const group = items.slice(place.start, place.end);
  const counts = countItems(group, entries);
  const all = total(counts);
  const done = counts.approved + counts.changes + counts.rejected;
  const open = group.filter((item) => isOpen(item) && !entries.has(item.revision?.id ?? '')).length;
  if (!title.name) return null;
  return (
    <div className="section" style={{ top: place.top, height: place.bottom - place.top }}>
      <div className="section-head">
        <h2>{title.name}</h2>
        {title.note && <bdi className="is-quiet">{title.note}</bdi>}
        <span className="section-meter">
          <Meter
            pieces={[
              { share: counts.approved / all, kind: 'ok' },
              { share: counts.changes / all, kind: 'chg' },
              { share: counts.rejected / all, kind: 'rej' },
            ]}
          />
        </span>
        <span className="is-second">
          {count(done)} {t.progress(count(all))}
        </span>
        {open > 0 && onApprove && (
          <button type="button" className="button plain" onClick={onApprove}>
            {t.review.approveGroup(open)}
          </button>
        )}
      </div>
    </div>
  );
}
