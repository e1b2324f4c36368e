/** What finance reads, in its states. The demo costs little and all of it on one day; for the others the server's answers are given here. */

import { loseLine } from './keyboard.mjs';

const PHONE = { width: 390, height: 780 };
const ZOOMED = { width: 320, height: 200 };
const DAY_MS = 86_400_000;

const dayBefore = (days) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
const monthBefore = (months) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
};
const euros = (cents) => (cents / 100).toFixed(2);

/** Cents, split by weights so that the parts are the whole. */
function split(cents, weights, gpuMs = 0) {
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  let rest = cents;
  const names = Object.keys(weights);
  return names.map((value, at) => {
    const part = at === names.length - 1 ? rest : Math.floor((cents * weights[value]) / all);
    rest -= part;
    return { value, amount: euros(part), gpu_ms: Math.round((gpuMs * weights[value]) / all), unknown_costs: 0 };
  });
}

/** A launch, quiet weekends, a second round: cents a day, the oldest first. */
const DAYS = [310, 2840, 1960, 720, 90, 0, 640, 1180, 2210, 1730, 860, 0, 0, 410, 970, 1640, 2920, 1210, 330, 0, 120, 880, 1490, 1120, 760];

/** The parts of a campaign that cost so much a day. */
function partsOf(days, { approved, unknown = 0, share = 1 }) {
  const cents = days.map((each) => Math.round(each * share));
  const total = cents.reduce((sum, each) => sum + each, 0);
  const gpuMs = total * 4_100;
  const [rejected, changes, superseded, unused] = [0.09, 0.06, 0.05, 0.02].map((part) => Math.round(total * part));
  const [review, unseen, work] = [0.08, 0.11, 0.03].map((part) => Math.round(total * part));
  const good = total - rejected - changes - superseded - unused - review - unseen - work;
  const outcomes = { approved: good, in_review: review, not_looked_at: unseen, in_work: work, changes_requested: changes, rejected, superseded, unused };
  const waste = [
    ...split(rejected, { jp: 62, de: 21, fr: 17 }).map((part) => ({ reason: 'background', market: part.value, amount: part.amount })),
    ...split(changes, { jp: 48, de: 40, it: 12 }).map((part) => ({ reason: 'headline', market: part.value, amount: part.amount })),
    ...split(superseded, { ae: 9, gb: 14, fr: 22, it: 5, de: 17, jp: 30, us: 8 }).map((part) => ({ reason: '', market: part.value, amount: part.amount })),
    { reason: '', market: '', amount: euros(unused) },
  ];
  return {
    currency: 'EUR',
    total: { amount: euros(total), gpu_ms: gpuMs, unknown_costs: unknown },
    outcomes: split(total, outcomes, gpuMs),
    markets: split(total, { gb: 31, de: 28, jp: 27, fr: 19, it: 14, ae: 11, us: 9, '': 3 }, gpuMs).map((part) => (part.value === 'jp' ? { ...part, unknown_costs: unknown } : part)),
    messages: split(total, { 'slow-mornings': 44, 'late-light': 33, 'one-more-cup': 23 }, gpuMs),
    formats: split(total, { 'meta.feed_square': 5, 'meta.stories': 4, 'google.medium_rectangle': 2 }, gpuMs),
    steps: split(total, { scene: 82, copy: 12, hero_film: 6 }, gpuMs),
    lanes: split(total, { 'bagel-pool': 64, luma: 28, sketch: 8 }, gpuMs).map((part) => (part.value === 'luma' ? { ...part, gpu_ms: 0, unknown_costs: unknown } : part)),
    days: cents.map((each, at) => ({ value: dayBefore(cents.length - 1 - at), amount: euros(each), gpu_ms: each * 4_100, unknown_costs: 0 })).filter(({ amount }) => amount !== '0.00'),
    waste,
    approved_ads: approved,
    approved: euros(good),
    cost_per_approved: unknown > 0 ? null : euros(Math.floor(total / approved)),
  };
}

