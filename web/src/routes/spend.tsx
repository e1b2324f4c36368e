import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { brands as brandsQuery, me as meQuery } from '../api/queries';
import type { Me } from '../api/wire';
import { useNames } from '../features/review/use-names';
import { Header } from '../features/shell/header';
import { maySeeMonths } from '../features/spend/months-panel';
import { SpendBody } from '../features/spend/spend-body';
import type { SpendSearch } from '../features/spend/spend-search';
import { Statement } from '../features/spend/statement';
import { statementFile } from '../features/spend/statement-rows';
import { type Books, useBooks } from '../features/spend/use-books';
import { now } from '../lib/now';
import { useStore } from '../lib/store';
import { t } from '../locales/words';
import { ChoiceMenu } from '../ui/menu';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/spend/books.css';

const TakeOutDialog = lazy(() =>
  import('../features/spend/take-out-dialog').then((module) => ({ default: module.TakeOutDialog })),
);

const route = getRouteApi('/desk/spend');

/** What finance reads: all campaigns, or one; the address says which. */
export function Spend() {
  const search = route.useSearch();
  const { books, error, isCut, retry } = useBooks(search);
  const { data: me } = useQuery(meQuery());
  const names = useNames();
  const [isTaking, setIsTaking] = useState(false);
  const today = useStore(now, (time) => new Date(time).toISOString().slice(0, 10));
  const isGone = books !== undefined && search.campaign !== undefined && !books.one;
  const hasFigures = books !== undefined && !isGone && books.all.length > 0;
  return (
    <>
      <Header title={books?.one?.title ?? t.places.spend} note={books && noteOf(books)}>
        {books && <Choices books={books} search={search} />}
        {hasFigures && (
          <>
            {search.view !== 'statement' && (
              <Link to="/spend" search={(before) => ({ ...before, view: 'statement' })} className="button">
                {t.statement.open}
              </Link>
            )}
            <button type="button" className="button" onClick={() => setIsTaking(true)}>
              {t.takeOut.open}
            </button>
          </>
        )}
      </Header>
      <Page isBusy={!isCut && !error && (!books || (hasFigures && !books.parts))}>
        {!books ? (
          error || isCut ? (
            <PageTrouble error={error} onRetry={retry} />
          ) : (
            <p className="lede page-body feedback-reading">{t.spend.reading}</p>
          )
        ) : books.all.length === 0 ? (
          <Empty title={t.spend.none} detail={t.spend.noneDetail} />
        ) : isGone ? (
          <Empty title={t.spend.gone} detail={t.spend.goneDetail} />
        ) : search.view === 'statement' && books.parts ? (
          <Statement books={books} names={names} today={today} />
        ) : (
          <SpendBody {...{ books, search, names, today, me, error, isCut, retry }} />
        )}
      </Page>
      <Suspense>
        {isTaking && books && (
          <TakeOutDialog
            today={today}
            maySeeMonths={seesMonths(me)}
            statement={books.parts && (() => statementFile(books, names, today))}
            onClose={() => setIsTaking(false)}
          />
        )}
      </Suspense>
    </>
  );
}

const seesMonths = (me: Me | undefined) => me !== undefined && maySeeMonths(me);

const noteOf = ({ one, shown, infoOf }: Books) =>
  one ? [infoOf.get(one.id)?.brand.title, t.spend.noteOne].filter(Boolean).join(' · ') : t.spend.note(shown.length);

function Empty({ title, detail }: { title: string; detail: string }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{detail}</p>
    </div>
  );
}

/** Brand, currency and campaign; each only where there is a choice. */
function Choices({ books, search }: { books: Books; search: SpendSearch }) {
  const navigate = useNavigate({ from: '/spend' });
  const { data: brands = [] } = useQuery(brandsQuery());
  const go = (change: SpendSearch) => void navigate({ search: (before) => ({ ...before, ...change }) });
  const all = { value: undefined, label: t.filters.all };
  const campaigns = books.one ? books.all : books.shown;
  return (
    <>
      {brands.length > 1 && !books.one && (
        <ChoiceMenu
          label={t.spend.brand}
          value={search.brand}
          options={[all, ...brands.map(({ id, title }) => ({ value: id, label: title }))]}
          onChange={(brand) => go({ brand })}
        />
      )}
      {books.currencies.length > 1 && !books.one && (
        <ChoiceMenu
          label={t.spend.currency}
          value={books.currency}
          options={books.currencies.map((value) => ({ value, label: value }))}
          onChange={(currency) => go({ currency })}
        />
      )}
      {books.all.length > 1 && (
        <ChoiceMenu
          label={t.filters.campaign}
          isShort
          value={search.campaign}
          options={[all, ...campaigns.map(({ id, title }) => ({ value: id, label: title }))]}
          onChange={(campaign) => go({ campaign, sort: undefined })}
        />
      )}
    </>
  );
}
