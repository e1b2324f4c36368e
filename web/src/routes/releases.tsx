import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { campaigns as campaignsQuery, me, releases as releasesQuery } from '../api/queries';
import type { Campaign } from '../api/wire';
import { ReleaseItems } from '../features/releases/release-items';
import { ReleaseList } from '../features/releases/release-list';
import { Header } from '../features/shell/header';
import { t } from '../locales/words';
import { ChoiceMenu } from '../ui/menu';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/releases/releases.css';

const ReleaseDialog = lazy(() =>
  import('../features/releases/release-dialog').then((module) => ({ default: module.ReleaseDialog })),
);

const route = getRouteApi('/desk/releases');

export function Releases() {
  const { campaign, release } = route.useSearch();
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
            onChange={(id) => void navigate({ search: { campaign: id } })}
          />
        )}
        {mayPublish && shown.length > 0 && (
          <button type="button" className="button main" onClick={() => setIsNew(true)}>
            {t.releases.publish}
          </button>
        )}
      </Header>
      <Page>
        {error ? <PageTrouble error={error} /> : <All campaigns={shown} chosen={release} mayPublish={mayPublish} />}
      </Page>
      <Suspense>{isNew && <ReleaseDialog campaigns={shown} onClose={() => setIsNew(false)} />}</Suspense>
    </>
  );
}

function All({
  campaigns,
  chosen,
  mayPublish,
}: {
  campaigns: readonly Campaign[];
  chosen: string | undefined;
  mayPublish: boolean;
}) {
  const lists = useQueries({ queries: campaigns.map(({ id }) => releasesQuery(id)) });
  const failed = lists.find(({ error }) => error);
  if (failed) return <PageTrouble error={failed.error} />;
  if (lists.some(({ isPending }) => isPending)) return null;
  const titles = new Map(campaigns.map(({ id, title }) => [id, title]));
  const rows = lists
    .flatMap(({ data }) => data ?? [])
    .sort((one, other) => other.created_at.localeCompare(one.created_at));
  if (rows.length === 0) {
    return (
      <div className="empty">
        <h2>{t.releases.none}</h2>
        <p>{mayPublish ? t.releases.nonePublisher : t.releases.noneOther}</p>
      </div>
    );
  }
  return (
    <div className="page-body">
      <ReleaseList releases={rows} titles={titles} chosen={chosen} />
      {chosen && <ReleaseItems id={chosen} />}
    </div>
  );
}
