import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { thumbnailAddress } from '../../api/media';
import { newestVariants } from '../../api/queries';
import type { Variant } from '../../api/wire';
import { t } from '../../locales/words';
import { pickPictures } from './pick-pictures';

const SHOWN = 24;
const NONE: readonly Variant[] = [];
const ASK_AGAIN_MS = 2_500;

interface Props {
  campaignId: string;
  /** Tasks that are done: new pictures may be there when it grows. */
  made: number;
  isGoing: boolean;
}

/** Pictures as they arrive, the newest first. */
export function Newest({ campaignId, made, isGoing }: Props) {
  const { data, refetch } = useQuery(newestVariants(campaignId, isGoing));
  const askedAt = useRef(0);
  useEffect(() => {
    if (!isGoing || performance.now() - askedAt.current < ASK_AGAIN_MS) return;
    askedAt.current = performance.now();
    void refetch();
  }, [made, isGoing, refetch]);
  const arrived = useArrivals(isGoing ? (data?.items ?? []) : NONE);
  const pictures = isGoing ? arrived.slice(0, SHOWN) : pickPictures(data?.items ?? [], SHOWN);
  if (pictures.length === 0) return null;
  return (
    <section aria-labelledby="newest-title">
      <div className="part-head">
        <h3 id="newest-title">{isGoing ? t.run.newest : t.run.made}</h3>
        <Link to="/review" search={{ campaign: campaignId, queue: 'all' }} className="link">
          {t.run.openSheet}
        </Link>
      </div>
      <ul className="newest">
        {pictures.map((variant) => (
          <li key={variant.id}>
            <Link
              to="/review"
              search={{ campaign: campaignId, queue: 'all', item: variant.id, loupe: true }}
              aria-label={Object.values(variant.cell).join(', ')}
              style={{ background: variant.revision?.dominant ?? undefined }}
            >
              {variant.revision && (
                <img
                  src={thumbnailAddress(variant.revision.id, 'h240')}
                  width={variant.revision.width}
                  height={variant.revision.height}
                  alt=""
                  loading="lazy"
                />
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The order in which this page first saw them, the latest first. */
function useArrivals(items: readonly Variant[]): Variant[] {
  const [seen, setSeen] = useState<{ order: Variant[]; ids: Set<string> }>({ order: [], ids: new Set() });
  const fresh = items.filter((item) => item.revision && !seen.ids.has(item.id));
  if (fresh.length > 0) {
    setSeen({
      order: [...fresh.toReversed(), ...seen.order],
      ids: new Set([...seen.ids, ...fresh.map((item) => item.id)]),
    });
  }
  return seen.order;
}
