import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeldObjections, HOLD_MS, type Objection } from '../src/features/feedback/held-objections';

const LUMA: Objection = { brandId: 'brd_1', feature: 'background.luma', words: 'Background dark' };

describe('an objection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function made(send = vi.fn(() => Promise.resolve())) {
    const port = { send, onSent: vi.fn(), onRefused: vi.fn() };
    return { port, objections: new HeldObjections(port) };
  }

  it('goes out after a while, once', async () => {
    const { port, objections } = made();
    objections.object(LUMA);
    objections.object({ ...LUMA, words: 'Background bright' });
    await vi.advanceTimersByTimeAsync(HOLD_MS - 1);
    expect(port.send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(port.send.mock.calls).toEqual([[LUMA, false]]);
    expect(port.onSent).toHaveBeenCalledWith(LUMA);
    expect(objections.has('brd_1', 'background.luma')).toBe(true);
    expect(objections.has('brd_2', 'background.luma')).toBe(false);
  });

  it('can be taken back until then', async () => {
    const { port, objections } = made();
    objections.object(LUMA);
    expect(objections.takeBack(LUMA)).toBe(true);
    await vi.runAllTimersAsync();
    expect(port.send).not.toHaveBeenCalled();
    expect(objections.has('brd_1', 'background.luma')).toBe(false);
    objections.object(LUMA);
    await vi.runAllTimersAsync();
    expect(objections.takeBack(LUMA)).toBe(false);
  });

  it('goes out at once when the page goes away', async () => {
    const { port, objections } = made();
    objections.object(LUMA);
    objections.flush(true);
    await vi.runAllTimersAsync();
    expect(port.send.mock.calls).toEqual([[LUMA, true]]);
  });

  it('that is refused can be made again', async () => {
    const { port, objections } = made(vi.fn(() => Promise.reject(new Error('no'))));
    objections.object(LUMA);
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    expect(port.onRefused).toHaveBeenCalledOnce();
    expect(objections.has('brd_1', 'background.luma')).toBe(false);
  });
});
