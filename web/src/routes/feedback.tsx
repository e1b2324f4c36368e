import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import {
  brands as brandsQuery,
  learning as learningQuery,
  markets as marketsQuery,
  me as meQuery,
} from '../api/queries';
import type { Brand, Me } from '../api/wire';
import { ConsentPanel } from '../features/feedback/consent-panel';
import { FiguresPanel } from '../features/feedback/figures-panel';
import { LessonList } from '../features/feedback/lesson-list';
import { StandingSentence } from '../features/feedback/standing';
import { useObjections } from '../features/feedback/use-objections';
import { namesIn } from '../features/feedback/names';
import { useNames } from '../features/review/use-names';
import { Header } from '../features/shell/header';
import { mayTeach } from '../features/shell/may-teach';
import { t } from '../locales/words';
import { ChoiceMenu } from '../ui/menu';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/feedback/feedback.css';

const ExportDialog = lazy(() =>
  import('../features/feedback/export-dialog').then((module) => ({ default: module.ExportDialog })),
);

const route = getRouteApi('/desk/feedback');

/** What Galley learned of one brand, whether it may, and how well it does. */
export function Feedback() {
  const { brand: chosen, market } = route.useSearch();
  const navigate = useNavigate({ from: '/feedback' });
  const { data: me } = useQuery(meQuery());
  const { data: brands, error, isPaused, refetch } = useQuery(brandsQuery());
  const { data: markets = [] } = useQuery(marketsQuery());
  const [isExporting, setIsExporting] = useState(false);
  const brand = brands?.find(({ id }) => id === chosen) ?? brands?.[0];
  const marketOptions = markets
    .map(({ id, title }) => ({ value: id, label: title }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  return (
    <>
      <Header title={t.feedback.title} note={brand && t.feedback.note(brand.title)}>
        {(brands?.length ?? 0) > 1 && (
          <ChoiceMenu
            label={t.feedback.brand}
            value={brand?.id}
            options={(brands ?? []).map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(id) => void navigate({ search: { brand: id, market } })}
          />
        )}
        {brand && (
          <ChoiceMenu
            label={t.feedback.market}
            value={market}
            options={[{ value: undefined, label: t.feedback.allMarkets }, ...marketOptions]}
            onChange={(id) => void navigate({ search: { brand: chosen, market: id } })}
          />
        )}
        {me && brand && mayTeach(me, brand.id) && (
          <button type="button" className="button" onClick={() => setIsExporting(true)}>
            {t.exports.open}
          </button>
        )}
      </Header>
      {brand && me ? (
        <OfBrand key={brand.id} brand={brand} market={market} me={me} />
      ) : (
        <Page isBusy={!brands && !error && !isPaused}>
          {error || (isPaused && !brands) ? (
            <PageTrouble error={error} onRetry={() => void refetch()} />
          ) : (
            brands && (
              <div className="empty">
                <h2>{t.feedback.noBrand}</h2>
                <p>{t.feedback.noBrandDetail}</p>
              </div>
            )
          )}
        </Page>
      )}
      <Suspense>
        {isExporting && brand && <ExportDialog brand={brand} onClose={() => setIsExporting(false)} />}
      </Suspense>
    </>
  );
}

function OfBrand({ brand, market, me }: { brand: Brand; market: string | undefined; me: Me }) {
  const { data, error, isPaused, refetch } = useQuery({
    ...learningQuery(brand.id, market),
    placeholderData: (before) => before,
  });
  const names = useNames();
  const nameOf = namesIn(data, me);
  const objections = useObjections(brand.id, brand.title);
  const isCut = error !== null || isPaused;
  if (!data) {
    return (
      <Page isBusy={!isCut}>
        {isCut ? (
          <PageTrouble error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="page-body">
            <p className="lede feedback-reading">{t.feedback.reading}</p>
          </div>
        )}
      </Page>
    );
  }
  return (
    <Page>
      <div className="page-body feedback">
        {isCut && (
          <p className="notice care" role="status">
            {t.feedback.stale}
          </p>
        )}
        <StandingSentence brand={brand.title} learning={data} />
        <LessonList brandId={brand.id} learning={data} market={market} names={names} me={me} objections={objections} />
        <ConsentPanel brand={brand} learning={data} mayTeach={mayTeach(me, brand.id)} nameOf={nameOf} />
        {data.figures && data.figures.decisions > 0 && <FiguresPanel figures={data.figures} nameOf={nameOf} />}
      </div>
    </Page>
  );
}
