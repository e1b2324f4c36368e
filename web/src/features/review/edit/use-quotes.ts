/** What a turn would do, scope by scope: the chosen one first, the others once it is known. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { quoteTurn } from '../../../api/commands';
import type { NewTurn, TurnQuote, TurnScope } from '../../../api/wire';

const REST_MS = 350;
export const SCOPES: readonly TurnScope[] = ['variant', 'set', 'markets', 'campaign'];

export interface Quotes {
  chosen: TurnQuote | undefined;
  /** It is about what is on the screen now. */
  isCurrent: boolean;
  error: unknown;
  /** Ads that each scope would change, as far as it is known. */
  counts: Partial<Record<TurnScope, number>>;
}

export function useQuotes(variantId: string, turn: NewTurn, mayReach: boolean): Quotes {
  // Words and ticks cost nothing.
  const text = JSON.stringify({ ...turn, words: '', fixes: [] } satisfies NewTurn);
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = JSON.parse(rested) as NewTurn;
  const isAnything = Object.keys(asked.adjustments).length > 0 || asked.base !== undefined;
  const of = (scope: TurnScope) => ({
    queryKey: ['quote', variantId, { ...asked, scope }],
    queryFn: ({ signal }: { signal: AbortSignal }) => quoteTurn(variantId, { ...asked, scope }, signal),
    staleTime: 30_000,
    gcTime: 60_000,
    retry: false,
  });
  const chosen = useQuery({ ...of(asked.scope), enabled: isAnything });
  const others = useQueries({
    queries: SCOPES.map((scope) => ({
      ...of(scope),
      enabled: isAnything && mayReach && scope !== asked.scope && chosen.isSuccess,
    })),
  });
  const counts = Object.fromEntries(
    SCOPES.map((scope, index) => [scope, (scope === asked.scope ? chosen.data : others[index]?.data)?.variants]),
  );
  return {
    chosen: isAnything ? chosen.data : undefined,
    isCurrent: rested === text && chosen.isSuccess,
    error: isAnything ? chosen.error : null,
    counts: isAnything ? counts : {},
  };
}
