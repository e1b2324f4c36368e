import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { brands as brandsQuery, me as meQuery } from '../api/queries';
import type { Brand, Me } from '../api/wire';
import { mayTeach } from '../features/shell/may-teach';
import { Header } from '../features/shell/header';
import { Kit } from '../features/skills/kit';
import { Library } from '../features/skills/library';
import { t } from '../locales/words';
import { ChoiceMenu } from '../ui/menu';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/spend/books.css';
import '../features/feedback/feedback.css';
import '../features/skills/skills.css';

const SkillUpload = lazy(() =>
  import('../features/skills/skill-upload').then((module) => ({ default: module.SkillUpload })),
);
const KitUpload = lazy(() => import('../features/skills/kit-upload').then((module) => ({ default: module.KitUpload })));
const DraftDialog = lazy(() =>
  import('../features/skills/draft-dialog').then((module) => ({ default: module.DraftDialog })),
);

const route = getRouteApi('/desk/skills');

/** What a brand was taught: its skills, and the kit that says what it looks and sounds like. */
export function Skills() {
  const { brand: chosen, tab } = route.useSearch();
  const navigate = useNavigate({ from: '/skills' });
  const { data: me } = useQuery(meQuery());
  const { data: brands, error, isPaused, refetch } = useQuery(brandsQuery());
  const [opened, setOpened] = useState<'folder' | 'draft' | null>(null);
  const brand = brands?.find(({ id }) => id === chosen) ?? brands?.[0];
  const isTeacher = Boolean(me && brand && mayTeach(me, brand.id));
  const close = () => setOpened(null);
  return (
    <>
      <Header
        title={tab === 'kit' ? t.kit.title : t.skills.title}
        note={brand && (tab === 'kit' ? t.kit.note(brand.title) : t.skills.note(brand.title))}
      >
        {(brands?.length ?? 0) > 1 && (
          <ChoiceMenu
            label={t.feedback.brand}
            value={brand?.id}
            options={(brands ?? []).map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(id) => void navigate({ search: (before) => ({ ...before, brand: id }) })}
          />
        )}
        {isTeacher && tab !== 'kit' && (
          <button type="button" className="button" onClick={() => setOpened('draft')}>
            {t.skills.write}
          </button>
        )}
        {isTeacher && (
          <button type="button" className="button main" onClick={() => setOpened('folder')}>
            {tab === 'kit' ? t.kit.push : t.skills.push}
          </button>
        )}
      </Header>
      {brand && me ? (
        <OfBrand key={`${brand.id}${tab}`} brand={brand} me={me} tab={tab} />
      ) : (
        <Page isBusy={!brands && !error && !isPaused}>
          {error || (isPaused && !brands) ? (
            <PageTrouble error={error} onRetry={() => void refetch()} />
          ) : (
            brands && (
              <div className="empty">
                <h2>{t.feedback.noBrand}</h2>
                <p>{t.skills.noBrandDetail}</p>
              </div>
            )
          )}
        </Page>
      )}
      <Suspense>
        {opened === 'draft' && brand && <DraftDialog brand={brand} onClose={close} />}
        {opened === 'folder' && brand && me && tab !== 'kit' && <SkillUpload brand={brand} me={me} onClose={close} />}
        {opened === 'folder' && brand && tab === 'kit' && <KitUpload brand={brand} onClose={close} />}
      </Suspense>
    </>
  );
}

function OfBrand({ brand, me, tab }: { brand: Brand; me: Me; tab: 'kit' | undefined }) {
  const tabs = (
    <nav className="by-choice" aria-label={t.skills.tabs}>
      {([undefined, 'kit'] as const).map((each) => (
        <Link
          key={each ?? ''}
          to="/skills"
          search={{ brand: brand.id, tab: each }}
          activeOptions={{ exact: true, explicitUndefined: true }}
          aria-current={each === tab ? 'page' : undefined}
        >
          {each === 'kit' ? t.kit.title : t.skills.title}
        </Link>
      ))}
    </nav>
  );
  return tab === 'kit' ? <Kit brand={brand} me={me} tabs={tabs} /> : <Library brand={brand} me={me} tabs={tabs} />;
}
