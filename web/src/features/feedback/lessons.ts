/** What the server's reasons say, without saying anything twice. */
import type { Reason, Tally } from '../../api/wire';

/** `Headline low in contrast`, out of `Headline low in contrast: approved 3 of 17; otherwise 41 of 60.` */
export function statementOf({ sentence }: Pick<Reason, 'sentence'>): string {
  const end = sentence.lastIndexOf(': approved ');
  return end > 0 ? sentence.slice(0, end) : sentence;
}

export interface Lessons {
  for: readonly Reason[];
  against: readonly Reason[];
}

/** Those that speak for ads and those that speak against them, in the order given: the surest first. */
export function lessonsOf(reasons: readonly Reason[]): Lessons {
  const once = reasons.filter((reason, at) => !reasons.slice(0, at).some((before) => isMirror(before, reason)));
  return { for: once.filter((reason) => reason.speaks_for), against: once.filter((reason) => !reason.speaks_for) };
}

/** `Background bright` with 5 of 9 and otherwise 1 of 8 is `Background dark` with 1 of 8 and otherwise 5 of 9. */
function isMirror(one: Reason, other: Reason): boolean {
  const isPlace = one.feature === other.feature && one.market === other.market;
  return isPlace && isSame(one.with, other.without) && isSame(one.without, other.with);
}

const isSame = (one: Tally, other: Tally) => one.approved === other.approved && one.of === other.of;

/** 0 of none. */
export const shareOf = ({ approved, of }: Tally) => (of > 0 ? approved / of : 0);
