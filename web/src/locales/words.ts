/** The interface's words in the language that is in use. Another language is one more file beside `en.ts` and one entry here. */
import { en } from './en';

export type Words = typeof en;

export const LANGUAGE = 'en-GB';
export const t: Words = en;

/** The word for a code of the server, or the code itself where no word is known. */
export function word(list: Readonly<Record<string, string>>, code: string | null | undefined): string {
  if (!code) return '';
  const plain = code.replaceAll(/[_.-]+/g, ' ');
  return list[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
