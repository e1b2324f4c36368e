import { describe, expect, it } from 'vitest';
import { readBrief } from '../src/features/launch/brief-text';
import { type Axis, countMatrix, type Rule, withoutStrays, withRules } from '../src/features/launch/matrix';

const MORE: Axis[] = [
  { name: 'message', values: ['morning', 'evening'] },
  { name: 'audience', values: ['new', 'old', 'all'] },
];
const derived = {
  localeOf: (market: string) => (market === 'de' || market === 'at' ? 'de' : 'fr'),
  shapeOf: (format: string) => (format === 'tower' ? 'tower' : 'square'),
};
const count = (exclude: readonly Rule[]) =>
  countMatrix(
    {
      ...readBrief('markets: [de, at, fr]\nformats: [tower, square]\n').fields,
      exclude: exclude as Record<string, string>[],
    },
    MORE,
    derived,
  );

describe('the matrix', () => {
  it.each<[string, Rule[], number]>([
    ['nothing', [], 36],
    ['a cell', [{ market: 'de', format: 'tower' }], 30],
    ['a message', [{ message: 'morning' }], 18],
    ['what a market reads', [{ locale: 'de', message: 'morning' }], 24],
    ['a shape', [{ shape: 'tower' }], 18],
    ['the same twice', [{ market: 'de' }, { market: 'de', format: 'tower' }], 24],
    [
      'rules that overlap',
      [
        { message: 'morning', market: 'de' },
        { audience: 'old', market: 'de' },
      ],
      28,
    ],
    ['a value that is not there', [{ market: 'jp' }], 36],
    ['an empty rule leaves nothing out', [{}], 36],
    ['everything', [{ message: 'morning' }, { message: 'evening' }], 0],
  ])('without %s', (_, exclude, total) => {
    expect(count(exclude).total).toBe(total);
    expect(count(exclude).excluded).toBe(36 - total);
  });

  it('counts by market and format', () => {
    const matrix = count([
      { market: 'fr', format: 'tower' },
      { market: 'at', message: 'morning' },
    ]);
    expect([
      matrix.of('fr', 'tower'),
      matrix.of('fr', 'square'),
      matrix.of('at', 'tower'),
      matrix.of('xx', 'tower'),
    ]).toEqual([0, 6, 3, 0]);
  });

  it('takes rules in and out', () => {
    const rules = [{ market: 'de', format: 'tower' }];
    expect(withRules(rules, [{ format: 'tower', market: 'de' }], true)).toHaveLength(1);
    expect(withRules(rules, [{ format: 'tower', market: 'de' }], false)).toEqual([]);
    expect(withoutStrays([...rules, { message: 'morning' }], 'market', ['fr'])).toEqual([{ message: 'morning' }]);
  });
});
