import { describe, expect, it } from 'vitest';
import type { Decision, Mark, Revision, Turn } from '../src/api/wire';
import { notesUpTo, openNotes, ticked, tickNext } from '../src/features/review/notes';

const mark = (id: string, polarity: Mark['polarity'] = 'negative'): Mark => ({
  id,
  element: 'headline',
  aspect: 'wording',
  polarity,
});
const decision = (id: string, more: Partial<Decision>): Decision => ({
  id,
  stage: 'creative',
  actor: { id: 'per_1', name: 'Tomasz', role: 'brand_manager' },
  verdict: 'request_changes',
  reason: 'wording',
  comment: null,
  marks: [],
  at: '2026-11-24T10:00:00Z',
  ...more,
});
const revision = (number: number, decisions: Decision[]) => ({ id: `rev_${number}`, number, decisions }) as Revision;
const turn = (fixes: string[]) => ({ id: 'trn_1', fixes }) as Turn;

describe('what was asked for', () => {
  const first = revision(1, [
    decision('dec_1', { comment: 'Stiff.', marks: [mark('dec_1.1'), mark('dec_1.2', 'positive')] }),
    decision('dec_2', {}),
    decision('dec_3', { verdict: 'approve', comment: 'Fine.' }),
  ]);

  it('is the words and each mark that is not praise; a bare request is one note', () => {
    expect(notesUpTo([first], [], 1).map(({ id }) => id)).toEqual(['dec_1', 'dec_1.1', 'dec_2']);
    expect(notesUpTo([first], [], 0)).toEqual([]);
  });

  it('is claimed by the latest turn, and found by reviewers, the latest of whom counts', () => {
    const second = revision(2, [
      decision('dec_4', { verdict: 'approve', fixed: ['dec_1', 'dec_2'], still_open: ['dec_1.1'] }),
      decision('dec_5', { verdict: 'approve', still_open: ['dec_2'] }),
    ]);
    const notes = notesUpTo([second, first], [turn(['dec_2']), turn(['dec_1'])], 1);
    expect(notes.map(({ id, state, isClaimed }) => [id, state, isClaimed])).toEqual([
      ['dec_1', 'fixed', true],
      ['dec_1.1', 'still_open', false],
      ['dec_2', 'still_open', false],
    ]);
    expect(openNotes(notes).map(({ id }) => id)).toEqual(['dec_1.1', 'dec_2']);
  });

  it('is ticked one after the other', () => {
    const notes = notesUpTo([first], [], 1);
    const one = tickNext(notes, new Map(), 'fixed');
    const two = tickNext(notes, one?.ticks ?? new Map(), 'still_open');
    expect([one?.left, two?.left]).toEqual([2, 1]);
    expect(ticked(two?.ticks, 'fixed')).toEqual(['dec_1']);
    expect(ticked(two?.ticks, 'still_open')).toEqual(['dec_1.1']);
    expect(ticked(undefined, 'fixed')).toBeUndefined();
    expect(tickNext([], new Map(), 'fixed')).toBeUndefined();
  });
});
