/**
 * The interface's words in the language that is in use. English is always there; another language is one folder beside `en` and one
 * entry here, and comes only to those who chose it. What the server writes (findings, problems) is English.
 */
import { en } from './en';

type Widen<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : { [K in keyof T]: Widen<T[K]> };

/** What every language must have. */
export type Words = Widen<typeof en>;

/** Each by its own name, with the tag for numbers and dates. */
export const LANGUAGES = {
  en: { name: 'English', tag: 'en-GB', load: () => Promise.resolve<Words>(en) },
  de: { name: 'Deutsch', tag: 'de-DE', load: () => import('./de').then((module): Words => module.de) },
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
export let t: Words = en;

/** Fetches the words; nothing is shown before. */
export async function loadWords(): Promise<void> {
  t = await LANGUAGES[language].load();
  document.documentElement.lang = language;
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
