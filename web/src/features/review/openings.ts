/** Which ads were looked at in the loupe, left, and then wanted again. */

/** Passing by on the way to another ad is no look. */
const LOOK_MS = 2_000;
/** Going one back and forth is no return. */
const AWAY_MS = 20_000;
const MOST = 5_000;

export class Openings {
  /** When the last real look at a revision ended. */
  private readonly left = new Map<string, number>();

  /** Whether somebody comes back to it. */
  open(revision: string, now: number): boolean {
    const left = this.left.get(revision);
    return left !== undefined && now - left >= AWAY_MS;
  }

  close(revision: string, openedAt: number, now: number): void {
    if (now - openedAt < LOOK_MS || this.left.size >= MOST) return;
    this.left.set(revision, now);
  }
}
