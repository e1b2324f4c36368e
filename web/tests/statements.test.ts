import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { statement } from '../src/locales/de/statements';

const SCHEMA = readFileSync(new URL('../../services/learning/src/features/schema.rs', import.meta.url), 'utf8');

/** Every text of the table of features that people read: `says("headline", "long", "short")`, or a choice's words. */
function statements(): string[] {
  const lines = SCHEMA.slice(SCHEMA.indexOf('const FEATURES'), SCHEMA.indexOf('struct Cross')).split(
    /\n {4}(?=number|factor|line)/,
  );
  const features = lines.flatMap((line) => {
    const [, words, more, less] = /\.says\(\s*"([^"]+)",\s*"([^"]*)",\s*"([^"]*)"/.exec(line) ?? [];
    const choices = /Choice\(&\[(.*?)\]\)/s.exec(line)?.[1]?.match(/[a-z_]+/g) ?? [];
    if (!words) return [];
    if (choices.length > 0) return choices.map((choice) => `${words}: ${choice.replaceAll('_', ' ')}`);
    return more && less ? [`${words} ${more}`, `${words} ${less}`] : [];
  });
  const crosses = [...SCHEMA.matchAll(/\n {8}words: "([^"]+)"/g)].map(([, words]) => words ?? '');
  return [...features, ...crosses];
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

describe('what Galley finds about an ad', () => {
  it('has German words, all of it', () => {
    expect(statements().length).toBeGreaterThan(80);
    expect(statements().filter((words) => statement(capital(words)) === capital(words))).toEqual([]);
  });

  it('that is not known is said as it came', () => {
    expect(statement('Moon full')).toBe('Moon full');
  });
});
