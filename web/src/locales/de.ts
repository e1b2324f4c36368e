/** Every word of the interface in German. */
import { campaign } from './de/campaign';
import { desk } from './de/desk';
import { edit } from './de/edit';
import { feedback } from './de/feedback';
import { launch } from './de/launch';
import { money } from './de/money';
import { review } from './de/review';
import { skills } from './de/skills';
import { spend } from './de/spend';

export const de = { ...desk, ...campaign, ...review, ...money, ...spend, ...launch, ...feedback, ...skills, ...edit };
