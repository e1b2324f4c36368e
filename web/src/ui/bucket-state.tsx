import type { Bucket, BucketCounts } from '../lib/buckets';
import { total } from '../lib/buckets';
import { count } from '../lib/format';
import { t } from '../locales/words';
import { Icon, type IconName } from './icon';
import { Meter } from './meter';

const LOOKS: Record<Bucket, { icon: IconName; tone: string }> = {
  open: { icon: 'pending', tone: 'is-quiet' },
  approved: { icon: 'approve', tone: 'is-ok' },
  changes: { icon: 'change', tone: 'is-chg' },
  rejected: { icon: 'reject', tone: 'is-rej' },
  stopped: { icon: 'stop', tone: 'is-chg' },
  planned: { icon: 'pending', tone: 'is-quiet' },
};

export function BucketIcon({ bucket, size = 14 }: { bucket: Bucket; size?: number }) {
  return (
    <span className={LOOKS[bucket].tone}>
      <Icon name={LOOKS[bucket].icon} size={size} />
    </span>
  );
}

/** Icon and word, never colour alone. */
export function BucketState({ bucket, label }: { bucket: Bucket; label?: string }) {
  return (
    <span className={`state ${LOOKS[bucket].tone}`}>
      <Icon name={LOOKS[bucket].icon} size={14} />
      {label ?? t.buckets[bucket]}
    </span>
  );
}

/** `4,730 of 50,000 decided` under its bar. */
export function Progress({ counts }: { counts: BucketCounts }) {
  const all = total(counts);
  const decided = counts.approved + counts.changes + counts.rejected;
  const share = (part: number) => (all > 0 ? part / all : 0);
  return (
    <div className="progress">
      <Meter
        pieces={[
          { share: share(counts.approved), kind: 'ok' },
          { share: share(counts.changes), kind: 'chg' },
          { share: share(counts.rejected), kind: 'rej' },
        ]}
      />
      <p>
        <b>{count(decided)}</b> {t.progress(count(all))}
      </p>
    </div>
  );
}
