import { describe, expect, it } from 'vitest';
import { chanceOf, isDoubtful, ranksOf } from '../src/features/review/forecasts';

const list = (...ids: string[]) => ids.map((variant_id) => ({ variant_id }));

describe('forecasts', () => {
  it('of several campaigns take turns', () => {
    const ranks = ranksOf([list('a1', 'a2', 'a3'), list('b1')]);
    const order = [...ranks].toSorted(([, one], [, other]) => one - other).map(([id]) => id);
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
    expect(ranksOf([]).size).toBe(0);
  });

  it.each([
    [1, 'surely'],
    [0.7, 'likely'],
    [0.5, 'open'],
    [0.4, 'unlikely'],
    [0.05, 'hardly'],
  ])('say a probability of %f as “%s”', (probability, words) => {
    expect(chanceOf(probability)).toBe(words);
  });

  it('are called guesses where the model is', () => {
    expect(isDoubtful({ doubt: 0.9 })).toBe(false);
    expect(isDoubtful({ doubt: 2.4 })).toBe(true);
  });
});
