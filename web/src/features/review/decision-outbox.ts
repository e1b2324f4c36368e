/**
 * Decisions between the key press and the server. A decision shows at once, waits a few seconds in which it can be taken back,
 * then goes out in a batch; the batch keeps its key until it is answered, so sending it twice is deciding once. What is not
 * sent survives the tab. The server answers per item: a refused one is taken back here and said.
 */
import type { DecisionAnswer, DecisionItem, VariantState } from '../../api/wire';
import { createStore } from '../../lib/store';
import { UndoStack } from './undo-stack';

export interface Held extends DecisionItem {
  variantId: string;
  /** When it goes out, unless it is taken back before. */
  goesAt: number;
  phase: 'held' | 'sending' | 'saved';
  /** The variant's state as the server answered. */
  state?: VariantState | null | undefined;
}

interface Batch {
  key: string;
  items: DecisionItem[];
}

/** What must survive the tab. */
export interface Kept {
  held: Held[];
  batches: Batch[];
}

interface Change {
  before: Held | undefined;
  after: Held;
}

export interface Refusal {
  held: Held;
  code: string;
  detail: string;
}

export interface OutboxPort {
  now: () => number;
  key: () => string;
  send: (items: DecisionItem[], key: string, isParting: boolean) => Promise<{ items: DecisionAnswer[] }>;
  /** Whether an error means that the server has answered and will answer the same again. */
  isFinal: (error: unknown) => boolean;
  /** Called on every change; asks for what to keep when it finds the time. */
  save: (kept: () => Kept) => void;
  onRefused: (refusals: Refusal[]) => void;
  onSaved: (saved: Held[]) => void;
}

/** How long a decision can be taken back; one on many ads is looked over for longer. */
export const HOLD_MS = 5_000;
export const HOLD_MANY_MS = 20_000;
const MANY = 12;
const BATCH = 500;
const RETRY_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

