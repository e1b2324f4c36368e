/** The words of the interface in German. */
import { campaign } from './de/campaign';
import { desk } from './de/desk';
import { edit } from './de/edit';
import { forecast } from './de/forecast';
import { review } from './de/review';

/** Those of the first page and of what stands around every page. */
export const de = { ...desk, ...campaign, ...review, ...forecast, ...edit };

/** Those of other pages, which come with them. */
export const parts = {
  budgets: () => import('./de/budgets').then((module) => module.budgets),
  feedback: () => import('./de/feedback').then((module) => module.feedback),
  launch: () => import('./de/launch').then((module) => module.launch),
  money: () => import('./de/money').then((module) => module.money),
  skills: () => import('./de/skills').then((module) => module.skills),
  spend: () => import('./de/spend').then((module) => module.spend),
  verify: () => import('./de/verify').then((module) => module.verify),
};
