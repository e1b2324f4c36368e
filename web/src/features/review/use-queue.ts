/**
 * The ads of a queue, read page after page without being asked. What has come is shown in few, growing steps: the first page at
 * once, so that work can begin, and never one layout a page.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { reviewPage } from '../../api/queries';
import type { Variant } from '../../api/wire';
import { type Ad, adMaker } from './ad';
import type { ReviewSearch } from './review-search';

/** More than anybody reviews; beyond it the sheet asks for a filter. */
const MOST = 250_000;
/** The next step is shown when there is this much of the last. */
const GROWTH = 5;

export interface Queue {
  items: readonly Ad[];
  isPending: boolean;
  isComplete: boolean;
  error: unknown;
  /** Reads again from the start; what is shown stays until the first page is there. */
  reload: () => void;
  /** Puts an ad as the server has it now in the place of what was read. */
  renew: (variant: Variant) => void;
}

type Read = Omit<Queue, 'reload' | 'renew'>;
const NOTHING: Read = { items: [], isPending: true, isComplete: false, error: null };

export function useQueue({ campaign, queue }: ReviewSearch): Queue {
  const isMine = queue !== 'all';
  const [turn, setTurn] = useState(0);
  const [read, setRead] = useState<Read>(NOTHING);
  const shown = useRef('');
  const client = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const which = `${campaign ?? ''} ${isMine}`;
    if (shown.current !== which) setRead(NOTHING);
    shown.current = which;
    void readAll({ client, campaign, isMine, signal: stop.signal, onStep: setRead });
    return () => stop.abort();
  }, [client, campaign, isMine, turn]);
  const reload = useCallback(() => {
    client.removeQueries({ queryKey: ['queue'] });
    void client.invalidateQueries({ queryKey: ['forecasts'] });
    setTurn((before) => before + 1);
  }, [client]);
  const renew = useCallback((variant: Variant) => {
    const ad = adMaker()(variant);
    setRead((before) => ({ ...before, items: before.items.map((item) => (item.id === ad.id ? ad : item)) }));
  }, []);
  return { ...read, reload, renew };
}

interface Reading {
  client: QueryClient;
  campaign: string | undefined;
  isMine: boolean;
  signal: AbortSignal;
  onStep: (read: Read) => void;
}

async function readAll({ client, campaign, isMine, signal, onStep }: Reading): Promise<void> {
  const make = adMaker();
  const items: Ad[] = [];
  let after: string | undefined;
  let told = 0;
  try {
    do {
      const query = reviewPage(campaign, isMine, after);
      const page = await client.fetchQuery(query);
      // Its ads are made of it, smaller: what came is not kept beside them.
      client.removeQueries({ queryKey: query.queryKey, exact: true });
      if (signal.aborted) return;
      for (const variant of page.items) items.push(make(variant));
      after = page.next ?? undefined;
      const isDone = after === undefined || items.length >= MOST;
      if (isDone || items.length >= told * GROWTH) {
        told = items.length;
        onStep({ items: items.slice(), isPending: false, isComplete: isDone, error: null });
      }
    } while (after !== undefined && items.length < MOST);
  } catch (error) {
    if (!signal.aborted) onStep({ items, isPending: false, isComplete: false, error });
  }
}
