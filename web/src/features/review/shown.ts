/** In which company an ad was decided on: where it stood, beside what, how long it was looked at. */
import type { DecisionItem } from '../../api/wire';
import type { Store } from '../../lib/store';
import type { Ad } from './ad';
import type { Cursor } from './cursor';
import type { View } from './use-view';

/** Longer than anybody looks at one ad: they were away. */
const AWAY_SECONDS = 900;

/** Among the ads of a survey, else on the sheet. */
export function shownAs(
  item: Ad,
  view: View,
  survey: readonly string[] | null,
  seconds: number | undefined,
): DecisionItem['shown'] {
  const place = survey ? survey.indexOf(item.id) : (view.indexOf.get(item.id) ?? -1);
  const others = survey?.filter((id) => id !== item.id) ?? [];
  const beside = others.flatMap((id) => view.items[view.indexOf.get(id) ?? -1]?.revision?.id ?? []);
  return {
    ...(beside.length > 0 ? { beside } : {}),
    ...(place >= 0 ? { position: place } : {}),
    ...(seconds !== undefined && seconds <= AWAY_SECONDS ? { seconds } : {}),
  };
}

/** Measures for how many seconds the cursor has stood where it stands. */
export function followRest(cursor: Store<Cursor>, now: () => number): () => number {
  let id = cursor.get().id;
  let since = now();
  cursor.subscribe(() => {
    if (cursor.get().id === id) return;
    id = cursor.get().id;
    since = now();
  });
  return () => Math.max(0, Math.round(now() - since) / 1000);
}
