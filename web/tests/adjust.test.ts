import { describe, expect, it } from 'vitest';
import type { Adjustments, Changes } from '../src/api/wire';
import * as adjust from '../src/features/review/edit/adjust';
import { changeWords } from '../src/features/review/edit/change-words';
import { EditDraft } from '../src/features/review/edit/edit-draft';

const ltr = { width: 1000, height: 500, isRtl: false };
const rtl = { ...ltr, isRtl: true };

describe('adjustments', () => {
  it('lie over one another as on the server', () => {
    const cases: [Adjustments, Changes, Adjustments][] = [
      [{}, { cta: { scale: 1.5 } }, { cta: { scale: 1.5 } }],
      [{ cta: { scale: 1.5 } }, { cta: { color: 'ink' } }, { cta: { scale: 1.5, color: 'ink' } }],
      [{ cta: { scale: 1.5, hide: true } }, { cta: { scale: null } }, { cta: { hide: true } }],
      [{ cta: { scale: 1.5 } }, { cta: { scale: 1 } }, {}],
      [{ cta: { scale: 1.5 }, logo: { zoom: 2 } }, { cta: null }, { logo: { zoom: 2 } }],
      [{}, { cta: { scale: 1, zoom: 1, shift: [0, 0], hide: false } }, {}],
    ];
    for (const [before, changes, after] of cases) expect(adjust.withChanges(before, changes)).toEqual(after);
  });

  it('are led from one state to any other by their differences', () => {
    const states: Adjustments[] = [
      {},
      { cta: { scale: 1.5, color: 'ink' } },
      { cta: { scale: 2 }, headline: { text: 'New', shift: [0.1, 0] } },
      { product: { hide: true } },
    ];
    for (const from of states) {
      for (const to of states) {
        expect(adjust.withChanges(from, adjust.changesBetween(from, to))).toEqual(to);
      }
    }
  });

  it('turn round where an ad is read from right to left', () => {
    expect(adjust.shiftOf([100, 50], ltr)).toEqual([0.1, 0.1]);
    expect(adjust.shiftOf([100, 50], rtl)).toEqual([-0.1, 0.1]);
    for (const canvas of [ltr, rtl])
      expect(adjust.pixelsOf(adjust.shiftOf([37, -20], canvas), canvas)).toEqual([37, -20]);
    expect(adjust.moved({ shift: [0.1, 0] }, [10, 0], ltr)).toEqual([0.11, 0]);
    expect(adjust.moved({ shift: [0.1, 0] }, [10, 0], rtl)).toEqual([0.09, 0]);
  });

  it('stay within what the server takes', () => {
    expect(adjust.shiftOf([5000, -5000], ltr)).toEqual([1, -1]);
    expect(adjust.focalMoved({ focal: [0.9, 0.5] }, [-5000, 0], ltr)).toEqual([1, 0.5]);
  });

  it('crop the way the picture is pulled, less the closer it is, and never mirrored', () => {
    expect(adjust.focalMoved(undefined, [100, 50], ltr)).toEqual([0.4, 0.4]);
    expect(adjust.focalMoved({ zoom: 2 }, [100, 50], ltr)).toEqual([0.45, 0.45]);
    expect(adjust.focalMoved(undefined, [100, 50], rtl)).toEqual([0.4, 0.4]);
  });
});

describe('the words of a change', () => {
  const words = (before: Adjustments, after: Adjustments, canvas = ltr) =>
    changeWords(adjust.differences(before, after), canvas).map(({ name, words: said }) => `${name}: ${said}`);

  it('say what people see', () => {
    expect(words({}, { headline: { scale: 1.2, shift: [0, 0.048] } })).toEqual([
      'Headline: moved 24 px down; larger, 1.2×',
    ]);
    expect(words({ cta: { scale: 2 } }, { cta: { scale: 1.5, fill: 'on_primary' } })).toEqual([
      'Button: smaller, 1.5×; surface in on primary',
    ]);
    expect(words({ logo: { hide: true } }, {})).toEqual(['Logo: shown again']);
    expect(words({}, { headline: { text: 'Zeit.' } })).toEqual(['Headline: now says “Zeit.”']);
    expect(words({ scene: { zoom: 2, focal: [0.1, 0.2] } }, {})).toEqual([
      'Background: cropped as before; as near as before',
    ]);
  });

  it('say left and right as they are on the picture', () => {
    const after = { headline: { shift: [0.01, 0] } } as const;
    expect(words({}, after)).toEqual(['Headline: moved 10 px right']);
    expect(words({}, after, rtl)).toEqual(['Headline: moved 10 px left']);
  });
});

describe('a draft', () => {
  it('takes a drag back as one step, and what follows a rest as another', () => {
    const draft = new EditDraft();
    for (const scale of [1.1, 1.2, 1.3]) draft.change({ cta: { scale } }, 'cta scale');
    draft.rest();
    draft.change({ cta: { scale: 2 } }, 'cta scale');
    expect(draft.undo()).toBe(true);
    expect(draft.now.get().changes).toEqual({ cta: { scale: 1.3 } });
    expect(draft.undo()).toBe(true);
    expect(draft.now.get().changes).toEqual({});
    expect(draft.undo()).toBe(false);
    expect(draft.redo()).toBe(true);
    expect(draft.now.get().changes).toEqual({ cta: { scale: 1.3 } });
  });
});
