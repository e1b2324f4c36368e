import { useEffect } from 'react';
import type { Place } from '../keys/key-table';
import { hintPlace } from './status';

/** Whose keys the footer shows, for as long as that screen is there. */
export function useHints(place: Place, mayDecide: boolean): void {
  useEffect(() => {
    hintPlace.set({ place, mayDecide });
    return () => hintPlace.set(null);
  }, [place, mayDecide]);
}
