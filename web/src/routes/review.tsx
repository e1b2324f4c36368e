import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { campaigns as campaignsQuery, me as meQuery } from '../api/queries';
import type { Me, Variant } from '../api/wire';
import { Filters } from '../features/review/filters';
import { Inspector } from '../features/review/inspector';
import { Loupe } from '../features/review/loupe';
import { outbox } from '../features/review/outbox';
import { QueueChoice, QueueEmpty } from '../features/review/queue-state';
import { type Grouping, type ReviewSearch, SIZE } from '../features/review/review-search';
import { Sheet } from '../features/review/sheet';
import { loupeActions, sheetActions } from '../features/review/sheet-actions';
import { type Names, useNames } from '../features/review/use-names';
import { useGo, useReview } from '../features/review/use-review';
import { countItems, isOpen, useQueue, useView } from '../features/review/use-view';
import { Header } from '../features/shell/header';
import { hintPlace, sync } from '../features/shell/status';
import { useStore } from '../lib/store';
import { t } from '../locales/words';
import { Progress } from '../ui/bucket-state';
import { PageTrouble } from '../ui/trouble';
import '../features/review/review.css';

const loadPalette = () => import('../features/review/reason-palette');
const ReasonPalette = lazy(() => loadPalette().then((module) => ({ default: module.ReasonPalette })));
const ApproveMany = lazy(() =>
  import('../features/review/approve-many').then((module) => ({ default: module.ApproveMany })),
);
/** More than this many at once is asked about. */
const ASK_ABOVE = 500;

const route = getRouteApi('/desk/review');

export function Review() {
  const search = route.useSearch();
  const { data: person } = useQuery(meQuery());
  const { data: campaigns = [] } = useQuery({ ...campaignsQuery(), enabled: person !== undefined && !person.guest });
  const queue = useQueue(search);
  const entries = useStore(outbox.entries, (value) => value);
  useFooter(search.loupe === true, person?.may.decide ?? false);
  const title = campaigns.find(({ id }) => id === search.campaign)?.title ?? t.review.title;
  return (
    <>
      <Header
        title={title}
        note={<QueueChoice search={search} isGuest={Boolean(person?.guest)} />}
        middle={queue.items.length > 0 && <Progress counts={countItems(queue.items, entries)} />}
      />
      <main className="review" aria-busy={queue.isPending}>
        {queue.error && queue.items.length === 0 ? (
          <PageTrouble error={queue.error} />
        ) : queue.isSuccess && queue.items.length === 0 ? (
          <QueueEmpty search={search} campaigns={campaigns} />
        ) : (
          person && queue.items.length > 0 && <Table queue={queue} search={search} me={person} campaigns={campaigns} />
        )}
      </main>
    </>
  );
}

interface TableProps {
  queue: ReturnType<typeof useQueue>;
  search: ReviewSearch;
  me: Me;
  campaigns: Parameters<typeof Filters>[0]['campaigns'];
}

function Table({ queue, search, me, campaigns }: TableProps) {
  const names = useNames();
  const go = useGo();
  const view = useView(queue.items, search);
  const review = useReview(view, { search, isComplete: !queue.hasNextPage, mayDecide: me.may.decide });
  const [many, setMany] = useState<Variant[] | null>(null);
  // After the first picture, before the first reason: words typed right behind the key must find their field.
  useEffect(() => void loadPalette(), []);
  const size = search.size ?? SIZE.usual;
  const approveGroup = ({ start, end }: { start: number; end: number }) => {
    const open = view.items
      .slice(start, end)
      .filter((item) => isOpen(item) && !outbox.entries.get().has(item.revision?.id ?? ''));
    if (open.length > ASK_ABOVE) setMany(open);
    else review.decide('approve', open);
  };
  return (
    <>
      {search.loupe ? (
        <Loupe review={review} names={names} me={me} actions={loupeActions(review, go)} />
      ) : (
        <>
          <Filters items={queue.items} campaigns={campaigns} search={search} names={names} go={go} />
          {view.items.length === 0 ? (
            <QueueEmpty search={search} campaigns={campaigns} isFiltered />
          ) : (
            <Sheet
              review={review}
              names={names}
              size={size}
              title={(key) => titleOf(key, search.group ?? 'market', names, campaigns)}
              actions={sheetActions(review, go, size)}
              onApproveGroup={me.may.decide ? approveGroup : undefined}
            />
          )}
          <Inspector review={review} names={names} />
        </>
      )}
      <Suspense>
        {review.asking && (
          <ReasonPalette
            asking={review.asking}
            onDecide={(words) => review.asking && review.decide(review.asking.verdict, review.asking.targets, words)}
            onClose={() => review.setAsking(null)}
          />
        )}
        {many && (
          <ApproveMany
            targets={many}
            onClose={() => setMany(null)}
            onApprove={() => {
              review.decide('approve', many);
              setMany(null);
            }}
          />
        )}
      </Suspense>
    </>
  );
}

function titleOf(key: string, group: Grouping, names: Names, campaigns: TableProps['campaigns']) {
  switch (group) {
    case 'market':
      return { name: names.market(key) || t.review.noMarket, note: names.locale(key) };
    case 'format':
      return { name: names.format(key), note: names.size(key) };
    case 'message':
      return { name: names.message(key), note: '' };
    case 'campaign':
      return { name: campaigns.find(({ id }) => id === key)?.title ?? t.campaign.one, note: '' };
    default:
      return { name: '', note: '' };
  }
}

function useFooter(isLoupe: boolean, mayDecide: boolean) {
  useEffect(() => {
    hintPlace.set({ place: isLoupe ? 'loupe' : 'sheet', mayDecide });
    return () => hintPlace.set(null);
  }, [isLoupe, mayDecide]);
  useEffect(() => {
    sync.set({ waiting: outbox.waiting(), isOffline: outbox.isOffline.get() });
    return () => sync.set(null);
  }, []);
}
