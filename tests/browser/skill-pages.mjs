import { BUSY, DIFFERENCE, EFFECT, GONE, OWN, PROBLEMS, TEMPLATES, list, offersOf, picture, replayOf, said, skill, version, whole } from './skill-answers.mjs';

/**
 * What a brand is taught, in its states. A demo has too few decisions to measure a skill and nobody asks three times; for those states
 * the server's answers are given here, with the demo's own ads.
 */

const PHONE = { width: 390, height: 780 };
const ZOOMED = { width: 320, height: 200 };

export function skillPages({ campaign, judged, brand }) {
  const one = skill('skl_1', 'retail-price-typography', brand, [
    version(3, 'draft', { created_by: 'per_3' }),
    version(2, 'published'),
    version(1, 'retired', { description: 'Sets prices.' }),
  ]);
  const house = skill('skl_2', 'accessible-ads', null, [version(1, 'published', { markets: ['gb', 'de'], description: 'Makes ads readable for everybody.' })]);
  const library = {
    '/v1/skills': list([one, house, skill('skl_3', 'brand-voice', brand, [version(1, 'draft', { description: 'Keeps every line in one voice.' })])]),
    '/skill_offers': list(offersOf(judged)),
    '/skill_templates': list(TEMPLATES),
    '/effect': EFFECT(brand),
    '/skills/skl_1/versions/2': said(whole(version(2, 'published'))),
    '/skills/skl_2/versions/1': said({ ...whole(version(1, 'published')), prompts: {} }),
    '/skills/skl_3/versions/1': said({ ...whole(version(1, 'draft')), files: [] }),
  };
  const draft = said(whole(version(3, 'draft', { created_by: 'per_3' })));
  const about = {
    ...library,
    '/v1/skills/skl_1': said(one),
    '/versions/3': draft,
    '/difference': DIFFERENCE,
    '/good.svg': picture(72, 20),
    '/bad.svg': picture(20, 44),
    '/trials': replayOf(campaign, judged),
    '/publish': OWN,
  };
  const empty = { ...library, '/v1/skills': list([]), '/skill_offers': list([]) };
  const path = '/skills/skl_1';
  return [
    { name: 'skills', who: 'tomasz', path: '/skills', answers: library },
    { name: 'skills-viewer', who: 'ines', path: '/skills', answers: library },
    { name: 'skills-german', who: 'tomasz', path: '/skills', language: 'de', answers: library },
    { name: 'skills-phone', who: 'tomasz', path: '/skills', size: PHONE, answers: library },
    { name: 'skills-empty', who: 'tomasz', path: '/skills', answers: empty },
    { name: 'skills-trouble', who: 'tomasz', path: '/skills', answers: { ...library, '/v1/skills': BUSY } },
    { name: 'skills-unread', who: 'tomasz', path: '/skills', answers: { ...library, '/effect': BUSY, '/skill_offers': BUSY } },
    { name: 'skills-offer', who: 'tomasz', path: '/skills', answers: library, act: (page) => press(page, '.offer .button', '.dialog textarea') },
    { name: 'skills-template', who: 'admin', path: '/skills', answers: library, act: takeOver },
    { name: 'skills-upload', who: 'admin', path: '/skills', answers: library, act: (page) => press(page, '.header .button.main', '.folder-field') },
    { name: 'skills-refused', who: 'tomasz', path: '/skills', answers: { ...library, '/skill_drafts': PROBLEMS }, act: beRefused },
    { name: 'skills-offline', who: 'tomasz', path: '/skills', answers: library, act: goOffline },
    { name: 'skills-by-keys', who: 'tomasz', path: '/feedback', answers: library, act: goByKeys },
    { name: 'skill', who: 'tomasz', path, answers: about },
    { name: 'skill-german', who: 'tomasz', path, language: 'de', answers: about },
    { name: 'skill-phone', who: 'tomasz', path, size: PHONE, answers: about },
    { name: 'skill-zoomed', who: 'tomasz', path, size: ZOOMED, answers: about },
    { name: 'skill-draft', who: 'tomasz', path: `${path}?version=3&from=2`, answers: about },
    { name: 'skill-own', who: 'tomasz', path: `${path}?version=3`, answers: about, act: (page) => press(page, '.skill-buttons .button.main', '.notice.bad') },
    { name: 'skill-trial', who: 'tomasz', path, answers: about, act: tryIt },
    { name: 'skill-gone', who: 'tomasz', path, answers: { ...about, '/v1/skills/skl_1': { ...GONE, body: { ...GONE.body, title: 'There is no such skill' } } } },
    { name: 'kit', who: 'tomasz', path: '/skills?tab=kit' },
    { name: 'kit-german', who: 'tomasz', path: '/skills?tab=kit', language: 'de' },
    { name: 'kit-phone', who: 'tomasz', path: '/skills?tab=kit', size: PHONE },
    { name: 'kit-none', who: 'tomasz', path: '/skills?tab=kit', answers: { '/kit': GONE } },
    { name: 'kit-upload', who: 'tomasz', path: '/skills?tab=kit', act: (page) => press(page, '.header .button.main', '.folder-field') },
    { name: 'kit-trial', who: 'tomasz', path: '/skills?tab=kit', answers: { '/replays': replayOf(campaign, judged) }, act: tryIt },
  ];
}

async function press(page, selector, then) {
  await page.waitForSelector(selector);
  await page.click(selector);
  await page.waitForSelector(then);
}

/** The line goes while somebody asks for the kit. */
async function goOffline(page) {
  await page.waitForSelector('.skill-table');
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await press(page, '.by-choice a:last-child', '.page .notice.bad');
}

async function goByKeys(page) {
  await page.waitForSelector('.by-choice, .page-body');
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await page.waitForSelector('.skill-table');
}

async function takeOver(page) {
  await press(page, '.template-list .link', '.dialog .prose');
  await press(page, '.dialog .button.main', '.dialog .option');
}

async function beRefused(page) {
  await press(page, '.offer .button', '.dialog textarea');
  await press(page, '.dialog .button.main', '.notice.bad');
}

async function tryIt(page) {
  await press(page, '.trial .button', '.trial .evidence img');
  await page.$eval('.trial', (part) => part.scrollIntoView());
}
