import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/**
 * The classes that a sheet says what they are: `.name { … }` on its own. `.parent .name` and `.name[data-x]` change one, and so
 * does what stands under a condition (`@media`).
 */
function definedIn(sheet: string): Set<string> {
  const names = new Set<string>();
  const around: string[] = [];
  for (const [, head = '', brace] of sheet.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/([^{};]*)([{};])/g)) {
    if (brace === '}') around.pop();
    if (brace !== '{') continue;
    if (around.every((rule) => rule.startsWith('@layer'))) {
      for (const selector of head.split(',')) {
        const name = /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1];
        if (name) names.add(name);
      }
    }
    around.push(head.trim());
  }
  return names;
}

/** `name: one.css, other.css` for every class that more than one sheet defines. */
function definedTwice(sheets: Record<string, string>): string[] {
  const places = new Map<string, string[]>();
  for (const [file, sheet] of Object.entries(sheets)) {
    for (const name of definedIn(sheet)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  return [...places].filter(([, files]) => files.length > 1).map(([name, files]) => `${name}: ${files.join(', ')}`);
}

describe('class names', () => {
  it('are told apart from what changes them', () => {
    const one = '@layer parts { .pair, .other > p { gap: 2px } @media print { .meter { top: 0 } } }';
    const other = '.pair { color: red } .list .other { top: 0 } .other[data-x] { top: 0 } .meter { top: 1px }';
    expect(definedTwice({ one, other })).toEqual(['pair: one, other']);
  });

  it('mean one thing each: all pages share one sheet', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
    expect(files.length).toBeGreaterThan(10);
    const sheets = Object.fromEntries(files.map((file) => [file, readFileSync(`${SRC}/${file}`, 'utf8')]));
    expect(definedTwice(sheets)).toEqual([]);
  });
});
