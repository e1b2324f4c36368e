import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { mediaAddress } from '../../api/media';
import { release as releaseQuery } from '../../api/queries';
import type { ReleaseDetail } from '../../api/wire';
import { atTime, bytes } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Hash } from '../../ui/hash';
import { Icon } from '../../ui/icon';
import { ShowMore } from '../../ui/show-more';
import { Trouble } from '../../ui/trouble';
import { bytesOf } from './destinations';
import { Signatures } from './signatures';

type Item = ReleaseDetail['items'][number];

/** What was delivered, under which name, with the hash that was approved, and who approved it. */
export function ReleaseItems({ id }: { id: string }) {
  const query = useInfiniteQuery(releaseQuery(id));
  const { data, error, refetch } = query;
  const [open, setOpen] = useState<string | null>(null);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  const [first] = data?.pages ?? [];
  if (!data || !first) return null;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <section className="spend-section" aria-labelledby="items-title">
      <ReleaseFacts release={first} />
      <div className="table-scroll">
        <table className="list-table">
          <caption className="unseen">{t.releases.items(first.item_count)}</caption>
          <thead>
            <tr>
              <th scope="col">{t.releases.columns.name}</th>
              <th scope="col">{t.releases.columns.hash}</th>
              <th scope="col" className="num">
                {t.releases.columns.size}
              </th>
              <th scope="col">{t.releases.columns.delivered}</th>
              <th scope="col">{t.releases.columns.signed}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row
                key={item.variant_id}
                item={item}
                campaign={first.campaign_id}
                isOpen={open === item.variant_id}
                onOpen={() => setOpen(open === item.variant_id ? null : item.variant_id)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <ShowMore of={query} />
    </section>
  );
}

/** The release as a whole, and its manifest: byte for byte as it was sent, so that its hash can be checked. */
function ReleaseFacts({ release }: { release: ReleaseDetail }) {
  const size = bytesOf(release.manifest ?? null);
  const where = word(t.destinations, release.destination);
  return (
    <div className="section-line">
      <div>
        <h2 id="items-title">{t.releases.items(release.item_count)}</h2>
        <p className="is-second release-facts">
          {[
            t.releases.to(where),
            size !== null && bytes(size),
            release.finished_at && t.releases.finished(atTime(release.finished_at)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {release.manifest_hash && (
        <a className="button" href={mediaAddress(release.manifest_hash)} download={`manifest-${release.id}.json`}>
          <Icon name="download" /> {t.releases.manifest}
        </a>
      )}
    </div>
  );
}

interface RowProps {
  item: Item;
  campaign: string;
  isOpen: boolean;
  onOpen: () => void;
}

function Row({ item, campaign, isOpen, onOpen }: RowProps) {
  return (
    <>
      <tr>
        <th scope="row">
          <Link
            to="/review"
            search={{ campaign, queue: 'all', item: item.variant_id, loupe: true }}
            className="name-link"
            dir="ltr"
            title={t.releases.look}
          >
            {item.name}
          </Link>
        </th>
        <td>
          <Hash of={item.hash} />
        </td>
        <td className="num">{bytes(item.bytes)}</td>
        <td>
          <Delivery item={item} />
        </td>
        <td>
          <button
            type="button"
            className="link"
            aria-expanded={isOpen}
            aria-label={t.releases.whoSignedOf(item.name)}
            onClick={onOpen}
          >
            {t.releases.whoSigned}
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={5}>
            <Signatures variantId={item.variant_id} revisionId={item.revision_id} />
          </td>
        </tr>
      )}
    </>
  );
}

function Delivery({ item: { error, delivered_at } }: { item: Item }) {
  if (error) {
    return (
      <span className="state is-rej">
        <Icon name="warn" size={14} /> {error}
      </span>
    );
  }
  return delivered_at ? (
    <span className="state is-ok">
      <Icon name="approve" size={14} /> {atTime(delivered_at)}
    </span>
  ) : (
    <span className="is-quiet">{t.releases.waiting}</span>
  );
}
