/**
 * Objections between the press and the server. The server keeps them for good, so each waits a few seconds in which it can be
 * taken back.
 */
import { createStore } from '../../lib/store';

export interface Objection {
  brandId: string;
  feature: string;
  /** The statement that is wrong. */
  words: string;
}

export interface ObjectionPort {
  send: (objection: Objection, isParting: boolean) => Promise<unknown>;
  onSent: (objection: Objection) => void;
  onRefused: (objection: Objection, error: unknown) => void;
}

export const HOLD_MS = 8_000;

const keyOf = ({ brandId, feature }: Objection) => `${brandId} ${feature}`;

export class HeldObjections {
  /** Those that were made here, held or sent, by brand and feature. */
  readonly made = createStore<ReadonlySet<string>>(new Set());
  private readonly held = new Map<string, { objection: Objection; timer: ReturnType<typeof setTimeout> }>();

  constructor(private readonly port: ObjectionPort) {}

  has(brandId: string, feature: string): boolean {
    return this.made.get().has(`${brandId} ${feature}`);
  }

  object(objection: Objection): void {
    const key = keyOf(objection);
    if (this.made.get().has(key)) return;
    this.held.set(key, { objection, timer: setTimeout(() => void this.send(key, false), HOLD_MS) });
    this.made.set(new Set(this.made.get()).add(key));
  }

  /** Whether it was in time. */
  takeBack(objection: Objection): boolean {
    const key = keyOf(objection);
    const held = this.held.get(key);
    if (!held) return false;
    clearTimeout(held.timer);
    this.held.delete(key);
    this.forget(key);
    return true;
  }

  /** Sends what is held at once: the page goes away. */
  flush(isParting: boolean): void {
    for (const key of this.held.keys()) void this.send(key, isParting);
  }

  private async send(key: string, isParting: boolean): Promise<void> {
    const held = this.held.get(key);
    if (!held) return;
    clearTimeout(held.timer);
    this.held.delete(key);
    try {
      await this.port.send(held.objection, isParting);
      this.port.onSent(held.objection);
    } catch (error) {
      this.forget(key);
      this.port.onRefused(held.objection, error);
    }
  }

  private forget(key: string): void {
    const rest = new Set(this.made.get());
    rest.delete(key);
    this.made.set(rest);
  }
}
