/** What the server keeps for good waits here a few seconds in which it can be taken back. */
import { createStore } from './store';

export interface HeldBackPort<T> {
  send: (value: T, isParting: boolean) => Promise<unknown>;
  onSent: (value: T) => void;
  onRefused: (value: T, error: unknown) => void;
}

export const HOLD_MS = 8_000;

export class HeldBack<T> {
  /** What waits, is on its way, or was taken by the server. */
  readonly given = createStore<ReadonlyMap<string, T>>(new Map());
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly port: HeldBackPort<T>) {}

  /** The same key again, while it waits, takes the place of what was held. */
  hold(key: string, value: T): void {
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.send(key, false), HOLD_MS),
    );
    this.given.set(new Map(this.given.get()).set(key, value));
  }

  /** Whether it was in time. */
  takeBack(key: string): boolean {
    if (!this.timers.has(key)) return false;
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.forget(key);
    return true;
  }

  /** Sends what waits at once: the page goes away. */
  flush(isParting: boolean): void {
    for (const key of this.timers.keys()) void this.send(key, isParting);
  }

  private async send(key: string, isParting: boolean): Promise<void> {
    const value = this.given.get().get(key);
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    if (value === undefined) return;
    try {
      await this.port.send(value, isParting);
      this.port.onSent(value);
    } catch (error) {
      // It may have been said again in the meantime, and otherwise.
      if (this.given.get().get(key) === value) this.forget(key);
      this.port.onRefused(value, error);
    }
  }

  private forget(key: string): void {
    const rest = new Map(this.given.get());
    rest.delete(key);
    this.given.set(rest);
  }
}

/** Sends what waits whenever the tab is left, for as long as there is one. */
export function flushOnLeave(held: { flush: (isParting: boolean) => void }): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') held.flush(true);
  });
}
