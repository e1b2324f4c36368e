/**
 * What somebody does with ads without being asked, on its way to the server. It is worth little: it waits for an idle moment, goes
 * behind decisions, and is dropped where the line is gone for long. The server counts each kind once for a person and a revision.
 */
import type { SignalItem } from '../../api/wire';

export interface SignalPort {
  now: () => number;
  send: (items: SignalItem[], isParting: boolean) => Promise<unknown>;
  /** Whether decisions are being sent. */
  isBusy: () => boolean;
  /** Runs when the screen has nothing to do. */
  whenIdle: (run: () => void) => void;
  /** Whether an error means that the server has answered and will answer the same again. */
  isFinal: (error: unknown) => boolean;
}

/** They gather this long; after a failure, longer and longer. */
export const GATHER_MS = 10_000;
const LONGEST_MS = 160_000;
/** What is older when the line comes back says nothing about today's work. */
export const STALE_MS = 600_000;
const BATCH = 500;
const MOST = 2_000;

export class SignalBuffer {
  private readonly waiting = new Map<string, SignalItem & { at: number }>();
  private readonly noted = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = GATHER_MS;
  private isSending = false;

  constructor(private readonly port: SignalPort) {}

  note(revision_id: string, kind: SignalItem['kind']): void {
    const key = `${revision_id} ${kind}`;
    if (this.noted.has(key) || this.noted.size > MOST * 10) return;
    this.noted.add(key);
    const oldest = this.waiting.keys().next().value;
    if (this.waiting.size >= MOST && oldest !== undefined) this.waiting.delete(oldest);
    this.waiting.set(key, { revision_id, kind, at: this.port.now() });
    this.schedule();
  }

  /** Sends what waits now, without regard to anything: the page goes away. */
  part(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    void this.send(true);
  }

  private schedule(): void {
    if (this.waiting.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.port.isBusy()) this.schedule();
      else this.port.whenIdle(() => void this.send(false));
    }, this.wait);
  }

  private async send(isParting: boolean): Promise<void> {
    const oldest = this.port.now() - STALE_MS;
    for (const [key, { at }] of this.waiting) if (at < oldest) this.waiting.delete(key);
    if (this.waiting.size === 0 || this.isSending) return;
    const batch = [...this.waiting].slice(0, BATCH);
    this.isSending = true;
    try {
      await this.port.send(
        batch.map(([, { revision_id, kind }]) => ({ revision_id, kind })),
        isParting,
      );
      this.settle(batch);
    } catch (error) {
      if (this.port.isFinal(error)) this.settle(batch);
      else this.wait = Math.min(LONGEST_MS, this.wait * 2);
    } finally {
      this.isSending = false;
      this.schedule();
    }
  }

  private settle(batch: readonly (readonly [string, unknown])[]): void {
    for (const [key] of batch) this.waiting.delete(key);
    this.wait = GATHER_MS;
  }
}
