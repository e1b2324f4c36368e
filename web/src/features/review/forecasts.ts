/** What is expected of ads, as an order and in few words. */
import type { Forecast } from '../../api/wire';
import type { Ranks } from './use-view';

/** Of several campaigns, the first of each come first. */
export function ranksOf(lists: readonly (readonly Pick<Forecast, 'variant_id'>[])[]): Ranks {
  const ranks = new Map<string, number>();
  lists.forEach((list, campaign) =>
    list.forEach(({ variant_id }, at) => ranks.set(variant_id, at * lists.length + campaign)),
  );
  return ranks;
}

export type Chance = 'surely' | 'likely' | 'open' | 'unlikely' | 'hardly';

/** A probability as people say it. */
export function chanceOf(probability: number): Chance {
  if (probability >= 0.92) return 'surely';
  if (probability >= 0.6) return 'likely';
  if (probability > 0.4) return 'open';
  return probability > 0.08 ? 'unlikely' : 'hardly';
}

/** Log-odds: one spread further, an even chance is five to one. */
const LARGE_DOUBT = 1.6;

export const isDoubtful = ({ doubt }: Pick<Forecast, 'doubt'>) => doubt > LARGE_DOUBT;
