/** What went where: releases added up by destination. */
import type { Release } from '../../api/wire';

export interface Delivered {
  destination: string;
  releases: number;
  ads: number;
  /** Ads of releases that are still going out, or did not arrive. */
  open: number;
}

/** The destination with the most ads first. */
export function byDestination(releases: readonly Release[]): readonly Delivered[] {
  const sums = new Map<string, Delivered>();
  for (const { destination, state, item_count } of releases) {
    const before = sums.get(destination) ?? { destination, releases: 0, ads: 0, open: 0 };
    const isThere = state === 'done';
    sums.set(destination, {
      destination,
      releases: before.releases + 1,
      ads: before.ads + (isThere ? item_count : 0),
      open: before.open + (isThere ? 0 : item_count),
    });
  }
  return [...sums.values()].toSorted((one, other) => other.ads - one.ads || other.open - one.open);
}

/** Bytes of all files, as the manifest lists them; null where it is not written yet, or not in this shape. */
export function bytesOf(manifest: Record<string, unknown> | null): number | null {
  const files = manifest?.files;
  if (!Array.isArray(files)) return null;
  const sizes: unknown[] = files.map((file: { bytes?: unknown } | null) => file?.bytes);
  return sizes.every((size) => typeof size === 'number') ? sizes.reduce<number>((sum, size) => sum + size, 0) : null;
}
