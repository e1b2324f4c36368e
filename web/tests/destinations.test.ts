import { expect, it } from 'vitest';
import type { Release } from '../src/api/wire';
import { byDestination, bytesOf } from '../src/features/releases/destinations';

const release = (destination: string, state: Release['state'], item_count: number) =>
  ({ destination, state, item_count }) as Release;

it('releases are added up by where they went; what has not arrived is not delivered', () => {
  const sums = byDestination([
    release('s3', 'done', 4),
    release('folder', 'done', 10),
    release('folder', 'active', 3),
    release('folder', 'failed', 2),
  ]);
  expect(sums).toEqual([
    { destination: 'folder', releases: 3, ads: 10, open: 5 },
    { destination: 's3', releases: 1, ads: 4, open: 0 },
  ]);
});

it('the size of a release is what its manifest lists, or nothing', () => {
  expect(bytesOf({ files: [{ bytes: 5 }, { bytes: 7 }] })).toBe(12);
  expect(bytesOf({ files: [{ bytes: 5 }, { name: 'x' }] })).toBeNull();
  for (const other of [null, {}, { files: 'many' }, { files: [null] }]) expect(bytesOf(other)).toBeNull();
});
