import { describe, expect, it } from 'vitest';
import { de as deFirst, parts as deParts } from '../src/locales/de';
import { en as enFirst, parts as enParts } from '../src/locales/en';

/** Those that are always there and those that come with pages. */
async function all(first: object, parts: Record<string, () => Promise<object>>): Promise<object> {
  const coming = await Promise.all(Object.values(parts).map((load) => load()));
  return Object.assign({}, first, ...coming) as object;
}
const en = await all(enFirst, enParts);
const de = await all(deFirst, deParts);

/** `review.approveGroup()` for every text; a function by how many things it is given. */
function keysOf(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, value]) => {
    if (typeof value === 'function') return [`${prefix}${name}(${value.length})`];
    if (typeof value === 'object') return keysOf(value as object, `${prefix}${name}.`);
    return [`${prefix}${name}`];
  });
}

/** Every text; functions are given figures that need the plural. */
function textsOf(words: object): string[] {
  return Object.values(words).flatMap((value): string[] => {
    if (typeof value === 'function') return [String(value('3', '3', '3', '3'))];
    if (typeof value === 'object') return textsOf(value as object);
    return [String(value)];
  });
}

describe('the languages', () => {
  it('have the same words', () => {
    expect(keysOf(de).toSorted()).toEqual(keysOf(en).toSorted());
  });

  it('have no empty word, and none that has fallen out', () => {
    for (const words of [en, de]) {
      for (const text of textsOf(words)) {
        expect(text.trim(), text).not.toBe('');
        if (!text.includes('undefined')) continue;
        // The verdict of a decision is a word of the API, not a number.
        expect(text).toMatch(/^undefined: 3 (ads|Anzeigen)/);
      }
    }
  });

  it('are not one for the other', () => {
    const [english, german] = [textsOf(en), textsOf(de)];
    const same = german.filter((text, index) => text === english[index] && /[a-z]{4}/.test(text));
    expect(same.length / german.length).toBeLessThan(0.08);
  });
});
