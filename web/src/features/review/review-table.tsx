import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { Campaign, Me } from '../../api/wire';
import { t } from '../../locales/words';
import type { Ad } from './ad';
import { type Asking, isUndecided } from './decisions';
import { Filters } from './filters';
import { Inspector } from './inspector';
import { Loupe } from './loupe';
import { QueueEmpty } from './queue-state';
import { type Grouping, type ReviewSearch, SIZE, SURVEY_MOST, usualGrouping } from './review-search';
import { Sheet } from './sheet';
import { loupeActions, sheetActions, surveyActions } from './sheet-actions';
import type { Tallies } from './tally';
import { type Names, useNames } from './use-names';
import type { Queue } from './use-queue';
import { type Go, type Review, useGo, useReview } from './use-review';
import { makeMatrix } from './use-sheet-layout';
import { useFirstInOrder } from './use-forecasts';
import type { Ranks, View } from './use-view';

const loadPalette = () => import('./reason-palette');
const ReasonPalette = lazy(() => loadPalette().then((module) => ({ default: module.ReasonPalette })));
const ApproveMany = lazy(() => import('./approve-many').then((module) => ({ default: module.ApproveMany })));
const StillOpen = lazy(() => import('./still-open').then((module) => ({ default: module.StillOpen })));
const Survey = lazy(() => import('./survey').then((module) => ({ default: module.Survey })));

interface Props {
  queue: Queue;
  view: View;
  ranks: Ranks | undefined;
  search: ReviewSearch;
  me: Me;
  campaigns: readonly Campaign[];
  tallies: Tallies;
}

/** The sheet, the loupe or a survey of one queue, with the dialogs that they share. */
export function ReviewTable({ queue, view, ranks, search, me, campaigns, tallies }: Props) {
  const names = useNames();
  const go = useGo();
  const review = useReview(view, {
    search,
    isComplete: queue.isComplete,
    mayDecide: me.may.decide,
    reload: queue.reload,
    renew: queue.renew,
  });
  useFirstInOrder(review, search, ranks);
  const [isOpenShown, setIsOpenShown] = useState(false);
  const showOpen = () => setIsOpenShown(true);
  const place = search.loupe ? 'loupe' : search.survey ? 'survey' : 'sheet';
  // After the first picture, before the first reason: words typed right behind the key must find their field.
  useEffect(() => void loadPalette(), []);
  const openIn = ({ start, end }: View['groups'][number]) => ({
    kind: 'group' as const,
    items: view.items.slice(start, end).filter(isUndecided),
  });
  const around = { review, go, search, showOpen };
  const grouping = search.group ?? usualGrouping(search);
  const isByMarket = grouping !== 'message';
  const matrix = useMemo(
    () => (search.layout === 'matrix' ? makeMatrix(view, isByMarket, names) : null),
    [search.layout, view, isByMarket, names],
  );
  return (
    <>
      {place === 'loupe' ? (
        <Loupe review={review} names={names} me={me} actions={loupeActions(around)} search={search} go={go} />
      ) : place === 'survey' && search.survey ? (
        <Suspense>
          <Survey
            review={review}
            names={names}
            ids={search.survey}
            actions={surveyActions(around)}
            mayDecide={me.may.decide}
          />
        </Suspense>
      ) : (
        <>
          <Filters
            items={queue.items}
            campaigns={campaigns}
            search={search}
            names={names}
            go={go}
            tally={tallies.all}
            mayOrder={!me.guest}
            onStillOpen={showOpen}
            onReadOn={queue.error ? queue.reload : undefined}
          />
          {view.items.length === 0 ? (
            <QueueEmpty search={search} campaigns={campaigns} isFiltered />
          ) : (
            <Sheet
              review={review}
              names={names}
              tally={tallies.view}
              size={search.size ?? SIZE.usual}
              matrix={matrix}
              mayDecide={me.may.decide}
              title={(key) => titleOf(key, grouping, view, names, campaigns)}
              actions={sheetActions(around)}
              onApproveGroup={me.may.decide ? (group) => review.approveAll(openIn(group)) : undefined}
            />
          )}
          <Inspector review={review} names={names} isGuest={me.guest !== null} />
        </>
      )}
      <Suspense>
        {review.asking && <Asked review={review} asking={review.asking} go={go} />}
        {isOpenShown && (
          <StillOpen
            items={queue.items}
            names={names}
            onClose={() => setIsOpenShown(false)}
            onPick={(market, first) => {
              setIsOpenShown(false);
              review.moveTo(first.id);
              go({
                market: market ?? undefined,
                state: undefined,
                message: undefined,
                format: undefined,
                item: first.id,
              });
            }}
          />
        )}
      </Suspense>
    </>
  );
}

/** What a decision still needs: a reason, or a second look at how much it reaches. */
function Asked({ review, asking, go }: { review: Review; asking: Asking; go: Go }) {
  const onClose = () => review.setAsking(null);
  if (asking.verdict !== 'approve') {
    return (
      <ReasonPalette
        asking={asking}
        onDecide={(items, words) => review.decide(asking.verdict, items, words)}
        onClose={onClose}
      />
    );
  }
  const targets = (asking.reaches[0]?.items ?? []).filter(isUndecided);
  return (
    <ApproveMany
      targets={targets}
      onClose={onClose}
      onSample={(unseen) => {
        onClose();
        review.clear();
        go({ survey: sampleOf(unseen).map(({ id }) => id) }, true);
      }}
      onApprove={() => review.decide('approve', targets)}
    />
  );
}

/** Spread evenly over the list: a sample by steps needs no luck and shows every part of it. */
function sampleOf(items: readonly Ad[]): Ad[] {
  const step = Math.max(1, items.length / SURVEY_MOST);
  return Array.from(
    { length: Math.min(SURVEY_MOST, items.length) },
    (_, index) => items[Math.floor(index * step)] as Ad,
  );
}

function titleOf(key: string, group: Grouping, view: View, names: Names, campaigns: Props['campaigns']) {
  switch (group) {
    case 'market':
      return { name: names.market(key) || t.review.noMarket, note: names.locale(key) };
    case 'format':
      return { name: names.format(key), note: names.size(key) };
    case 'message':
      return { name: names.message(key), note: '' };
    case 'set': {
      const first = view.items[view.groups.find((each) => each.key === key)?.start ?? -1];
      return { name: names.message(first?.message ?? null), note: names.market(first?.market ?? null) };
    }
    case 'campaign':
      return { name: campaigns.find(({ id }) => id === key)?.title ?? t.campaign.one, note: '' };
    default:
      return { name: '', note: '' };
  }
}
