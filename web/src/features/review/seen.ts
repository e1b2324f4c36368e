/** Which ads were looked at: large enough to judge, for long enough to judge; or in the loupe. Known for this tab alone. */
const seen = new Set<string>();

/** An ad counts as looked at after this long on screen. */
export const LOOK_MS = 600;

export function markSeen(ids: Iterable<string>): void {
  for (const id of ids) seen.add(id);
}

export const isSeen = (id: string): boolean => seen.has(id);
