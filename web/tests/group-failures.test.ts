import { expect, it } from 'vitest';
import type { Task } from '../src/api/wire';
import { groupFailures } from '../src/features/campaign/group-failures';

const task = (id: string, step: string, error: string | null) => ({ id, step, error }) as Task;

it('reasons that differ only in numbers and names are one, the largest first', () => {
  const groups = groupFailures([
    task('a', 'ad', 'the backend did not answer'),
    task('b', 'ad', 'text "Guten Tag" needs 412 px, the box has 300 px'),
    task('c', 'ad', 'text "Bonjour" needs 320 px, the box has 300 px'),
    task('d', 'scene', 'the backend did not answer'),
    task('e', 'ad', null),
  ]);
  expect(groups.map(({ step, tasks }) => [step, tasks.length])).toEqual([
    ['ad', 2],
    ['ad', 1],
    ['scene', 1],
    ['ad', 1],
  ]);
});
