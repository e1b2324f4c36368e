/** The page of what Galley learned, in its states. The demo reaches some of them; for the others the server's answer is given here. */

import { loseLine } from './keyboard.mjs';

const PHONE = { width: 390, height: 780 };

const count = (approved, of) => ({ approved, of });

const reason = (statement, feature, speaks_for, held, otherwise, market = '') => ({
  sentence: `${statement}: approved ${held.approved} of ${held.of}${market && ` in ${market}`}; otherwise ${otherwise.approved} of ${otherwise.of}.`,
  feature,
  speaks_for,
  with: held,
  without: otherwise,
  market,
  decisions: Array.from({ length: 6 }, (_, at) => `jrn_${at}`),
});

const REASONS = [
  reason('Logo with little clear space', 'logo.clear_space', false, count(12, 58), count(341, 428)),
  reason('Headline high in contrast', 'headline.contrast', true, count(199, 219), count(154, 267)),
  reason('Format wide', 'layout.aspect', false, count(21, 42), count(60, 76), 'de'),
  reason("Colours close to the brand's", 'colour.brand_distance', true, count(261, 320), count(92, 166)),
  reason('Background bright', 'background.luma', true, count(199, 250), count(154, 236)),
  reason('Background dark', 'background.luma', false, count(154, 236), count(199, 250)),
];

const OUTCOMES = [[0, 3], [2, 12], [8, 26], [5, 19], [9, 21], [23, 32], [30, 44], [72, 86], [126, 149], [84, 94]];

const FIGURES = {
  decisions: 486,
  calibration_error: 0.057,
  calibration: OUTCOMES.map(([approved, of], at) => ({ forecast: at / 10 + 0.05, outcome: count(approved, of) })),
  model: count(61, 80),
  holdout: count(41, 78),
  lift_probability: 0.998,
  agreement: count(155, 198),
  reviewers: [
    { person: 'per_1', approvals: count(198, 288), agreement: count(155, 198), longest_run: 17, median_seconds: 8.2, log10_by_chance: -0.2 },
    { person: 'per_2', approvals: count(196, 198), agreement: count(155, 198), longest_run: 171, median_seconds: 1.4, log10_by_chance: -5.1 },
  ],
  flagged: { headline: 63, layout: 70, logo: 12, cta: 4 },
  drift_alarms: 1,
};

const CONSENTS = [
  { id: 'con_1', level: 'traces_only', actor: 'per_1', at: '2026-11-02T09:12:00Z' },
  { id: 'con_2', level: 'everything', actor: 'per_1', at: '2026-11-09T15:40:00Z' },
];

const LEARNED = { objections: [], consents: CONSENTS, level: 'everything', standing: 'acting', reasons: REASONS, figures: FIGURES };
const NOTHING = { objections: [], consents: [], level: 'nothing', standing: 'on_trial', reasons: [], figures: null };

const told = (change) => ({ '/learning': { body: { ...LEARNED, ...change } } });

export function feedbackPages({ campaign, judged }) {
  const evidence = evidenceOf(campaign, judged);
  return [
    { name: 'feedback', who: 'tomasz', path: '/feedback' },
    { name: 'feedback-viewer', who: 'ines', path: '/feedback' },
    { name: 'feedback-acting', who: 'tomasz', path: '/feedback', answers: told({}) },
    { name: 'feedback-market', who: 'tomasz', path: '/feedback?market=de', answers: told({ standing: 'on_trial' }) },
    { name: 'feedback-german', who: 'tomasz', path: '/feedback', language: 'de', answers: told({ standing: 'stepped_back' }) },
    { name: 'feedback-phone', who: 'tomasz', path: '/feedback', size: PHONE, answers: told({}) },
    { name: 'feedback-nothing', who: 'tomasz', path: '/feedback', answers: told(NOTHING) },
    { name: 'feedback-few', who: 'tomasz', path: '/feedback', answers: told({ standing: 'on_trial', reasons: [], figures: { ...FIGURES, decisions: 7, ...EARLY } }) },
    { name: 'feedback-traces', who: 'ines', path: '/feedback', answers: told({ ...NOTHING, level: 'traces_only', consents: CONSENTS.slice(0, 1) }) },
    { name: 'feedback-objected', who: 'tomasz', path: '/feedback', answers: told({}), act: object },
    { name: 'feedback-evidence', who: 'tomasz', path: '/feedback', answers: { ...told({}), '/evidence': evidence }, act: look },
    { name: 'feedback-withdraw', who: 'tomasz', path: '/feedback', answers: told({}), act: withdraw },
    { name: 'feedback-export', who: 'tomasz', path: '/feedback', answers: told({}), act: askExport },
    { name: 'feedback-exported', who: 'tomasz', path: '/feedback', answers: { ...told({}), '/exports': EXPORTED }, act: takeExport },
    { name: 'feedback-offline', who: 'tomasz', path: '/feedback', answers: told({}), act: goOffline },
    { name: 'feedback-trouble', who: 'tomasz', path: '/feedback', answers: { '/learning': BUSY } },
  ];
}

