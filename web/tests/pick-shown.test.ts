import { expect, it } from 'vitest';
import type { Run } from '../src/api/wire';
import { pickShown } from '../src/features/campaign/pick-shown';

const run = (id: string, kind: Run['kind'], state: Run['state'], task_count: number) =>
  ({ id, kind, state, task_count, reused_count: 0, launched_at: id }) as Run;

it('what goes on comes first, else the run that made most', () => {
  const launch = run('1', 'make', 'done', 610);
  const turn = run('2', 'make', 'done', 2);
  const delivery = run('3', 'release', 'done', 700);
  expect(pickShown([launch, turn, delivery])).toEqual({ shown: [launch], others: [delivery, turn] });
  const now = run('4', 'make', 'active', 2);
  expect(pickShown([launch, now, turn])).toEqual({ shown: [now], others: [turn, launch] });
  expect(pickShown([])).toEqual({ shown: [], others: [] });
});
