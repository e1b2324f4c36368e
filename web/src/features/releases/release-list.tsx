import { Link } from '@tanstack/react-router';
import type { Release } from '../../api/wire';
import { atTime, count } from '../../lib/format';
import { Hash } from '../../ui/hash';
import { t, word } from '../../locales/words';

interface Props {
  releases: readonly Release[];
  titles: ReadonlyMap<string, string>;
  chosen: string | undefined;
  nameOf: (id: string) => string | undefined;
}

export function ReleaseList({ releases, titles, chosen, nameOf }: Props) {
  return (
    <section className="table-scroll">
      <table className="list-table">
        <caption className="unseen">{t.places.releases}</caption>
        <thead>
          <tr>
            <th scope="col">{t.releases.columns.made}</th>
            <th scope="col">{t.releases.columns.campaign}</th>
            <th scope="col">{t.releases.columns.to}</th>
            <th scope="col">{t.releases.columns.state}</th>
            <th scope="col" className="num">
              {t.releases.columns.ads}
            </th>
            <th scope="col">{t.releases.columns.by}</th>
            <th scope="col">{t.releases.columns.manifest}</th>
          </tr>
        </thead>
        <tbody>
          {releases.map((release) => (
            <tr key={release.id}>
              <th scope="row">
                <Link
                  to="/releases"
                  search={(before) => ({ ...before, release: release.id === chosen ? undefined : release.id })}
                  className="name-link nowrap"
                  aria-current={release.id === chosen || undefined}
                  activeProps={{}}
                >
                  {atTime(release.created_at)}
                </Link>
              </th>
              <td>{titles.get(release.campaign_id)}</td>
              <td>{word(t.destinations, release.destination)}</td>
              <td>
                <span className="run-state" data-state={release.state}>
                  {t.releases.states[release.state]}
                </span>
              </td>
              <td className="num">{count(release.item_count)}</td>
              <td>{nameOf(release.created_by) ?? '–'}</td>
              <td>{release.manifest_hash ? <Hash of={release.manifest_hash} /> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
