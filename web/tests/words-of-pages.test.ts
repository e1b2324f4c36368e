import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en, parts } from '../src/locales/en';
import { type Part } from '../src/locales/words';
import { WORDS_OF } from '../src/locales/words-of-pages';

const SRC = resolve(import.meta.dirname, '../src');
/** Statements, and what is fetched when it is wanted; types and styles are neither. */
const IMPORTS = /^import (?!type )[^;]*?from '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;

function importsOf(file: string, source: string): string[] {
  return [...source.matchAll(IMPORTS)].flatMap(([, still = '', later = '']) =>
    ['.ts', '.tsx'].map((end) => resolve(dirname(file), `${still}${later}${end}`)).filter((path) => existsSync(path)),
  );
}

/** Each of `t.<name>` in a file and in all that it brings, with the file that says it. */
function wordsIn(file: string, ends: (file: string) => boolean): Map<string, string> {
  const words = new Map<string, string>();
  const seen = new Set<string>();
  const walk = (path: string) => {
    if (seen.has(path) || path.includes('/locales/') || ends(path)) return;
    seen.add(path);
    const source = readFileSync(path, 'utf8');
    for (const [, name = ''] of source.matchAll(/\bt\.(\w+)/g)) words.set(name, basename(path));
    for (const next of importsOf(path, source)) walk(next);
  };
  walk(file);
  return words;
}

/** What is said and not there, as `spend in header.tsx`. */
async function missing(words: Map<string, string>, wanted: readonly Part[]): Promise<string[]> {
  const there = Object.keys(Object.assign({}, en, ...(await Promise.all(wanted.map((part) => parts[part]())))));
  return [...words].filter(([name]) => !there.includes(name)).map(([name, file]) => `${name} in ${file}`);
}

const pages = readdirSync(`${SRC}/routes`).filter((name) => name.endsWith('.tsx') && name !== 'router.tsx');

describe('the words of pages', () => {
  it.each(pages)('%s has fetched what it says', async (name) => {
    const wanted = WORDS_OF[name.replace('.tsx', '') as keyof typeof WORDS_OF] ?? [];
    expect(
      await missing(
        wordsIn(`${SRC}/routes/${name}`, () => false),
        wanted,
      ),
    ).toEqual([]);
  });

  it('are named to the router with the page', () => {
    const router = readFileSync(`${SRC}/routes/router.tsx`, 'utf8');
    for (const name of Object.keys(WORDS_OF)) expect(router).toMatch(new RegExp(`page\\([^;]*?WORDS_OF\\.${name}\\b`));
  });

  it('are not needed around the pages', async () => {
    const isPage = (path: string) => path.includes('/routes/') && pages.includes(basename(path));
    const lazy = (path: string) =>
      isPage(path) && !['sign-in.tsx', 'lost.tsx', 'lazy-page.tsx'].includes(basename(path));
    expect(await missing(wordsIn(`${SRC}/main.tsx`, lazy), [])).toEqual([]);
  });
});
