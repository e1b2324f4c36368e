/** Which words a page needs beside those that are always there. */
import type { Part } from './words';

export const WORDS_OF = {
  feedback: ['feedback'],
  journal: ['money'],
  launch: ['launch'],
  releases: ['money'],
  skill: ['skills', 'feedback'],
  skills: ['skills', 'feedback'],
  spend: ['spend', 'budgets'],
  verify: ['verify'],
} as const satisfies Readonly<Record<string, readonly Part[]>>;
