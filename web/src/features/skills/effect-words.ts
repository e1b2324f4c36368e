/** What a version of a skill does to approvals, in words that say how sure they are. */
import type { BrandEffect, Share, VersionEffect } from '../../api/wire';
import { count, points } from '../../lib/format';
import { t } from '../../locales/words';

export interface EffectWords {
  /** `First pass 41 of 60 with it, 33 of 61 without.` */
  counts: string;
  /** Whether that tells anything. */
  says: string;
  tone: 'ok' | 'rej' | undefined;
  /** How large a difference there may be all the same, where none shows. */
  doubt: string | undefined;
}

export const effectOf = (brands: readonly BrandEffect[] | undefined, brandId: string, version: number) => {
  const brand = brands?.find(({ brand_id }) => brand_id === brandId);
  const effect = brand?.versions.find((each) => each.version === version);
  return brand && effect ? { effect, without: brand.without } : undefined;
};

export function effectWords(effect: VersionEffect, without: Share): EffectWords {
  const { count: held, of } = effect.with;
  const counts = t.effect.counts(count(held), count(of), count(without.count), count(without.of));
  const [from, to] = effect.lift;
  const says = {
    ...t.effect.says,
    less: t.effect.less(size(to), size(from)),
    more: t.effect.more(size(from), size(to)),
  };
  return {
    counts,
    says: says[effect.says],
    doubt: effect.says === 'no_difference' ? t.effect.between(size(from), size(to)) : undefined,
    tone: effect.says === 'more' ? 'ok' : effect.says === 'less' ? 'rej' : undefined,
  };
}

const size = (part: number) => points(Math.abs(part));
