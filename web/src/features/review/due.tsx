import { atTime, untilTime } from '../../lib/format';
import { now } from '../../lib/now';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';

/** When something is due, as the time that is left; late is said in words, and the exact time is at hand. */
export function Due({ at }: { at: string }) {
  const { text, isLate } = untilTime(
    at,
    useStore(now, (value) => value),
  );
  return (
    <time dateTime={at} title={atTime(at)} className={isLate ? 'is-chg' : undefined}>
      {isLate ? t.stages.late(text) : t.stages.due(text)}
    </time>
  );
}
