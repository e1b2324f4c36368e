import type { ReactNode } from 'react';
import { total } from '../../lib/buckets';
import { count } from '../../lib/format';
import { type Store, useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { Meter } from '../../ui/meter';
import type { Tally } from './tally';

interface Props {
  place: { top: number; bottom: number };
  tally: Store<Tally>;
  /** Which group of the tally. */
  index: number;
  title: { name: string; note: string };
  below: ReactNode;
  onApprove: (() => void) | undefined;
}

/** The sticky heading of a group: how far it is, and one decision for all of it. */
export function SectionHead({ place, tally, index, title, below, onApprove }: Props) {
  const counted = useStore(tally, ({ groups }) => groups[index]);
  if (!counted || (!title.name && !below)) return null;
  const { buckets, open } = counted;
  const all = total(buckets);
  const done = buckets.approved + buckets.changes + buckets.rejected;
  return (
    <div className="section" style={{ top: place.top, height: place.bottom - place.top }}>
      <div className="section-sticky">
        {title.name && (
          <div className="section-head">
            <h2>{title.name}</h2>
            {title.note && <bdi className="is-quiet">{title.note}</bdi>}
            <span className="section-meter">
              <Meter
                pieces={[
                  { share: buckets.approved / all, kind: 'ok' },
                  { share: buckets.changes / all, kind: 'chg' },
                  { share: buckets.rejected / all, kind: 'rej' },
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
        )}
        {below}
      </div>
    </div>
  );
}