function campaignOf(id, title, parts, { limit, isHard = true, held = 0 }) {
  const spent = parts.total.amount;
  return {
    id,
    title,
    currency: 'EUR',
    limit: limit === null ? null : euros(limit),
    is_hard: isHard,
    held: euros(held),
    spent,
    free: limit === null ? null : euros(limit - Math.round(Number(spent) * 100) - held),
    gpu_ms: parts.total.gpu_ms,
    approved: parts.approved_ads,
    cost_per_approved: parts.cost_per_approved,
    unknown_costs: parts.total.unknown_costs,
  };
}

const infoOf = ({ id, title }, brand, counts) => ({
  id,
  title,
  slug: title.toLowerCase().replaceAll(/\W+/g, '-'),
  brand: { id: brand, slug: brand, title: brand === 'brd_1' ? 'Ombrava' : 'Solera' },
  brief: null,
  budget: null,
  counts,
  created_at: `${dayBefore(30)}T09:00:00Z`,
  is_sensitive: false,
  run: null,
  workflow: 'demo',
});

const line = (campaign, at, change) => ({
  id: `ldg_${campaign}_${at}`,
  campaign_id: campaign,
  run_id: null,
  task_id: null,
  kind: 'settlement',
  amount: '0.84',
  freed: '1.10',
  currency: 'EUR',
  gpu_ms: 41_000,
  gpu_basis: 'engine_reported',
  basis: 'gpu_rate',
  note: 'scene',
  actor: 'galley',
  at: `${dayBefore(20)}T10:${String(at).padStart(2, '0')}:00Z`,
  ...change,
});

const linesOf = (campaign) => [
  line(campaign, 1, { kind: 'hold', amount: '1.10', freed: '0.00', gpu_ms: null, gpu_basis: null, basis: 'estimate' }),
  line(campaign, 2, {}),
  line(campaign, 3, { gpu_ms: 61_900_000 }),
  line(campaign, 4, { gpu_basis: 'apportioned', gpu_ms: 24_600_000 }),
  line(campaign, 5, { gpu_basis: 'wall_clock', gpu_ms: 13_458_000 }),
  line(campaign, 6, { gpu_basis: null, gpu_ms: null, basis: 'reported', amount: '0.12' }),
  ...(campaign === 'cmp_solera' ? [line(campaign, 7, { gpu_basis: null, gpu_ms: null, basis: 'unknown', amount: null })] : []),
  line(campaign, 8, { kind: 'correction', amount: '-0.40', freed: '0.00', gpu_ms: null, gpu_basis: null, basis: 'reported', note: 'credit note' }),
];

const closed = (months) => ({
  month: monthBefore(months),
  totals: { EUR: { spent: '1204.17', gpu_ms: 9_300_000, lines: 3_172, unknown_costs: 0 } },
  closed_by: 'per_1',
  at: `${dayBefore(17)}T08:30:00Z`,
});

/** Three campaigns of two brands: one well within its budget, one that will go over it, one without a limit. */
function told(campaign, { months = [closed(2), closed(3)] } = {}) {
  const slow = partsOf(DAYS, { approved: 31 });
  const solera = partsOf(DAYS.toReversed(), { approved: 190, share: 3.1, unknown: 4 });
  const night = partsOf([...DAYS, ...DAYS], { approved: 12, share: 0.4 });
  const list = [
    campaignOf(campaign, 'Slow hours', slow, { limit: 30_000, held: 1_240 }),
    campaignOf('cmp_solera', 'Solera at home', solera, { limit: 98_000, isHard: false }),
    campaignOf('cmp_night', 'Night bus', night, { limit: null }),
  ];
  const ads = [
    { approved: 25, published: 6, in_review: 9, rejected: 3, changes_requested: 5 },
    { approved: 190, in_review: 30, rejected: 22 },
    { approved: 12, in_review: 2 },
  ];
  return {
    [`/campaigns/${campaign}/spend`]: { body: slow },
    '/campaigns/cmp_solera/spend': { body: solera },
    '/campaigns/cmp_night/spend': { body: night },
    '/v1/spend': { body: { campaigns: list } },
    '/v1/campaigns': { body: { items: list.map((each, at) => infoOf(each, at === 1 ? 'brd_2' : 'brd_1', ads[at])), next: null } },
    '/v1/brands': { body: { items: [{ id: 'brd_1', slug: 'ombrava', title: 'Ombrava', created_at: '2026-01-01T00:00:00Z' }, { id: 'brd_2', slug: 'solera', title: 'Solera', created_at: '2026-01-01T00:00:00Z' }], next: null } },
    '/v1/ledger': { body: { items: [campaign, 'cmp_solera', 'cmp_night'].flatMap(linesOf), next: null } },
    '/v1/closed_months': { body: { items: months } },
  };
}

