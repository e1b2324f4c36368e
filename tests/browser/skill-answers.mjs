/** What the server says of skills in states that a demo does not reach: effects, offers, trials, refusals. */

export const said = (body) => ({ body });
export const list = (items) => said({ items, next: null });

/** Of a count, its share and how far that may be off. */
const share = (count, of) => ({ count, of, low: count / of - 0.1, high: count / of + 0.1 });

export const version = (number, state, more = {}) => ({
  version: number,
  state,
  description: 'Sets prices as one shape that reads from afar, and claims nothing beside them that was not given.',
  markets: [],
  digest: 'c992ac975e8'.padEnd(64, '0'),
  created_by: 'per_1',
  created_at: '2026-11-12T09:12:00Z',
  published_by: state === 'draft' ? null : 'per_2',
  published_at: state === 'draft' ? null : '2026-11-14T15:40:00Z',
  retired_by: state === 'retired' ? 'per_2' : null,
  retired_at: state === 'retired' ? '2026-11-20T08:00:00Z' : null,
  ...more,
});

export const skill = (id, name, brand_id, versions) => ({
  id,
  name,
  brand_id,
  published: versions.find(({ state }) => state === 'published')?.version ?? null,
  versions,
});

const BODY = `# Prices that read

A price is a shape before it is a number. Set it **as one**, and let nothing stand against it. See [the rules](https://example.org/prices).

## What it changes

| file | where it has a say |
|---|---|
| \`prompts/generate_image.md\` | room for the price in every scene |
| \`rules.yaml\` | what a check measures |

## How to set one

1. Digits first, the currency half as tall.
2. The old price above, crossed out, never beside.
3. What one unit costs below, at least half as tall as the price.

- Never on the product.
- Never in the colour of the background.

> A price that needs a second look costs a customer.

<script>alert('this stays text')</script>
`;

const RULES = `texts:
  - { slot: price, least_px: 16, most_lines: 1, least_contrast: 4.5 }
  - { slot: was_price, least_px: 10, least_contrast: 3 }
forbidden:
  - { word: "cheapest", locales: [en], severity: warns, why: "A claim about every other shop asks for proof." }
  - { word: "Tiefpreis", locales: [de], why: "Say what it is lower than." }
required:
  - { any: ["APR", "representative example"], markets: [gb], beside: rate, why: "FCA CONC 3.5." }
names:
  - { write: Ombrava, never: [Ombrawa, Umbrava] }
legal:
  - { least_px: 9, least_contrast: 4.5, place: bottom, severity: warns, why: "Small print is print." }
logo: { clear_space: 0.5, severity: warns }
product: { most_covered: 0.1 }
`;

const LAYOUT = 'prefer:\n  - { layout: layouts/split, markets: [ae, il], shapes: [wide] }\n';

const file = (path, text) => ({ path, hash: 'a1'.repeat(32), text });

export const whole = (ref) => ({
  ...ref,
  name: 'retail-price-typography',
  license: 'Apache-2.0',
  compatibility: 'Have a lawyer read the half that is yours before you publish it.',
  metadata: { reference: 'UCPD Annex I' },
  allowed_tools: null,
  body: BODY,
  prompts: { generate_image: 'Leave a calm area of a quarter of the picture for a price. Nothing bright stands in it.' },
  examples: [
    { name: 'good.svg', shows: 'pass', caption: 'One shape, dark on light, the unit below it.' },
    { name: 'bad.svg', shows: 'fail', caption: 'The old price is louder than the new one.' },
  ],
  files: [
    file('SKILL.md', `---\nname: retail-price-typography\n---\n${BODY}`),
    file('layout.yaml', LAYOUT),
    file('prompts/generate_image.md', 'Leave a calm area.'),
    file('rules.yaml', RULES),
  ],
});

export const picture = (price, old) => ({
  type: 'image/svg+xml',
  body: `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="180"><rect width="240" height="180" fill="#f0dcc0"/><text x="24" y="112" font-size="${price}" font-family="sans-serif" font-weight="700" fill="#2a1510">4.90</text><text x="24" y="44" font-size="${old}" font-family="sans-serif" fill="#c93a14" text-decoration="line-through">6.50</text></svg>`,
});

const line = (what, from_line, to_line, text) => ({ what, from_line, to_line, text });

export const DIFFERENCE = said({
  from: 2,
  to: 3,
  files: [
    {
      path: 'SKILL.md',
      what: 'changed',
      lines: [
        line('kept', 4, 4, '## How to set one'),
        line('kept', 5, 5, ''),
        line('removed', 6, null, '1. Digits first, the currency as tall.'),
        line('added', null, 6, '1. Digits first, the currency half as tall.'),
        line('kept', 7, 7, '2. The old price above, crossed out, never beside.'),
        line('added', null, 8, '3. What one unit costs below, at least half as tall as the price.'),
      ],
    },
    { path: 'examples/bad.svg', what: 'added', lines: null },
  ],
});

