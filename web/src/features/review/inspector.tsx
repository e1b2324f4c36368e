import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { thumbnailAddress } from '../../api/media';
import { variant as variantQuery } from '../../api/queries';
import { type Ad, cellOf, isOpen, isSameSet } from './ad';
import { useStore } from '../../lib/store';
import { t, word } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { Copy } from './copy';
import { Expected } from './expected';
import { Findings } from './findings';
import { outbox } from './outbox';
import { Provenance } from './provenance';
import { Stages } from './stages';
import type { Names } from './use-names';
import type { Review } from './use-review';
import { useRested } from './use-rested';
import { effectiveBucket, type View } from './use-view';

/** Everything about the ad under the cursor, read when the cursor rests. */
export function Inspector({ review, names, isGuest }: { review: Review; names: Names; isGuest: boolean }) {
  const id = useStore(review.cursor, (cursor) => cursor.id);
  const item = review.view.items[review.view.indexOf.get(id ?? '') ?? -1];
  if (!item) return <aside className="inspector" aria-label={t.review.inspector} />;
  return (
    // It scrolls, so the keyboard must reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <aside className="inspector" aria-label={t.review.inspector} tabIndex={0}>
      <Head item={item} names={names} />
      {!isGuest && isOpen(item) && <Expected item={item} />}
      <Details item={item} names={names} />
      <SameConcept item={item} view={review.view} onPick={review.moveTo} names={names} />
    </aside>
  );
}

function Head({ item, names }: { item: Ad; names: Names }) {
  const held = useStore(outbox.entries, (entries) => (item.revision ? entries.get(item.revision.id) : undefined));
  return (
    <section className="part">
      <div className="inspector-head">
        <h2>{names.market(item.market)}</h2>
        <BucketState
          bucket={effectiveBucket(item, held)}
          label={held ? t.buckets[effectiveBucket(item, held)] : word(t.variantStates, item.state)}
        />
      </div>
      <p className="is-quiet">{names.format(item.format)}</p>
    </section>
  );
}

function Details({ item, names }: { item: Ad; names: Names }) {
  const rested = useRested(item.id);
  const { data } = useQuery({ ...variantQuery(rested), enabled: rested === item.id, staleTime: 30_000 });
  const detail = data?.id === item.id ? data : undefined;
  const revision = detail?.revisions.find(({ id }) => id === item.revision?.id) ?? detail?.revisions.at(-1);
  return (
    <>
      <section className="part inspector-copy">
        <div className="part-head">
          <h3>{t.review.copy}</h3>
          <bdi>{names.locale(item.market)}</bdi>
        </div>
        {revision ? <Copy texts={revision.texts} {...names.copy(item)} /> : <div className="copy-blank" />}
      </section>
      <section className="part">
        <dl className="facts">
          {cellOf(item).map(([axis, value]) => (
            <div key={axis} className="facts-pair">
              <dt>{word(t.axes, axis)}</dt>
              <dd>
                {axis === 'market' ? names.market(value) : axis === 'format' ? names.size(value) : names.message(value)}
              </dd>
            </div>
          ))}
          {item.revision && (
            <div className="facts-pair">
              <dt>{t.review.revision}</dt>
              <dd>{t.review.revisionOf(item.revision.number, item.revision_count)}</dd>
            </div>
          )}
        </dl>
      </section>
      {item.revision && <Findings findings={item.revision.findings} unchecked={revision?.unchecked} />}
      {revision && <Stages stages={revision.stages} names={names} />}
      {detail?.why && <Provenance why={detail.why} />}
    </>
  );
}

function SameConcept({
  item,
  view,
  onPick,
  names,
}: {
  item: Ad;
  view: View;
  onPick: (id: string) => void;
  names: Names;
}) {
  const rested = useRested(item.id);
  const at = view.items[view.indexOf.get(rested) ?? -1];
  const set = useMemo(
    () => (at ? view.items.filter((other) => other.revision && isSameSet(other, at)) : []),
    [view, at],
  );
  if (set.length < 2) return null;
  return (
    <section className="part">
      <div className="part-head">
        <h3>{t.review.sameConcept}</h3>
        <span>{t.review.formats(set.length)}</span>
      </div>
      <ul className="concept">
        {set.map((other) => (
          <li key={other.id}>
            <button
              type="button"
              aria-label={names.format(other.format)}
              aria-current={other.id === item.id || undefined}
              onClick={() => onPick(other.id)}
            >
              {other.revision && <img src={thumbnailAddress(other.revision.id, 'h240')} alt="" loading="lazy" />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
