import { expect, it } from 'vitest';
import { type Cursor, NOWHERE } from '../src/features/review/cursor';
import { followRest, shownAs } from '../src/features/review/shown';
import { groupItems } from '../src/features/review/use-view';
import { createStore } from '../src/lib/store';
import { ad } from './an-ad';

const items = ['a', 'b', 'c'].map((id) => ad({ id, format: id }));
const view = groupItems(items, 'none');

it('an ad on the sheet is shown in its place', () => {
  expect(shownAs(items[2] ?? ad({ id: 'c' }), view, null, 4.5)).toEqual({ position: 2, seconds: 4.5 });
});

it('an ad of a survey is shown beside the others of it', () => {
  expect(shownAs(ad({ id: 'c' }), view, ['c', 'a', 'gone'], undefined)).toEqual({ beside: ['rev_a'], position: 0 });
});

it('nobody looks at one ad for an hour', () => {
  expect(shownAs(ad({ id: 'a' }), view, null, 3_600)).toEqual({ position: 0 });
});

it('the time begins where the cursor arrives', () => {
  let now = 1_000;
  const cursor = createStore<Cursor>({ ...NOWHERE, id: 'a' });
  const rested = followRest(cursor, () => now);
  now = 3_500;
  expect(rested()).toBe(2.5);
  cursor.set({ ...cursor.get(), selected: new Set(['a']) });
  expect(rested()).toBe(2.5);
  cursor.set({ ...cursor.get(), id: 'b' });
  expect(rested()).toBe(0);
});