export const EFFECT = (brand_id) =>
  said({
    brands: [
      {
        brand_id,
        without: share(33, 61),
        versions: [
          {
            version: 2,
            with: share(41, 60),
            lift: [-0.03, 0.31],
            says: 'no_difference',
            words: 'No difference shown.',
            cures: [{ element: 'headline', aspect: 'legibility', with: share(3, 60), without: share(17, 61) }],
            causes: [{ element: 'layout', aspect: 'composition', with: share(9, 60), without: share(1, 61) }],
          },
          { version: 1, with: share(38, 44), lift: [0.12, 0.41], says: 'more', words: 'More.', cures: [], causes: [] },
        ],
      },
    ],
  });

export const TEMPLATES = [
  ['accessible-ads', 'Makes ads readable for people with low vision, colour blindness, dyslexia or little time.'],
  ['brand-voice', 'Keeps every line in one voice across markets. Copy it, then put your own words in the place of the examples.'],
  ['legal-lines-alcohol-finance', 'The lines that alcohol and finance ads must carry, market by market, with their sources.'],
  ['retail-price-typography', 'Sets prices as one shape that reads from afar, and claims nothing beside them.'],
  ['right-to-left-layout', 'What mirrors and what does not where people read from right to left.'],
].map(([name, description]) => ({ name, description, compatibility: null, body: BODY, files: ['SKILL.md', 'rules.yaml'] }));

const DRAFT = `---
name: larger-headlines-in-japan
description: Sets headlines larger, as reviewers asked three times in a row.
---
# Larger headlines

Set the headline at least 8 % of the height of the ad.
`;

export function offersOf(judged) {
  const reasons = ['Larger headline in Japan', 'The headline is too small here', 'Cannot read it on a phone'];
  const decisions = judged.slice(0, 3).map(({ id, revision }, at) => ({
    decision_id: `dec_${at}`,
    revision_id: revision.id,
    variant_id: id,
    reason: reasons[at],
    at: '2026-11-22T10:00:00Z',
  }));
  return [{ element: 'headline', aspect: 'legibility', ads: 3, decisions, skill: DRAFT, rules: 'texts:\n  - { slot: headline, least_px: 28 }\n' }];
}

const finding = (rule, severity, message) => ({ rule, severity, message, slot: null, limit: null, measured: null, source: null, checked: null, region: null, fix: null });

export function replayOf(campaign, judged) {
  const small = finding('text_size', 'refused', 'The price is 12 px tall as people see it; at least 16.');
  const claim = finding('forbidden_words', 'warns', '“cheapest” is a claim about every other shop.');
  const states = [['reject', [small]], ['request_changes', [small, claim]], ['approve', [claim]], ['approve', [small]], ...Array(8).fill(['approve', []])];
  const ads = judged.slice(0, states.length).map(({ id, revision, market, format }, at) => ({
    revision_id: revision.id,
    variant_id: id,
    campaign_id: campaign,
    cell: { market: market ?? '', format: format ?? '' },
    verdict: states[at][0],
    appear: states[at][1],
    go: at === 1 ? [finding('contrast', 'warns', 'The call to action is low in contrast.')] : [],
  }));
  const agreement = { approved: 10, approved_flagged: 2, approved_blocked: 1, refused: 2, refused_caught: 2, refused_blocked: 2, words: '' };
  return said({ agreement, ads, skipped: 1 });
}

/** A refusal that names every place. */
export const PROBLEMS = {
  status: 422,
  body: {
    title: 'The files are not right yet',
    detail: '3 problems',
    status: 422,
    code: 'invalid',
    errors: [
      { file: 'SKILL.md', line: 2, column: 7, message: '“Price” is not a skill’s name', expected: 'small letters, digits and dashes' },
      { file: 'rules.yaml', line: 4, column: 21, message: 'there is no market “gbr”', nearest: 'gb' },
      { file: 'scripts/run.sh', line: 1, column: 1, message: 'Galley runs nothing that a skill brings: leave scripts/ out' },
    ],
  },
};

export const OWN = {
  status: 403,
  body: { title: 'This is not yours to do', detail: 'you wrote this version: somebody else who may teach here must publish it (1 may)', status: 403, code: 'not_allowed' },
};

export const BUSY = { status: 400, body: { title: 'Skills cannot be read now', detail: 'Try again in a moment.', status: 400, code: 'unavailable' } };
export const GONE = { status: 404, body: { title: 'There is no such brand kit', detail: '', status: 404, code: 'not_found' } };
