import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeldBack, HOLD_MS } from '../src/lib/held-back';

describe('what is held back', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function made(send = vi.fn(() => Promise.resolve())) {
    const port = { send, onSent: vi.fn(), onRefused: vi.fn() };
    return { port, held: new HeldBack<string>(port) };
  }

  it('goes out after a while, as it was said last', async () => {
    const { port, held } = made();
    held.hold('pair', 'left');
    await vi.advanceTimersByTimeAsync(HOLD_MS - 1);
    held.hold('pair', 'right');
    await vi.advanceTimersByTimeAsync(HOLD_MS - 1);
    expect(port.send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(port.send.mock.calls).toEqual([['right', false]]);
    expect(port.onSent.mock.calls).toEqual([['right']]);
    expect(held.given.get().get('pair')).toBe('right');
  });

  it('can be taken back until then, and not later', async () => {
    const { port, held } = made();
    held.hold('pair', 'left');
    expect(held.takeBack('pair')).toBe(true);
    await vi.runAllTimersAsync();
    expect(port.send).not.toHaveBeenCalled();
    expect(held.given.get().has('pair')).toBe(false);
    held.hold('pair', 'left');
    await vi.runAllTimersAsync();
    expect(held.takeBack('pair')).toBe(false);
    expect(held.given.get().has('pair')).toBe(true);
  });

  it('goes out at once, and once, when the page goes away', async () => {
    const { port, held } = made();
    held.hold('one', 'left');
    held.hold('other', 'tie');
    held.flush(true);
    await vi.runAllTimersAsync();
    expect(port.send.mock.calls).toEqual([
      ['left', true],
      ['tie', true],
    ]);
  });

  it('is as if never said where the server refuses it', async () => {
    const { port, held } = made(vi.fn(() => Promise.reject(new Error('no'))));
    held.hold('pair', 'left');
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    expect(port.onRefused).toHaveBeenCalledOnce();
    expect(held.given.get().has('pair')).toBe(false);
  });
});
