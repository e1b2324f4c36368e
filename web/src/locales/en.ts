/** Every word of the interface in English. Sentence case, verbs, no "Oops"; a button says what happens and to how many. */
import { campaign } from './en/campaign';
import { desk } from './en/desk';
import { edit } from './en/edit';
import { feedback } from './en/feedback';
import { launch } from './en/launch';
import { money } from './en/money';
import { review } from './en/review';
import { skills } from './en/skills';
import { spend } from './en/spend';

export const en = { ...desk, ...campaign, ...review, ...money, ...spend, ...launch, ...feedback, ...skills, ...edit };
