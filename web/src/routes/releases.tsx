import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { campaigns as campaignsQuery, me, releases as releasesQuery } from '../api/queries';
import type { Campaign, Release } from '../api/wire';
import { byDestination } from '../features/releases/destinations';
import { ReleaseItems } from '../features/releases/release-items';
import { ReleaseList } from '../features/releases/release-list';
import { Header } from '../features/shell/header';
import { useNameOf } from '../features/shell/use-name-of';
import { t, word } from '../locales/words';
import { ChoiceMenu } from '../ui/menu';
import { Rich, marked } from '../ui/rich';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/spend/books.css';
import '../features/releases/releases.css';

const ReleaseDialog = lazy(() =>
  import('../features/releases/release-dialog').then((module) => ({ default: module.ReleaseDialog })),
);

const route = getRouteApi('/desk/releases');

export function Releases() {
  const { campaign, release, to } = route.useSearch();
  const navigate = useNavigate({ from: '/releases' });
  const { data: campaigns, error } = useQuery(campaignsQuery());
  const { data: person } = useQuery(me());
  const [isNew, setIsNew] = useState(false);
  const shown = (campaigns ?? []).filter(({ id }) => !campaign || id === campaign);
  const mayPublish = person?.may.publish ?? false;
  return (
    <>
      <Header title={t.places.releases} note={t.releases.note}>
        {(campaigns?.length ?? 0) > 1 && (
          <ChoiceMenu
            label={t.filters.campaign}
            value={campaign}
            options={[
              { value: undefined, label: t.filters.all },
              ...(campaigns ?? []).map(({ id, title }) => ({ value: id, label: title })),
            ]}
            onChange={(id) => void navigate({ search: { campaign: id, to } })}
          />
        )}
        <Link to="/releases/verify" className="button">
          {t.releases.verify}
        </Link>
        {mayPublish && shown.length > 0 && (
          <button type="button" className="button main" onClick={() => setIsNew(true)}>
            {t.releases.publish}
          </button>
        )}
      </Header>
      <Page>
        {error ? (
          <PageTrouble error={error} />
        ) : (
          <All campaigns={shown} chosen={release} to={to} mayPublish={mayPublish} />
        )}
      </Page>
      <Suspense>{isNew && <ReleaseDialog campaigns={shown} onClose={() => setIsNew(false)} />}</Suspense>
    </>
  );
}

function All({
  campaigns,
  chosen,
  to,
  mayPublish,
}: {
  campaigns: readonly Campaign[];
  chosen: string | undefined;
  to: string | undefined;
  mayPublish: boolean;
}) {
  const nameOf = useNameOf();
  const lists = useQueries({ queries: campaigns.map(({ id }) => releasesQuery(id)) });
  const failed = lists.find(({ error }) => error);
  if (failed) return <PageTrouble error={failed.error} />;
  if (lists.some(({ isPending }) => isPending)) return null;
  const titles = new Map(campaigns.map(({ id, title }) => [id, title]));
  const rows = lists
    .flatMap(({ data }) => data ?? [])
    .toSorted((one, other) => other.created_at.localeCompare(one.created_at));
  const shown = rows.filter(({ destination }) => !to || destination === to);
  if (rows.length === 0) {
    return (
      <div className="empty">
        <h2>{t.releases.none}</h2>
        <p>{mayPublish ? t.releases.nonePublisher : t.releases.noneOther}</p>
      </div>
    );
  }
  return (
    <div className="page-body spend">
      <Where releases={rows} to={to} />
      <ReleaseList releases={shown} titles={titles} chosen={chosen} nameOf={nameOf} />
      {chosen && <ReleaseItems id={chosen} />}
    </div>
  );
}

/** A sentence of what is where; each destination narrows the list to its own. */
function Where({ releases, to }: { releases: readonly Release[]; to: string | undefined }) {
  const all = byDestination(releases);
  const shown = all.filter(({ destination }) => !to || destination === to);
  const open = shown.reduce((sum, each) => sum + each.open, 0);
  const sentences = shown
    .filter(({ ads }) => ads > 0)
    .map(({ ads, destination }) => t.releases.lede(marked(t.releases.adsOf(ads)), word(t.destinations, destination)));
  return (
    <div className="spend-lede">
      <p className="lede">
        <Rich text={[...sentences, ...(open > 0 ? [t.releases.open(open)] : [])].join(' ')} />
      </p>
      {all.length > 1 && (
        <nav className="by-choice" aria-label={t.releases.destination}>
          {[undefined, ...all.map(({ destination }) => destination)].map((each) => (
            <Link
              key={each ?? ''}
              to="/releases"
              search={(before) => ({ ...before, to: each, release: undefined })}
              activeOptions={{ exact: true, explicitUndefined: true }}
              aria-current={each === to ? 'true' : undefined}
            >
              {each === undefined ? t.filters.all : word(t.destinations, each)}
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}