const BUSY = { status: 503, body: { title: 'Galley is busy', detail: 'Try again in a moment.', code: 'busy' } };

export function spendPages({ campaign }) {
  const one = `/spend?campaign=${campaign}`;
  const answers = told(campaign);
  return [
    { name: 'spend-all', who: 'admin', path: '/spend', answers },
    { name: 'spend-brand', who: 'admin', path: '/spend?brand=brd_2', answers },
    { name: 'spend-campaign', who: 'admin', path: one, answers },
    { name: 'spend-over', who: 'admin', path: '/spend?campaign=cmp_solera&by=lane', answers },
    { name: 'spend-days', who: 'admin', path: `${one}&by=day&sort=-amount`, answers },
    { name: 'spend-read', who: 'admin', path: one, answers, act: readChart },
    { name: 'spend-chart-table', who: 'admin', path: one, answers, act: (page) => open(page, '.twin summary', '.twin[open]') },
    { name: 'spend-all-german', who: 'admin', path: '/spend', language: 'de', answers },
    { name: 'spend-all-rtl', who: 'admin', path: one, answers, act: turnRound },
    { name: 'spend-phone', who: 'admin', path: one, size: PHONE, answers },
    { name: 'spend-zoomed', who: 'admin', path: '/spend', size: ZOOMED, answers },
    { name: 'spend-statement', who: 'admin', path: `${one}&view=statement`, answers },
    { name: 'spend-statement-all', who: 'admin', path: '/spend?view=statement', answers },
    { name: 'spend-statement-print', who: 'admin', path: `${one}&view=statement`, answers, act: (page) => page.emulateMediaType('print') },
    { name: 'spend-export', who: 'admin', path: '/spend', answers, act: (page) => press(page, 'Export', '[role=dialog] select') },
    { name: 'spend-close', who: 'admin', path: '/spend', answers: told(campaign, { months: [] }), act: (page) => open(page, '[aria-label^="Close "]', '[role=dialog] .closing-points') },
    { name: 'spend-budget', who: 'admin', path: one, answers, act: (page) => press(page, 'Change budget', '[role=dialog] input') },
    { name: 'spend-gone', who: 'admin', path: '/spend?campaign=cmp_nobody', answers },
    { name: 'spend-none', who: 'admin', path: '/spend', answers: { ...answers, '/v1/spend': { body: { campaigns: [] } } } },
    { name: 'spend-trouble', who: 'admin', path: '/spend', answers: { ...answers, '/v1/spend': BUSY } },
    { name: 'spend-half', who: 'admin', path: one, answers: { ...answers, [`/campaigns/${campaign}/spend`]: BUSY } },
    { name: 'spend-offline', who: 'admin', path: one, answers, act: goOffline },
  ];
}

async function open(page, selector, then) {
  await page.waitForSelector(selector);
  await page.click(selector);
  await page.waitForSelector(then);
}

async function press(page, name, then) {
  const button = await page.waitForSelector(`::-p-text(${name})`);
  await button.click();
  await page.waitForSelector(then);
}

/** The arrow keys walk the days: here to one that is to come. */
async function readChart(page) {
  await page.waitForSelector('.burn-cursor');
  await page.focus('.burn-cursor');
  for (let days = 0; days < 4; days += 1) await page.keyboard.press('ArrowRight');
  await page.waitForSelector('.burn .readout');
}

/** No language that is shipped is read from right to left; the page must not mind when one comes. */
const turnRound = (page) => page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));

/** The line goes, and the books of the next campaign are asked for in vain. */
const goOffline = (page) => loseLine(page, '.spend-figures');
