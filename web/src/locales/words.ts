/**
 * The interface's words in the language that is in use. English is always there; another language is one folder beside `en` and one
 * entry here, and comes only to those who chose it. What only some pages say comes with those pages (`words-of-pages.ts`). What the
 * server writes (findings, problems) is English.
 */
import { en, parts as enParts } from './en';

type Widen<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : { [K in keyof T]: Widen<T[K]> };

export type Part = keyof typeof enParts;
type First = Widen<typeof en>;
type PartWords = { [P in Part]: Widen<Awaited<ReturnType<(typeof enParts)[P]>>> };
type Parts = { readonly [P in Part]: () => Promise<PartWords[P]> };
type All<T> = { [P in keyof T]: (given: T[P]) => void }[keyof T] extends (given: infer U) => void ? U : never;

/** What every language must have. */
export type Words = First & All<PartWords>;

interface Spoken {
  first: First;
  parts: Parts;
}

/** Each by its own name, with the tag for numbers and dates. */
export const LANGUAGES = {
  en: { name: 'English', tag: 'en-GB', load: () => Promise.resolve<Spoken>({ first: en, parts: enParts }) },
  de: {
    name: 'Deutsch',
    tag: 'de-DE',
    load: () => import('./de').then(({ de, parts }): Spoken => ({ first: de, parts })),
  },
} as const;
export type Language = keyof typeof LANGUAGES;

const KEY = 'galley.language';

/** What was chosen here, else the first language of the browser that is spoken. */
function wanted(): Language {
  const isSpoken = (code: string): code is Language => Object.hasOwn(LANGUAGES, code);
  const chosen = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY);
  if (chosen && isSpoken(chosen)) return chosen;
  const asked = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  return asked.map((tag) => tag.slice(0, 2)).find(isSpoken) ?? 'en';
}

export const language: Language = wanted();
/** For numbers and dates. */
export const LANGUAGE: string = LANGUAGES[language].tag;
/** A page may use the parts that it asked for; a test holds it to that. */
export let t = en as unknown as Words;

const spoken = LANGUAGES[language].load();

/** Fetches the words; nothing is shown before. */
export async function loadWords(): Promise<void> {
  const { first } = await spoken;
  t = { ...t, ...first };
  document.documentElement.lang = language;
}

/** Fetches what only some pages say; no such page is shown before. What failed can be asked for again. */
export async function loadParts(parts: readonly Part[]): Promise<void> {
  const from = (await spoken).parts;
  const words = await Promise.all(parts.map((part) => from[part]()));
  t = Object.assign({}, t, ...words) as Words;
}

/** Numbers, dates and words change together: the desk starts again. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(KEY, next);
  location.reload();
}

/** The word for a code of the server, or the code itself where no word is known. */
export function word(list: Readonly<Record<string, string>>, code: string | null | undefined): string {
  if (!code) return '';
  const plain = code.replaceAll(/[_.-]+/g, ' ');
  return list[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
