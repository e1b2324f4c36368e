/** GPU time by how it is known. What nobody measured is counted in lines of the books: it is not 0. */
import type { LedgerLine } from '../../api/wire';

/** From good to bad. */
export const BASES = ['engine_reported', 'exclusive_lease', 'apportioned', 'wall_clock'] as const;

export interface GpuTime {
  /** Milliseconds and lines, by basis. */
  known: readonly { basis: string; ms: number; lines: number }[];
  /** Settled work without a GPU time. */
  unknown: number;
}

export function gpuTimeOf(lines: readonly LedgerLine[]): GpuTime {
  const sums = new Map<string, { ms: number; lines: number }>();
  let unknown = 0;
  for (const { kind, gpu_ms, gpu_basis } of lines) {
    if (kind !== 'settlement' && !(kind === 'correction' && gpu_ms !== null)) continue;
    if (gpu_ms === null) unknown += 1;
    else {
      const before = sums.get(gpu_basis ?? '') ?? { ms: 0, lines: 0 };
      sums.set(gpu_basis ?? '', { ms: before.ms + gpu_ms, lines: before.lines + 1 });
    }
  }
  const place = (basis: string) => (BASES as readonly string[]).indexOf(basis) >>> 0;
  const known = [...sums].map(([basis, sum]) => ({ basis, ...sum }));
  return { known: known.toSorted((one, other) => place(one.basis) - place(other.basis)), unknown };
}
