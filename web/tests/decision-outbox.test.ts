import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecisionAnswer, DecisionItem } from '../src/api/wire';
import {
  type Held,
  HOLD_MANY_MS,
  HOLD_MS,
  Outbox,
  type OutboxPort,
  type Refusal,
} from '../src/features/review/decision-outbox';
import { UndoStack } from '../src/features/review/undo-stack';

class Refused extends Error {}

function makeOutbox(answer: (items: DecisionItem[]) => DecisionAnswer[]) {
  const sent: { items: DecisionItem[]; key: string }[] = [];
  const refused: Refusal[] = [];
  const saved: Held[] = [];
  let keys = 0;
  const port: OutboxPort = {
    now: () => Date.now(),
    key: () => `key-${(keys += 1)}`,
    send: (items, key) => {
      sent.push({ items, key });
      return new Promise((resolve) => resolve({ items: answer(items) }));
    },
    isFinal: (error) => error instanceof Refused,
    save: () => undefined,
    onRefused: (list) => refused.push(...list),
    onSaved: (list) => saved.push(...list),
  };
  return { outbox: new Outbox(port), sent, refused, saved };
}

const approve = (id: string) => ({
  revision_id: id,
  variantId: `v-${id}`,
  stage: 'creative',
  verdict: 'approve' as const,
});
const yes = (items: DecisionItem[]): DecisionAnswer[] =>
  items.map(({ revision_id }) => ({ revision_id, ok: true, decision_id: 'd', state: 'approved' }));

beforeEach(() => {
  vi.useFakeTimers();
});

describe('the outbox', () => {
  it('shows at once, sends once, and only after the time to undo', async () => {
    const { outbox, sent, saved } = makeOutbox(yes);
    outbox.decide([approve('a'), approve('b')]);
    expect(outbox.entries.get().get('a')?.phase).toBe('held');
    await vi.advanceTimersByTimeAsync(HOLD_MS - 200);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(400);
    expect(sent).toHaveLength(1);
    expect(saved.map((held) => held.revision_id)).toEqual(['a', 'b']);
    expect(outbox.waiting()).toBe(0);
  });

  it('takes back what is not sent, and says what is too late', async () => {
    const { outbox, sent } = makeOutbox(yes);
    outbox.decide([approve('a')]);
    expect(outbox.undo()).toMatchObject({ tooLate: 0, undone: [{ revision_id: 'a' }] });
    expect(outbox.entries.get().size).toBe(0);
    await vi.advanceTimersByTimeAsync(HOLD_MS * 2);
    expect(sent).toHaveLength(0);
    outbox.redo();
    await vi.advanceTimersByTimeAsync(HOLD_MS * 2);
    expect(sent).toHaveLength(1);
    expect(outbox.undo()).toMatchObject({ tooLate: 1, undone: [] });
  });

  it('takes many back as one step, and gives more time to', async () => {
    const { outbox, sent } = makeOutbox(yes);
    outbox.decide(Array.from({ length: 4000 }, (_, index) => approve(`r${index}`)));
    await vi.advanceTimersByTimeAsync(HOLD_MANY_MS - 500);
    expect(sent).toHaveLength(0);
    expect(outbox.undo()?.undone).toHaveLength(4000);
    expect(outbox.waiting()).toBe(0);
    outbox.redo();
    await vi.advanceTimersByTimeAsync(HOLD_MANY_MS + 500);
    expect(sent.map(({ items }) => items.length)).toEqual(Array.from({ length: 8 }, () => 500));
    expect(new Set(sent.map(({ key }) => key)).size).toBe(8);
  });

  it('takes up what an earlier tab kept, and lets what was decided since stand', async () => {
    const { outbox, sent } = makeOutbox(yes);
    const old = (id: string) => ({ ...approve(id), goesAt: 0, phase: 'held' as const });
    outbox.decide([{ ...approve('a'), verdict: 'reject', reason: 'tone' }]);
    outbox.restore({ held: [old('a'), old('b')], batches: [{ key: 'old', items: [approve('c')] }] });
    await outbox.flush(true);
    expect(sent[0]?.key).toBe('old');
    expect(sent.flatMap(({ items }) => items.map(({ revision_id, verdict }) => `${revision_id} ${verdict}`))).toEqual([
      'c approve',
      'a reject',
      'b approve',
    ]);
  });

  it('undo brings back the decision before', () => {
    const { outbox } = makeOutbox(yes);
    outbox.decide([approve('a')]);
    outbox.decide([{ ...approve('a'), verdict: 'reject', reason: 'tone' }]);
    outbox.undo();
    expect(outbox.entries.get().get('a')?.verdict).toBe('approve');
  });

  it('takes back a refused item alone', async () => {
    const { outbox, refused } = makeOutbox((items) =>
      items.map(({ revision_id }) =>
        revision_id === 'a'
          ? { revision_id, ok: false, code: 'own_work', detail: 'you made this' }
          : { revision_id, ok: true, decision_id: 'd', state: 'approved' as const },
      ),
    );
    outbox.decide([approve('a'), approve('b')]);
    await outbox.flush(true);
    expect(refused).toMatchObject([{ detail: 'you made this', held: { revision_id: 'a' } }]);
    expect([...outbox.entries.get().keys()]).toEqual(['b']);
  });

  it('repeats a batch under its key until it is answered', async () => {
    let isDown = true;
    const { outbox, sent } = makeOutbox((items) => {
      if (isDown) throw new Error('offline');
      return yes(items);
    });
    outbox.decide([approve('a')]);
    await outbox.flush(true);
    expect(outbox.isOffline.get()).toBe(true);
    expect(outbox.waiting()).toBe(1);
    isDown = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(outbox.isOffline.get()).toBe(false);
    expect(outbox.waiting()).toBe(0);
  });

  it('gives a whole batch back that the server will never take', async () => {
    const { outbox, refused } = makeOutbox(() => {
      throw new Refused('not signed in for this');
    });
    outbox.decide([approve('a')]);
    await outbox.flush(true);
    expect(refused).toHaveLength(1);
    expect(outbox.entries.get().size).toBe(0);
  });
});

describe('the undo stack', () => {
  it('goes back, forward, and forgets what was undone when something new is done', () => {
    const stack = new UndoStack<number>(3);
    for (const step of [1, 2, 3, 4]) stack.push(step);
    expect([stack.undo(), stack.undo()]).toEqual([4, 3]);
    expect(stack.redo()).toBe(3);
    stack.push(9);
    expect(stack.redo()).toBeUndefined();
    expect([stack.undo(), stack.undo(), stack.undo()]).toEqual([9, 3, 2]);
    expect(stack.undo()).toBeUndefined();
  });
});
