import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lineOf, pathAt, readBrief, setField, slugOf } from '../src/features/launch/brief-text';

const DEMO = readFileSync(new URL('../../workflows/demo/brief.yaml', import.meta.url), 'utf8');
const EXAMPLE = readFileSync(new URL('../../workflows/global-launch/brief.example.yaml', import.meta.url), 'utf8');

/** Lines of the one text that the other lacks, both ways. */
function changed(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, next] = [before.split('\n'), after.split('\n')];
  return { gone: old.filter((line) => !next.includes(line)), come: next.filter((line) => !old.includes(line)) };
}

describe('a brief as text', () => {
  it('is read field by field', () => {
    const { fields, broken } = readBrief(DEMO);
    expect(broken).toBeNull();
    expect(fields).toMatchObject({
      campaign: 'slow-hours',
      budget: { amount: '250.00', hard: true },
      starts: '2026-12-01',
    });
    expect(fields.messages.map(({ id }) => id)).toEqual(['morning', 'evening']);
    expect([fields.markets.length, fields.formats.length]).toEqual([12, 12]);
  });

  it('changes only where it is changed', () => {
    expect(changed(DEMO, setField(DEMO, ['title'], 'Slow days'))).toEqual({
      gone: ['title: Slow hours'],
      come: ['title: Slow days'],
    });
    expect(changed(DEMO, setField(DEMO, ['budget', 'amount'], '90.00')).come).toEqual([
      'budget: {amount: "90.00", currency: EUR, hard: true}',
    ]);
    expect(changed(EXAMPLE, setField(EXAMPLE, ['markets'], ['gb', 'se'])).gone).toEqual([
      'markets: [gb, de, at, fr, nl, se]',
    ]);
  });

  it('keeps the comments around a change', () => {
    expect(setField(EXAMPLE, ['messages', 0, 'title'], 'Here: now')).toContain('# this site does not sell it');
    expect(readBrief(setField(EXAMPLE, ['messages', 0, 'title'], 'Here: now')).fields.messages[0]?.title).toBe(
      'Here: now',
    );
  });

  it('takes fields in that were not there, and out again', () => {
    const more = setField(DEMO, ['fallback', 'de-AT'], 'de-DE');
    expect(readBrief(more).fields.fallback).toEqual({ 'de-AT': 'de-DE' });
    expect(setField(more, ['fallback'], undefined).trim()).toBe(DEMO.trim());
    expect(readBrief(setField('', ['title'], 'First')).fields.title).toBe('First');
  });

  it.each(['2026', 'yes', 'no', 'a: b', '# not a comment', ' spaces ', '“quoted”', '', 'عربي'])(
    'keeps the text %j a text',
    (title) => {
      expect(readBrief(setField(DEMO, ['title'], title)).fields.title).toBe(title);
    },
  );

  it('stays as it is where it cannot be read, and says where', () => {
    const text = 'title: x\nmarkets: [gb\nformats: []\n';
    expect(setField(text, ['title'], 'y')).toBe(text);
    expect(readBrief(text).broken?.line).toBeGreaterThan(1);
  });

  it('reads what is of the wrong shape as empty', () => {
    const { fields } = readBrief('markets: gb\nmessages: {a: 1}\nbudget: 12\nexclude: [x]\nrights: 3\n');
    expect([fields.markets, fields.messages, fields.rights]).toEqual([[], [], []]);
    expect(readBrief('- a\n- b\n').fields.title).toBe('');
    // An alias would let a short text stand for a very long one.
    expect(readBrief('a: &a [1, 1]\nb: [*a, *a]\ntitle: x\n').fields.title).toBe('');
  });

  it('knows which field stands where', () => {
    const place = (part: string) => {
      const line = DEMO.split('\n').findIndex((each) => each.includes(part));
      return pathAt(DEMO, line + 1, (DEMO.split('\n')[line] ?? '').indexOf(part) + 1);
    };
    expect(place('Slow hours\n'.trim())).toEqual(['title']);
    expect(place('meta.stories')).toEqual(['formats', 10]);
    expect(place('Evening pause')).toEqual(['messages', 1, 'title']);
    expect(lineOf(DEMO, ['messages', 1, 'title'])).toBe(
      DEMO.split('\n').findIndex((each) => each.includes('Evening pause')) + 1,
    );
  });

  it('makes a short name of a title', () => {
    expect(['Slow hours', 'Für große Tage!', '  ', '朝', 'a'.repeat(80)].map(slugOf)).toEqual([
      'slow-hours',
      'fur-grosse-tage',
      '',
      '',
      'a'.repeat(64),
    ]);
  });
});
