import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { overBudget } from '../budgets';

type Bundle = Parameters<typeof overBudget>[0];

const chunk = (fileName: string, bytes: number, more: object = {}) => ({
  type: 'chunk',
  fileName,
  // Random letters do not compress much: a byte stays about a byte.
  code: randomBytes(bytes).toString('latin1'),
  imports: [],
  ...more,
});
const bundle = (...outputs: { fileName: string }[]) =>
  Object.fromEntries(outputs.map((output) => [output.fileName, output])) as unknown as Bundle;

describe('the budgets', () => {
  it('count what the first page imports, once', () => {
    const entry = chunk('index.js', 40_000, { isEntry: true, imports: ['frame.js'] });
    const review = chunk('review.js', 20_000, {
      isDynamicEntry: true,
      facadeModuleId: '/web/src/routes/review.tsx',
      imports: ['frame.js'],
    });
    expect(overBudget(bundle(entry, review, chunk('frame.js', 30_000)))).toEqual([]);
    const complaints = overBudget(bundle(entry, review, chunk('frame.js', 90_000)));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('first page');
  });

  it('count what a lazy page brings beyond that', () => {
    const entry = chunk('index.js', 1_000, { isEntry: true, imports: ['frame.js'] });
    const frame = chunk('frame.js', 60_000);
    const spend = chunk('spend.js', 10_000, { isDynamicEntry: true, imports: ['frame.js'] });
    expect(overBudget(bundle(entry, frame, spend))).toEqual([]);
    const flow = chunk('flow.js', 90_000, { isDynamicEntry: true, imports: ['frame.js'] });
    expect(overBudget(bundle(entry, frame, flow))[0]).toContain('flow.js');
  });

  it('count style sheets', () => {
    const style = { type: 'asset', fileName: 'a.css', source: randomBytes(20_000) };
    expect(overBudget(bundle(chunk('index.js', 1, { isEntry: true }), style))[0]).toContain('style sheets');
  });
});
