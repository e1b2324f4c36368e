import { describe, expect, it } from 'vitest';
import type { Reason } from '../src/api/wire';
import { dotsOf } from '../src/features/feedback/calibration';
import { filesOf } from '../src/features/feedback/export-files';
import { lessonsOf, shareOf, statementOf } from '../src/features/feedback/lessons';

const reason = (
  statement: string,
  held: [number, number],
  otherwise: [number, number],
  more: Partial<Reason> = {},
) => ({
  sentence: `${statement}: approved ${held[0]} of ${held[1]}; otherwise ${otherwise[0]} of ${otherwise[1]}.`,
  feature: 'background.luma',
  speaks_for: held[0] / held[1] > otherwise[0] / otherwise[1],
  with: { approved: held[0], of: held[1] },
  without: { approved: otherwise[0], of: otherwise[1] },
  market: '',
  decisions: [],
  ...more,
});

describe('lessons', () => {
  it.each([
    ['Headline low in contrast: approved 3 of 17; otherwise 41 of 60.', 'Headline low in contrast'],
    ['Palette: dark: approved 3 of 17 in de; otherwise 41 of 60.', 'Palette: dark'],
    ['A sentence of another kind.', 'A sentence of another kind.'],
  ])('says of “%s” only the statement', (sentence, statement) => {
    expect(statementOf({ sentence })).toBe(statement);
  });

  it('tells one difference once, by the side that comes first', () => {
    const bright = reason('Background bright', [9, 10], [2, 8]);
    const dark = reason('Background dark', [2, 8], [9, 10]);
    expect(lessonsOf([bright, dark])).toEqual({ for: [bright], against: [] });
    expect(lessonsOf([dark, bright])).toEqual({ for: [], against: [dark] });
  });

  it('keeps apart what differs in feature, market or counts', () => {
    const bright = reason('Background bright', [9, 10], [2, 8]);
    const others = [
      reason('Background dark', [2, 8], [9, 10], { market: 'de' }),
      reason('Logo small', [2, 8], [9, 10], { feature: 'logo.scale' }),
      reason('Background dark', [2, 8], [8, 10]),
    ];
    expect(lessonsOf([bright, ...others]).against).toEqual(others);
  });

  it('gives none of none', () => {
    expect(shareOf({ approved: 0, of: 0 })).toBe(0);
  });
});

describe('the calibration chart', () => {
  it('has a dot for each group with ads, as large as the group', () => {
    const bins = [
      { forecast: 0, outcome: { approved: 0, of: 0 } },
      { forecast: 0.25, outcome: { approved: 1, of: 4 } },
      { forecast: 0.9, outcome: { approved: 12, of: 16 } },
    ];
    expect(dotsOf(bins)).toEqual([
      { x: 0.25, y: 0.25, size: 0.5, approved: 1, of: 4 },
      { x: 0.9, y: 0.75, size: 1, approved: 12, of: 16 },
    ]);
  });
});

describe('an export', () => {
  const asked = { brand: 'ombrava', format: 'diffusion_dpo', receiver: 'lab' } as const;

  it('is a line for each row, a file for each split that has rows, and the card', () => {
    const made = {
      rows: { train: [{ prompt: 'ü\n' }, { prompt: 'b' }], test: [] },
      card: { schema: 'galley-export/1' },
      deletions: { events: [], outputs: [] },
    };
    const files = filesOf(made, asked);
    expect(files.map(({ name, rows }) => [name, rows])).toEqual([
      ['ombrava-diffusion-dpo-lab-train.jsonl', 2],
      ['ombrava-diffusion-dpo-lab-data-card.json', 1],
    ]);
    expect(files[0]?.text).toBe('{"prompt":"ü\\n"}\n{"prompt":"b"}\n');
  });

  it('hands over the list of what to delete where there is something', () => {
    const deletions = { events: ['jrn_1', 'jrn_2'], outputs: ['c9'] };
    const list = filesOf({ rows: {}, card: {}, deletions }, asked).at(-1);
    expect(list?.rows).toBe(3);
    expect(JSON.parse(list?.text ?? '')).toEqual(deletions);
  });
});