export class Outbox {
  /** By revision. */
  readonly entries = createStore<ReadonlyMap<string, Held>>(new Map());
  readonly isOffline = createStore(false);
  private readonly history = new UndoStack<Change[]>();
  private batches: Batch[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isUnderWay = false;
  private failures = 0;

  constructor(private readonly port: OutboxPort) {}

  restore(kept: Kept): void {
    this.batches = [...kept.batches, ...this.batches];
    const entries = this.entries.get();
    const missing = kept.held.filter((held) => !entries.has(held.revision_id));
    this.put(missing.map((held) => ({ key: held.revision_id, value: held })));
    this.schedule();
  }

  decide(decisions: (DecisionItem & { variantId: string })[]): void {
    const goesAt = this.goesAt(decisions.length);
    const entries = this.entries.get();
    const changes = decisions
      .filter((decision) => entries.get(decision.revision_id)?.phase !== 'sending')
      .map((decision) => ({
        before: entries.get(decision.revision_id),
        after: { ...decision, goesAt, phase: 'held' as const },
      }));
    this.history.push(changes);
    this.put(changes.map(({ after }) => ({ key: after.revision_id, value: after })));
    this.schedule();
  }

  /** Takes the last step back as far as it has not been sent. */
  undo(): { undone: Held[]; tooLate: number } | undefined {
    const changes = this.history.undo();
    if (!changes) return undefined;
    const entries = this.entries.get();
    const open = changes.filter(({ after }) => entries.get(after.revision_id)?.phase === 'held');
    this.put(open.map(({ before, after }) => ({ key: after.revision_id, value: before })));
    return { undone: open.map(({ after }) => after), tooLate: changes.length - open.length };
  }

  redo(): Held[] | undefined {
    const changes = this.history.redo();
    if (!changes) return undefined;
    const goesAt = this.goesAt(changes.length);
    const entries = this.entries.get();
    const open = changes.filter(({ after }) => entries.get(after.revision_id)?.phase !== 'sending');
    this.put(
      open.map(({ after }) => ({ key: after.revision_id, value: { ...after, goesAt, phase: 'held' as const } })),
    );
    this.schedule();
    return open.map(({ after }) => after);
  }

  private goesAt(count: number): number {
    return this.port.now() + (count >= MANY ? HOLD_MANY_MS : HOLD_MS);
  }

  /** Forgets what the server has; the sheet reads it again from there. */
  forgetSaved(): void {
    const saved = [...this.entries.get().values()].filter((held) => held.phase === 'saved');
    this.put(saved.map((held) => ({ key: held.revision_id, value: undefined })));
  }

  isSending(): boolean {
    return this.isUnderWay;
  }

  waiting(): number {
    let waiting = 0;
    for (const held of this.entries.get().values()) if (held.phase !== 'saved') waiting += 1;
    return waiting;
  }

  /** Sends what has waited long enough; all of it where it must not wait. */
  async flush(isForced: boolean, isParting = false): Promise<void> {
    this.seal(isForced);
    if (this.isUnderWay && !isParting) return;
    this.isUnderWay = true;
    try {
      for (const batch of this.batches.slice()) await this.sendBatch(batch, isParting);
      this.failures = 0;
      this.isOffline.set(false);
    } catch {
      this.failures += 1;
      this.isOffline.set(true);
    } finally {
      this.isUnderWay = false;
      this.schedule();
    }
  }

  /** Held entries become batches: from here on they cannot be taken back. */
  private seal(isForced: boolean): void {
    const now = this.port.now();
    const ready = [...this.entries.get().values()].filter(
      (held) => held.phase === 'held' && (isForced || held.goesAt <= now),
    );
    for (let from = 0; from < ready.length; from += BATCH) {
      const part = ready.slice(from, from + BATCH);
      this.batches.push({ key: this.port.key(), items: part.map(toItem) });
    }
    this.put(ready.map((held) => ({ key: held.revision_id, value: { ...held, phase: 'sending' as const } })));
  }

  private async sendBatch(batch: Batch, isParting: boolean): Promise<void> {
    try {
      const answer = await this.port.send(batch.items, batch.key, isParting);
      this.settle(batch, answer.items);
    } catch (error) {
      if (!this.port.isFinal(error)) throw error;
      const detail = error instanceof Error ? error.message : '';
      this.settle(
        batch,
        batch.items.map(({ revision_id }) => ({ revision_id, ok: false, code: 'refused', detail })),
      );
    }
  }

  private settle(batch: Batch, answers: DecisionAnswer[]): void {
    this.batches = this.batches.filter((other) => other.key !== batch.key);
    const entries = this.entries.get();
    const saved: Held[] = [];
    const refusals: Refusal[] = [];
    for (const answer of answers) {
      const held = entries.get(answer.revision_id);
      if (!held) continue;
      if (answer.ok) saved.push({ ...held, phase: 'saved', state: answer.state });
      else refusals.push({ held, code: answer.code ?? '', detail: answer.detail ?? '' });
    }
    this.put([
      ...saved.map((held) => ({ key: held.revision_id, value: held })),
      ...refusals.map(({ held }) => ({ key: held.revision_id, value: undefined })),
    ]);
    if (saved.length > 0) this.port.onSaved(saved);
    if (refusals.length > 0) this.port.onRefused(refusals);
  }

  private put(changes: { key: string; value: Held | undefined }[]): void {
    if (changes.length === 0) return;
    const next = new Map(this.entries.get());
    for (const { key, value } of changes) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    this.entries.set(next);
    this.port.save(() => this.kept());
  }

  private kept(): Kept {
    return { held: [...this.entries.get().values()].filter((held) => held.phase !== 'saved'), batches: this.batches };
  }

  private schedule(): void {
    clearTimeout(this.timer);
    let next = Number.POSITIVE_INFINITY;
    for (const held of this.entries.get().values()) if (held.phase === 'held') next = Math.min(next, held.goesAt);
    const isRetry = this.batches.length > 0;
    if (!isRetry && next === Number.POSITIVE_INFINITY) return;
    const wait = isRetry ? (RETRY_MS[Math.min(this.failures, RETRY_MS.length) - 1] ?? 0) : next - this.port.now();
    this.timer = setTimeout(() => void this.flush(false), Math.max(50, wait));
  }
}

function toItem(held: Held): DecisionItem {
  const { revision_id, stage, verdict, reason, comment, marks, shown, fixed, still_open } = held;
  return { revision_id, stage, verdict, reason, comment, marks, shown, fixed, still_open };
}
