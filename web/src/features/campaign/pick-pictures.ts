import type { Variant } from '../../api/wire';

/** A few pictures that stand for many: one of each format, each from another market where there is one. */
export function pickPictures(variants: readonly Variant[], most: number): Variant[] {
  const byFormat = new Map<string, Variant[]>();
  for (const variant of variants) {
    if (!variant.revision || variant.state === 'rejected') continue;
    const list = byFormat.get(variant.format ?? '');
    if (list) list.push(variant);
    else byFormat.set(variant.format ?? '', [variant]);
  }
  const aspect = ([first]: Variant[]) => (first?.revision ? first.revision.width / first.revision.height : 1);
  const lists = [...byFormat.values()].toSorted((one, other) => aspect(one) - aspect(other));
  const rounds = Math.ceil(most / Math.max(1, lists.length));
  const picked = lists.flatMap((list, column) =>
    Array.from({ length: Math.min(rounds, list.length) }, (_, round) => {
      // A step that shares no factor with most counts, so that neighbours differ.
      return list[(column * 7 + round * 5) % list.length] as Variant;
    }),
  );
  return [...new Set(picked)].slice(0, most);
}
