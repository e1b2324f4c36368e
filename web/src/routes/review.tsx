import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { campaigns as campaignsQuery, me as meQuery } from '../api/queries';
import { outbox } from '../features/review/outbox';
import { QueueChoice, QueueEmpty } from '../features/review/queue-state';
import { ReviewTable } from '../features/review/review-table';
import { Counter, followTally, type Tallies, type Tally } from '../features/review/tally';
import { type Queue, useQueue } from '../features/review/use-queue';
import { useRanks } from '../features/review/use-forecasts';
import { useView, type View } from '../features/review/use-view';
import { usePartingSignals } from '../features/review/signals';
import { Header } from '../features/shell/header';
import { sync } from '../features/shell/status';
import { type Store, useStore } from '../lib/store';
import { t } from '../locales/words';
import { Progress } from '../ui/bucket-state';
import { PageTrouble } from '../ui/trouble';
import '../features/review/review.css';

const route = getRouteApi('/desk/review');

export function Review() {
  const search = route.useSearch();
  const { data: person } = useQuery(meQuery());
  const { data: campaigns = [] } = useQuery({ ...campaignsQuery(), enabled: person !== undefined && !person.guest });
  const queue = useQueue(search);
  const ranks = useRanks(queue.items, person?.guest ? undefined : search.order);
  const view = useView(queue.items, search, ranks);
  const tallies = useTallies(queue, view);
  useSync();
  usePartingSignals();
  const title = campaigns.find(({ id }) => id === search.campaign)?.title ?? t.review.title;
  const isEmpty = queue.items.length === 0;
  return (
    <>
      <Header
        title={title}
        note={<QueueChoice search={search} isGuest={Boolean(person?.guest)} />}
        middle={!isEmpty && <HowFar tally={tallies.all} />}
      />
      <main
        className="review"
        aria-busy={queue.isPending}
        data-reading={!queue.isComplete && !queue.error ? '' : undefined}
      >
        {queue.error && isEmpty ? (
          <PageTrouble error={queue.error} onRetry={queue.reload} />
        ) : isEmpty && !queue.isPending ? (
          <QueueEmpty search={search} campaigns={campaigns} />
        ) : (
          person &&
          !isEmpty && (
            <ReviewTable
              queue={queue}
              view={view}
              ranks={ranks}
              search={search}
              me={person}
              campaigns={campaigns}
              tallies={tallies}
            />
          )
        )}
      </main>
    </>
  );
}

function useTallies({ items }: Queue, view: View): Tallies {
  return useMemo(() => {
    const shown = followTally(new Counter(view.items, view.groups, view.indexOf), outbox.entries);
    const isFiltered = view.items.length !== items.length;
    return { view: shown, all: isFiltered ? followTally(new Counter(items, []), outbox.entries) : shown };
  }, [items, view]);
}

function HowFar({ tally }: { tally: Store<Tally> }) {
  return <Progress counts={useStore(tally, ({ all }) => all.buckets)} />;
}

function useSync() {
  useEffect(() => {
    sync.set({ waiting: outbox.waiting(), isOffline: outbox.isOffline.get() });
    return () => sync.set(null);
  }, []);
}
