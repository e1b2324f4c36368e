/** Every page of the desk, in the states that are worth looking at: for pictures and for accessibility. */

/** `who` signs in; `path` may name the demo's campaign and an ad; `act` brings the page into its state. */
const PHONE = { width: 390, height: 780 };

export function pagesOf({ campaign, ad, release, wordy, secret }) {
  const sheet = `/review?campaign=${campaign}&queue=all`;
  return [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'campaigns', who: 'ines', path: '/campaigns' },
    { name: 'new-campaign', who: 'ines', path: '/campaigns', act: (page) => press(page, '.header .button.main', '.dialog') },
    { name: 'campaign', who: 'ines', path: `/campaigns/${campaign}` },
    { name: 'sheet', who: 'tomasz', path: sheet },
    { name: 'sheet-dense', who: 'tomasz', path: `${sheet}&size=96` },
    { name: 'sheet-sets', who: 'tomasz', path: `${sheet}&group=set` },
    { name: 'sheet-matrix', who: 'tomasz', path: `${sheet}&layout=matrix` },
    { name: 'sheet-german', who: 'tomasz', path: sheet, language: 'de' },
    { name: 'sheet-rtl', who: 'tomasz', path: `${sheet}&market=ae&size=260` },
    { name: 'sheet-empty', who: 'tomasz', path: '/review' },
    { name: 'sheet-no-match', who: 'tomasz', path: `${sheet}&market=de&state=planned` },
    { name: 'loupe', who: 'tomasz', path: `${sheet}&item=${ad}&loupe=true` },
    { name: 'loupe-rtl', who: 'tomasz', path: `${sheet}&item=${wordy}&loupe=true` },
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
    { name: 'releases', who: 'ines', path: `/releases?release=${release}` },
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

async function press(page, selector, then) {
  await page.click(selector);
  await page.waitForSelector(then);
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
