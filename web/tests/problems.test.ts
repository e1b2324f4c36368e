import { describe, expect, it } from 'vitest';
import { Problem, type ProblemItem } from '../src/api/client';
import { readBrief } from '../src/features/launch/brief-text';
import { joinProblems, missingOf, placeProblems } from '../src/features/launch/problems';
import { loadParts } from '../src/locales/words';

await loadParts(['launch']);

const TEXT = 'title: ""\nworkflow: global\nmarkets: [gb, xx]\nmessages:\n  - id: A B\n    title: One\ninputs: {}\n';
const place = (item: ProblemItem) => placeProblems(new Problem(422, { errors: [item] }), TEXT)[0];

describe('what the server found wrong', () => {
  it.each<[ProblemItem, (string | number)[], string]>([
    [{ file: 'brief.yaml', line: 3, column: 15, message: 'there is no market “xx”' }, ['markets', 1], 'matrix'],
    [{ file: 'brief.yaml', line: 5, column: 9, message: '“A B” cannot be used' }, ['messages', 0, 'id'], 'brief'],
    [{ file: 'brief.yaml', line: 2, column: 11, message: 'there is no workflow “global”' }, ['workflow'], 'workflow'],
    [{ file: 'brief.yaml', line: 7, column: 9, message: 'the input “copy” is missing' }, ['inputs', 'copy'], 'brief'],
    [{ file: 'brief.yaml', line: 1, column: 1, message: '“formats” is missing' }, ['formats'], 'matrix'],
    [
      { file: 'brief.yaml', line: 3, column: 1, message: 'the workflow asks for at least one format' },
      ['formats'],
      'matrix',
    ],
    [{ file: 'copy.csv', line: 4, column: 2, message: 'no text' }, [], 'brief'],
    [{ pointer: '/campaign', message: 'a campaign keeps its name' }, ['campaign'], 'brief'],
  ])('%j', (item, path, step) => {
    expect(place(item)).toEqual({ item, path, step });
  });

  it('is one thing where nothing has a place, and nothing where no one answered', () => {
    const whole = placeProblems(new Problem(409, { detail: 'the brand has no kit yet' }), TEXT);
    expect(whole.map(({ item }) => item.message)).toEqual(['the brand has no kit yet']);
    expect(placeProblems(new TypeError('offline'), TEXT)).toEqual([]);
  });

  it('comes with what is missing, each thing once and in the order of the steps', () => {
    const missing = missingOf(readBrief(TEXT).fields, undefined);
    expect(missing.map(({ path }) => path.join('/'))).toEqual(['title', 'campaign', 'brand', 'formats']);
    const told = placeProblems(
      new Problem(422, {
        errors: [
          { file: 'brief.yaml', line: 3, column: 15, message: 'there is no market “xx”' },
          { file: 'brief.yaml', line: 1, column: 8, message: '“title” is empty' },
        ],
      }),
      TEXT,
    );
    expect(joinProblems(missing, told).map(({ path }) => path.join('/'))).toEqual([
      'title',
      'campaign',
      'brand',
      'formats',
      'markets/1',
    ]);
  });
});
