import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignalItem } from '../src/api/wire';
import { Openings } from '../src/features/review/openings';
import { GATHER_MS, SignalBuffer, STALE_MS } from '../src/features/review/signal-buffer';

class Refused extends Error {}

function made(answer: () => Promise<unknown> = () => Promise.resolve()) {
  const sent: { items: SignalItem[]; isParting: boolean }[] = [];
  const state = { isBusy: false, answer };
  const buffer = new SignalBuffer({
    now: () => Date.now(),
    send: (items, isParting) => {
      sent.push({ items, isParting });
      return state.answer();
    },
    isBusy: () => state.isBusy,
    whenIdle: (run) => run(),
    isFinal: (error) => error instanceof Refused,
  });
  return { buffer, sent, state };
}

const offline = () => Promise.reject(new TypeError('failed to fetch'));

describe('signals', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('go out together, each kind of a revision once', async () => {
    const { buffer, sent } = made();
    buffer.note('a', 'zoom');
    buffer.note('a', 'zoom');
    buffer.note('a', 'long_view');
    buffer.note('b', 'zoom');
    await vi.advanceTimersByTimeAsync(GATHER_MS - 1);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([
      {
        items: [
          { revision_id: 'a', kind: 'zoom' },
          { revision_id: 'a', kind: 'long_view' },
          { revision_id: 'b', kind: 'zoom' },
        ],
        isParting: false,
      },
    ]);
    buffer.note('a', 'zoom');
    await vi.advanceTimersByTimeAsync(GATHER_MS * 10);
    expect(sent).toHaveLength(1);
  });

  it('wait behind decisions', async () => {
    const { buffer, sent, state } = made();
    state.isBusy = true;
    buffer.note('a', 'zoom');
    await vi.advanceTimersByTimeAsync(GATHER_MS * 3);
    expect(sent).toHaveLength(0);
    state.isBusy = false;
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(sent).toHaveLength(1);
  });

  it('are kept for a while without a line, and then dropped', async () => {
    const { buffer, sent, state } = made(offline);
    buffer.note('old', 'zoom');
    await vi.advanceTimersByTimeAsync(STALE_MS);
    const attempts = sent.length;
    expect(attempts).toBeGreaterThan(1);
    expect(attempts).toBeLessThan(9);
    buffer.note('new', 'zoom');
    state.answer = () => Promise.resolve();
    await vi.advanceTimersByTimeAsync(STALE_MS / 2);
    expect(sent.at(-1)?.items).toEqual([{ revision_id: 'new', kind: 'zoom' }]);
    expect(sent).toHaveLength(attempts + 1);
  });

  it('that are refused are not sent again', async () => {
    const { buffer, sent } = made(() => Promise.reject(new Refused()));
    buffer.note('a', 'zoom');
    await vi.advanceTimersByTimeAsync(GATHER_MS * 20);
    expect(sent).toHaveLength(1);
  });

  it('go at once when the page goes', async () => {
    const { buffer, sent } = made();
    buffer.note('a', 'download');
    buffer.part();
    await vi.advanceTimersByTimeAsync(GATHER_MS * 2);
    expect(sent).toEqual([{ items: [{ revision_id: 'a', kind: 'download' }], isParting: true }]);
    buffer.part();
    expect(sent).toHaveLength(1);
  });
});

describe('coming back to an ad', () => {
  it('is after a real look and some time away', () => {
    const openings = new Openings();
    expect(openings.open('a', 0)).toBe(false);
    openings.close('a', 0, 500);
    expect(openings.open('a', 60_000)).toBe(false);
    openings.close('a', 60_000, 65_000);
    expect(openings.open('a', 66_000)).toBe(false);
    expect(openings.open('a', 95_000)).toBe(true);
    expect(openings.open('b', 95_000)).toBe(false);
  });
});
