import { useInfiniteQuery } from '@tanstack/react-query';
import { release as releaseQuery } from '../../api/queries';
import { bytes } from '../../lib/format';
import { t } from '../../locales/words';
import { Hash } from '../../ui/hash';
import { Icon } from '../../ui/icon';
import { ShowMore } from '../../ui/show-more';
import { Trouble } from '../../ui/trouble';

/** What was delivered, under which name, with the hash that was approved. */
export function ReleaseItems({ id }: { id: string }) {
  const query = useInfiniteQuery(releaseQuery(id));
  const { data, error } = query;
  if (error) return <Trouble error={error} />;
  if (!data) return null;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <section className="table-scroll" aria-labelledby="items-title">
      <h2 id="items-title">{t.releases.items(data.pages[0]?.item_count ?? items.length)}</h2>
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">{t.releases.columns.name}</th>
            <th scope="col">{t.releases.columns.hash}</th>
            <th scope="col" className="num">
              {t.releases.columns.size}
            </th>
            <th scope="col">{t.releases.columns.delivered}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.variant_id}>
              <th scope="row">
                <bdi>{item.name}</bdi>
              </th>
              <td>
                <Hash of={item.hash} />
              </td>
              <td className="num">{bytes(item.bytes)}</td>
              <td>
                {item.error ? (
                  <span className="state is-rej">
                    <Icon name="warn" size={14} /> {item.error}
                  </span>
                ) : item.delivered_at ? (
                  <span className="state is-ok">
                    <Icon name="approve" size={14} /> {t.releases.delivered}
                  </span>
                ) : (
                  <span className="is-quiet">{t.releases.waiting}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore of={query} />
    </section>
  );
}