/** These ads as if they waited for review, and what is expected of them: the later ones first. */
export function waiting(ads) {
  const items = ads.map((ad) => ({ ...ad, state: 'in_review', stage: 'creative' }));
  const forecasts = items.toReversed().map(({ id, revision }, at) => ({
    variant_id: id,
    revision_id: revision.id,
    probability: 0.1 + (0.8 * at) / items.length,
    doubt: 0.9,
    reasons: REASONS.slice(0, 3),
  }));
  return { '/variants': { body: { items, next: null } }, '/forecasts': { body: { items: forecasts } } };
}

const EARLY = {
  calibration: OUTCOMES.map((_, at) => ({ forecast: at === 6 ? 0.66 : 0, outcome: at === 6 ? count(4, 7) : count(0, 0) })),
  model: count(2, 3),
  holdout: count(1, 3),
  agreement: count(0, 0),
  flagged: {},
  drift_alarms: 0,
  reviewers: [{ person: 'per_1', approvals: count(4, 7), agreement: count(0, 0), longest_run: 3, median_seconds: null, log10_by_chance: -0.1 }],
};

const BUSY = {
  status: 400,
  body: { title: 'What was learned cannot be read now', detail: 'Try again in a moment.', status: 400, code: 'unavailable' },
};

const EXPORTED = {
  body: {
    rows: { train: Array.from({ length: 118 }, (_, at) => ({ at })), validation: [{}, {}], test: [{}, {}, {}] },
    card: { schema: 'galley-export/1', people: 2 },
    deletions: { events: ['jrn_01m86scs96e1stcgreea55st7p'], outputs: ['c992ac975e8'.padEnd(64, '0')] },
  },
};

/** As if these ads had taught the lesson. */
function evidenceOf(campaign, judged) {
  const items = judged.slice(0, 6).map(({ id, revision }, at) => ({
    id: `jrn_${at}`,
    campaign_id: campaign,
    variant_id: id,
    revision_id: revision.id,
    verdict: at % 3 === 2 ? 'reject' : 'approve',
    actor: 'per_1',
    actor_name: 'Noor Haddad',
    at: '2026-11-24T10:00:00Z',
  }));
  return { body: { items } };
}

async function press(page, selector, then) {
  await page.waitForSelector(selector);
  await page.click(selector);
  await page.waitForSelector(then);
}

const object = (page) => press(page, '.lesson-more .link:last-child', '.lesson[data-objected]');
const look = (page) => press(page, '.lesson-more .link', '.evidence img');
const withdraw = (page) => press(page, '.consent .option', '.consent .notice.care');
const askExport = (page) => press(page, '.header .button:not(.plain)', '.dialog .input');

async function takeExport(page) {
  await askExport(page);
  await page.type('.dialog .input', 'studio-lab');
  await press(page, '.dialog .button.main', '.export-files');
}

/** The line goes while somebody asks for another market. */
const goOffline = (page) => loseLine(page, '.lessons');
