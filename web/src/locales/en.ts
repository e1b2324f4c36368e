/** The words of the interface in English. Sentence case, verbs, no "Oops"; a button says what happens and to how many. */
import { campaign } from './en/campaign';
import { desk } from './en/desk';
import { edit } from './en/edit';
import { forecast } from './en/forecast';
import { review } from './en/review';

/** Those of the first page and of what stands around every page. */
export const en = { ...desk, ...campaign, ...review, ...forecast, ...edit };

/** Those of other pages, which come with them. */
export const parts = {
  budgets: () => import('./en/budgets').then((module) => module.budgets),
  feedback: () => import('./en/feedback').then((module) => module.feedback),
  launch: () => import('./en/launch').then((module) => module.launch),
  money: () => import('./en/money').then((module) => module.money),
  skills: () => import('./en/skills').then((module) => module.skills),
  spend: () => import('./en/spend').then((module) => module.spend),
  verify: () => import('./en/verify').then((module) => module.verify),
};
