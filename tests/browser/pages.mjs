import { feedbackPages, waiting } from './feedback-pages.mjs';
import { skillPages } from './skill-pages.mjs';
import { spendPages } from './spend-pages.mjs';

/** Every page of the desk, in the states that are worth looking at: for pictures and for accessibility. */

/**
 * `who` signs in; `path` may name the demo's campaign and an ad; `act` brings the page into its state. Where it `isRefused`, the
 * server says no, and the browser's console repeats it.
 */
const PHONE = { width: 390, height: 780 };
/** What is left of 1280 × 800 at 400 %. */
const ZOOMED = { width: 320, height: 200 };

export function pagesOf({ campaign, ad, release, wordy, asked, first, secret, judged, brand }) {
  const sheet = `/review?campaign=${campaign}&queue=all`;
  const brief = `/campaigns/${campaign}/brief`;
  const expected = waiting(judged);
  return [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'campaigns', who: 'ines', path: '/campaigns' },
    { name: 'launch-new', who: 'ines', path: '/campaigns/new' },
    { name: 'launch-preview', who: 'ines', path: brief, act: drawn },
    { name: 'launch-german', who: 'ines', path: brief, language: 'de', act: drawn },
    { name: 'launch-rtl', who: 'ines', path: brief, act: (page) => drawnFor(page, 'ae') },
    { name: 'launch-source', who: 'ines', path: brief, act: showSource },
    { name: 'launch-problems', who: 'ines', path: brief, act: breakBrief, isRefused: true },
    { name: 'launch-broken', who: 'ines', path: brief, act: (page) => write(page, 'title: [', '.source-broken') },
    { name: 'launch-matrix', who: 'ines', path: `${brief}?step=matrix` },
    { name: 'launch-workflow', who: 'ines', path: `${brief}?step=workflow` },
    { name: 'launch-check', who: 'ines', path: `${brief}?step=launch`, act: drawn },
    { name: 'launch-plan', who: 'ines', path: `${brief}?step=launch`, act: planned },
    { name: 'launch-phone', who: 'ines', path: brief, size: PHONE, act: drawn },
    { name: 'launch-zoomed', who: 'ines', path: `${brief}?step=matrix`, size: ZOOMED },
    { name: 'launch-not-mine', who: 'tomasz', path: '/campaigns/new' },
    { name: 'campaign', who: 'ines', path: `/campaigns/${campaign}` },
    { name: 'sheet', who: 'tomasz', path: sheet },
    { name: 'sheet-dense', who: 'tomasz', path: `${sheet}&size=96` },
    { name: 'sheet-sets', who: 'tomasz', path: `${sheet}&group=set` },
    { name: 'sheet-matrix', who: 'tomasz', path: `${sheet}&layout=matrix` },
    { name: 'sheet-expected', who: 'tomasz', path: sheet, answers: expected, act: (page) => page.waitForSelector('.expected') },
    { name: 'sheet-ordered', who: 'tomasz', path: `${sheet}&order=most_likely_wrong`, answers: expected },
    { name: 'sheet-german', who: 'tomasz', path: sheet, language: 'de' },
    { name: 'sheet-rtl', who: 'tomasz', path: `${sheet}&market=ae&size=260` },
    { name: 'sheet-empty', who: 'tomasz', path: '/review' },
    { name: 'sheet-no-match', who: 'tomasz', path: `${sheet}&market=de&state=planned` },
    { name: 'loupe', who: 'tomasz', path: `${sheet}&item=${ad}&loupe=true` },
    { name: 'loupe-rtl', who: 'tomasz', path: `${sheet}&item=${wordy}&loupe=true` },
    { name: 'loupe-asked', who: 'ines', path: `${sheet}&item=${asked}&loupe=true` },
    { name: 'edit', who: 'ines', path: `${sheet}&item=${asked}&loupe=true&edit=true`, act: editable },
    { name: 'edit-changed', who: 'ines', path: `${sheet}&item=${wordy}&loupe=true&edit=true`, act: changed },
    { name: 'edit-scene', who: 'ines', path: `${sheet}&item=${wordy}&loupe=true&edit=true`, act: (page) => chosen(page, 'scene') },
    { name: 'edit-legal', who: 'ines', path: `${sheet}&item=${asked}&loupe=true&edit=true`, act: (page) => chosen(page, 'legal') },
    { name: 'edit-from-first', who: 'ines', path: `${sheet}&item=${ad}&loupe=true&edit=true&base=${first}`, act: editable },
    { name: 'edit-german', who: 'ines', path: `${sheet}&item=${asked}&loupe=true&edit=true`, language: 'de', act: changed },
    { name: 'edit-phone', who: 'ines', path: `${sheet}&item=${asked}&loupe=true&edit=true`, size: PHONE, act: editable },
    { name: 'compare-side', who: 'tomasz', path: `${sheet}&item=${ad}&loupe=true&compare=side` },
    { name: 'compare-wipe', who: 'tomasz', path: `${sheet}&item=${wordy}&loupe=true&compare=wipe` },
    { name: 'compare-overlay', who: 'tomasz', path: `${sheet}&item=${wordy}&loupe=true&compare=overlay` },
    { name: 'compare-difference', who: 'tomasz', path: `${sheet}&item=${ad}&loupe=true&compare=difference` },
    { name: 'survey', who: 'tomasz', path: `${sheet}&item=${wordy}`, act: (page) => typed(page, 'n', '.survey') },
    { name: 'still-open', who: 'tomasz', path: sheet, act: (page) => typed(page, 'o', '.still-open') },
    { name: 'campaign-german', who: 'ines', path: `/campaigns/${campaign}`, language: 'de' },
    { name: 'spend-german', who: 'admin', path: `/spend?campaign=${campaign}`, language: 'de' },
    { name: 'spend', who: 'ines', path: '/spend' },
    { name: 'spend-one', who: 'admin', path: `/spend?campaign=${campaign}` },
    ...spendPages({ campaign }),
    { name: 'releases', who: 'ines', path: `/releases?release=${release}` },
    { name: 'releases-signed', who: 'ines', path: `/releases?release=${release}`, act: (page) => press(page, '[aria-expanded=false].link', '.signed li') },
    { name: 'releases-german', who: 'admin', path: '/releases', language: 'de' },
    { name: 'releases-phone', who: 'ines', path: `/releases?release=${release}`, size: PHONE },
    ...feedbackPages({ campaign, judged }),
    ...skillPages({ campaign, judged, brand }),
    { name: 'journal', who: 'admin', path: '/journal' },
    { name: 'keys', who: 'tomasz', path: sheet, act: (page) => press(page, '.footer-keys', '.keys-help') },
    { name: 'guest-unfinished', path: '/guest' },
    { name: 'guest', path: `/guest#${secret}`, act: seeAll },
    { name: 'guest-phone', path: `/guest#${secret}`, size: PHONE, act: seeAll },
    { name: 'sheet-phone', who: 'tomasz', path: sheet, size: PHONE },
    { name: 'loupe-phone', who: 'tomasz', path: `${sheet}&item=${wordy}&loupe=true`, size: PHONE },
    { name: 'lost', who: 'ines', path: '/nowhere' },
  ];
}

/** The ad is drawn, and it is known where its parts stand. */
export async function editable(page) {
  await page.waitForSelector('.edit-box[data-slot=logo]');
  await page.waitForSelector('.edit-frame[aria-busy=false]');
}

export async function chosen(page, slot) {
  await editable(page);
  await page.focus(`.edit-box[data-slot=${slot}]`);
  await page.waitForSelector(`.edit-box[data-slot=${slot}][aria-current]`);
}

/** Moved and made larger, for all formats; what that takes is told. */
async function changed(page) {
  await chosen(page, 'headline');
  for (const key of ['ArrowRight', 'ArrowDown', '+']) await page.keyboard.press(key);
  await page.$$eval('input[name=scope]', (scopes) => scopes[1].click());
  await page.waitForSelector('.edit-quote[aria-busy=false]');
  await page.waitForSelector('.edit-frame[aria-busy=false]');
}

async function press(page, selector, then) {
  await page.click(selector);
  await page.waitForSelector(then);
}

/** Every format is there as the composer draws it. */
export async function drawn(page) {
  await page.waitForFunction(() => {
    const wall = document.querySelector('.preview-wall');
    return wall?.getAttribute('aria-busy') === 'false' && wall.querySelector('img') && !wall.querySelector('[data-old]');
  });
}

async function drawnFor(page, market) {
  await page.waitForSelector('.preview-head select');
  await page.select('.preview-head select', market);
  await drawn(page);
}

/** Where there is room it is shown anyway. */
async function showSource(page) {
  const isThere = await page.$eval('.source', (source) => source.checkVisibility());
  if (!isThere) await page.click('.pane-choice button:last-child');
  await page.waitForSelector('.source-text', { visible: true });
}

/** Another brief.yaml in place of the one that is there. */
async function write(page, text, then) {
  await showSource(page);
  await page.focus('.source-text');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.sendCharacter(text);
  await page.waitForSelector(then);
}

/** Words that are nearly right, in three places. */
async function breakBrief(page) {
  await drawn(page);
  const text = await page.$eval('.source-text', (area) => area.value);
  const wrong = text.replace('[gb, de', '[gb, deu').replace('meta.stories', 'meta.storys').replace('2027-01-31', '2026-01-31');
  await write(page, wrong, '.source-lines [data-bad]');
}

/** A plan that was made before is shown; its button would approve it. */
async function planned(page) {
  await page.waitForSelector('.plan-actions .button.main:not(:disabled)');
  if (!(await page.$('.plan-cost'))) await press(page, '.plan-actions .button.main', '.plan-cost');
  await drawn(page);
}

async function typed(page, key, then) {
  await page.waitForSelector('[role=grid]:focus');
  await page.keyboard.press(key);
  await page.waitForSelector(then);
}

/** A guest first sees what asks them; then all of the one campaign that is theirs. */
async function seeAll(page) {
  await page.waitForSelector('.queue-choice');
  await page.click('.queue-choice button:last-child');
  await page.waitForSelector('[role=gridcell][data-active]');
}
