import { describe, expect, it } from 'vitest';
import type { Finding, ReplayedAd, Skill, SkillState, VersionEffect } from '../src/api/wire';
import { byLight, contrastOf, gradeOf, pairsOf } from '../src/features/skills/contrast';
import { effectOf, effectWords } from '../src/features/skills/effect-words';
import { filesOf, inFolder, marketsIn } from '../src/features/skills/folder';
import { fontFileOf } from '../src/features/skills/font-file';
import { blocksOf, spansOf } from '../src/features/skills/markdown';
import { layoutsIn, rulesIn } from '../src/features/skills/rules-words';
import { parseSkillSearch, parseSkillsSearch } from '../src/features/skills/skills-search';
import { standOf } from '../src/features/skills/trial-order';
import { changesOf, openDraft, versionBefore, versionShown } from '../src/features/skills/versions-of';
import { loadParts } from '../src/locales/words';

await loadParts(['skills', 'feedback']);

const skill = (published: number | null, states: [number, SkillState][]) =>
  ({ published, versions: states.map(([version, state]) => ({ version, state })) }) as Skill;

describe('the version of a skill that is shown', () => {
  const one = skill(2, [
    [3, 'draft'],
    [2, 'published'],
    [1, 'retired'],
  ]);

  it.each([
    [one, undefined, 2],
    [one, 3, 3],
    [one, 9, 2],
    [skill(null, [[1, 'draft']]), undefined, 1],
    [skill(null, []), undefined, undefined],
  ])('%# is the one asked for, else the one with a say, else the newest', (of, wanted, expected) => {
    expect(versionShown(of, wanted)?.version).toBe(expected);
  });

  it('leaves a draft that is older than what has a say alone', () => {
    expect(openDraft(one)?.version).toBe(3);
    expect(
      openDraft(
        skill(3, [
          [3, 'published'],
          [2, 'draft'],
        ]),
      ),
    ).toBeUndefined();
    expect(openDraft(skill(null, [[1, 'draft']]))?.version).toBe(1);
  });

  it('is compared with the one before it', () => {
    expect(versionBefore(one, 3)?.version).toBe(2);
    expect(versionBefore(one, 1)).toBeUndefined();
  });

  it('changes what its files are read for', () => {
    const files = (...paths: string[]) => paths.map((path) => ({ path, hash: '', text: null }));
    expect(changesOf({ prompts: { transcreate: 'x' }, files: files('rules.yaml', 'SKILL.md') })).toEqual([
      'prompts',
      'checks',
    ]);
    expect(changesOf({ prompts: {}, files: files('layout.yaml') })).toEqual(['layout']);
    expect(changesOf({ prompts: {}, files: files('SKILL.md', 'references/rules.yaml') })).toEqual(['nothing']);
  });
});

describe('Markdown of others', () => {
  it('is read into blocks', () => {
    const text =
      '# One\nTwo words\nthree\n\n- a\n  more\n- b\n\n1. c\n\n> d\n\n```\n<x>\n```\n---\n| h | i |\n|---|---|\n| j \\| k | l |\n';
    const kinds = blocksOf(text).map((block) => block.kind);
    expect(kinds).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code', 'rule', 'table']);
    expect(blocksOf(text)[1]).toEqual({ kind: 'paragraph', spans: [{ text: 'Two words three' }] });
    expect(blocksOf(text)[2]).toEqual({
      kind: 'list',
      isOrdered: false,
      items: [[{ text: 'a more' }], [{ text: 'b' }]],
    });
    expect(blocksOf(text)[7]).toMatchObject({ rows: [[[{ text: 'j | k' }], [{ text: 'l' }]]] });
  });

  it.each([
    ['<script>alert(1)</script>', [{ text: '<script>alert(1)</script>' }]],
    ['<img src=x onerror=alert(1)>', [{ text: '<img src=x onerror=alert(1)>' }]],
    ['[words](javascript:alert)', [{ text: 'words (javascript:alert)' }]],
    ['![alt](https://example.org/a.png "t")', [{ text: 'alt (https://example.org/a.png)' }]],
    [
      'a **b** `c` __d__',
      [
        { text: 'a ' },
        { text: 'b', look: 'strong' },
        { text: ' ' },
        { text: 'c', look: 'code' },
        { text: ' ' },
        { text: 'd', look: 'strong' },
      ],
    ],
  ])('keeps “%s” as words', (words, spans) => {
    expect(spansOf(words)).toEqual(spans);
  });

  it.each([
    '```\nnever closed',
    '| a |',
    '| a |\n|---|',
    '>',
    '- ',
    '#',
    '1.',
    '\\|',
    '|\n|',
    '**a',
    '[a](',
    '\t- a',
    '   '.repeat(9),
  ])('ends with “%s”', (text) => {
    expect(blocksOf(text).length).toBeLessThan(3);
  });

  it('is quick with much of the same', () => {
    const began = performance.now();
    for (const part of ['[', '**', '`', '> ', '- a\n', '| a ']) blocksOf(part.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe('rules in words', () => {
  it('says each with its place, its weight and its reason', () => {
    const parts = rulesIn(`
forbidden: [{ word: cheapest, locales: [en, no_tag], slots: [cta], severity: warns, why: A claim. }]
required: [{ any: [APR, TAEG], markets: [gb], beside: price, why: The law. }]
names: [{ write: Ombrava, never: [Ombrawa] }]
texts: [{ slot: headline, least_px: 12, most_lines: 1 }, { least_contrast: 4.5 }]
legal: [{ least_height: 0.025, place: bottom, severity: warns, why: Small print. }]
product: { most_cut: 0.25 }
`);
    expect(parts?.flatMap(({ rules }) => rules)).toEqual([
      { words: '“cheapest”', where: ['Button', 'English', 'no_tag'], isRefused: false, why: 'A claim.' },
      {
        words: 'One of “APR”, “TAEG”, wherever there is a price',
        where: ['Markets: gb'],
        isRefused: true,
        why: 'The law.',
      },
      { words: '“Ombrava”, never “Ombrawa”', where: [], isRefused: true },
      { words: 'Headline: at least 12 px, at most 1 line', where: [], isRefused: true },
      { words: 'Every text: contrast at least 4.5 : 1', where: [], isRefused: true },
      {
        words: 'Legal line: at least 2.5 % of the height, at the bottom',
        where: [],
        isRefused: false,
        why: 'Small print.',
      },
      { words: 'Product: at most 25 % of it cut off', where: [], isRefused: true },
    ]);
  });

  it('says which layouts are preferred where', () => {
    const [part] = layoutsIn('prefer: [{ layout: layouts/split, shapes: [wide], markets: [ae, il] }]') ?? [];
    expect(part?.rules).toEqual([
      {
        words: 'layouts/split, where the workflow has it',
        where: ['Wide formats', 'Markets: ae, il'],
        isRefused: false,
      },
    ]);
  });

  it.each(['', 'forbidden: 3', 'texts: [1, null]', '- a', '"a"', 'null'])('has none in “%s”', (text) => {
    expect(rulesIn(text)).toEqual([]);
    expect(layoutsIn(text)).toEqual([]);
  });

  it.each(['a: [', 'a: *b', '{'])('cannot read “%s”, and says so', (text) => {
    expect(rulesIn(text)).toBeNull();
  });
});

describe('a folder as it is chosen', () => {
  const file = (path: string) =>
    ({ name: path.split('/').at(-1), webkitRelativePath: path.includes('/') ? path : '' }) as File;

  it('leaves out what systems put into it', () => {
    const chosen = [
      'voice/SKILL.md',
      'voice/.DS_Store',
      'voice/.git/config',
      'voice/__MACOSX/a',
      'voice/Thumbs.db',
      'voice/a/b.md',
    ];
    expect(filesOf(chosen.map(file)).map(({ path }) => path)).toEqual(['voice/a/b.md', 'voice/SKILL.md']);
  });

  it('drops the folder in which all stand, and only that', () => {
    const paths = (...names: string[]) => inFolder(filesOf(names.map(file))).map(({ path }) => path);
    expect(paths('kit/brand.yaml', 'kit/fonts/a.ttf')).toEqual(['brand.yaml', 'fonts/a.ttf']);
    expect(paths('brand.yaml', 'logo.svg')).toEqual(['brand.yaml', 'logo.svg']);
    expect(paths('a/brand.yaml', 'b/logo.svg')).toEqual(['a/brand.yaml', 'b/logo.svg']);
    expect(paths()).toEqual([]);
  });

  it('reads markets as people write them', () => {
    expect(marketsIn(' de, AT;ch\nde ')).toEqual(['de', 'at', 'ch']);
    expect(marketsIn('  ')).toEqual([]);
  });

  it('finds the font of a family by its name', () => {
    const files = ['fonts/SourceSerif-600.ttf', 'fonts/Manrope[wght].woff2', 'logo.svg', 'Literata.txt'].map(
      (path) => ({ path, hash: path }),
    );
    expect(fontFileOf(files, 'Source Serif')?.path).toBe('fonts/SourceSerif-600.ttf');
    expect(fontFileOf(files, 'Manrope')?.path).toBe('fonts/Manrope[wght].woff2');
    expect(fontFileOf(files, 'Literata')).toBeUndefined();
    expect(fontFileOf(files, '')).toBeUndefined();
  });
});

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#c93a14', '#fff8ee', 4.86],
  ])('of %s and %s is %d', (one, other, expected) => {
    expect(contrastOf(one, other)).toBeCloseTo(expected, 1);
    expect(contrastOf(other, one)).toBe(contrastOf(one, other));
  });

  it('grades what may be written so', () => {
    expect([4.5, 4.49, 3, 2.99].map(gradeOf)).toEqual(['text', 'large', 'large', 'none']);
  });

  it('orders a palette from light to dark, and inks by how well they read', () => {
    const colours = byLight({ ink: '#2a1510', paper: '#fbf1e2', red: '#c93a14' });
    expect(colours.map(({ name }) => name)).toEqual(['paper', 'red', 'ink']);
    expect(pairsOf(colours)[0]?.inks.map(({ name }) => name)).toEqual(['ink', 'red']);
  });
});

describe('what came of a skill', () => {
  const share = (count: number, of: number) => ({ count, of, low: 0, high: 1 });
  const effect = (says: VersionEffect['says'], lift: [number, number]) =>
    ({ version: 2, with: share(41, 60), lift, says, words: '', cures: [], causes: [] }) satisfies VersionEffect;

  it.each([
    ['too_few', [-0.4, 0.5], 'Too few ads to tell', undefined],
    ['no_difference', [-0.03, 0.31], 'Too close to tell apart', undefined],
    ['more', [0.12, 0.41], '12 to 41 points more pass at first sight', 'ok'],
    ['less', [-0.41, -0.12], '12 to 41 points fewer pass at first sight', 'rej'],
  ] as const)('is in words that say how sure they are: %s', (says, lift, words, tone) => {
    const found = effectWords(effect(says, [...lift]), share(33, 61));
    expect(found).toMatchObject({ counts: 'First pass 41 of 60 with it, 33 of 61 without', says: words, tone });
  });

  it('says how large a difference may be that does not show', () => {
    const { doubt } = effectWords(effect('no_difference', [-0.03, 0.31]), share(33, 61));
    expect(doubt).toBe('It may be anything from 3 points fewer first passes to 31 points more.');
    expect(effectWords(effect('more', [0.1, 0.2]), share(33, 61)).doubt).toBeUndefined();
  });

  it('is that of one version in one brand', () => {
    const brands = [{ brand_id: 'brd_1', without: share(1, 2), versions: [effect('more', [0.1, 0.2])] }];
    expect(effectOf(brands, 'brd_1', 2)?.without).toEqual(share(1, 2));
    expect(effectOf(brands, 'brd_1', 1)).toBeUndefined();
    expect(effectOf(brands, 'brd_2', 2)).toBeUndefined();
    expect(effectOf(undefined, 'brd_1', 2)).toBeUndefined();
  });
});

describe('a trial', () => {
  const found = [{ rule: 'text_size' } as Finding];
  it.each([
    ['approve', found, [], 'against'],
    ['approve_with_changes', found, [], 'against'],
    ['approve', [], found, 'with'],
    ['approve', [], [], 'none'],
    ['reject', found, [], 'with'],
    ['reject', found, found, 'with'],
    ['request_changes', [], found, 'against'],
    ['reject', [], [], 'none'],
  ] as const)('of what people %s stands where rule and people do', (verdict, appear, go, stand) => {
    expect(standOf({ verdict, appear: [...appear], go: [...go] } as unknown as ReplayedAd)).toBe(stand);
  });
});

describe('the addresses', () => {
  it('keep what they know and drop the rest', () => {
    expect(parseSkillsSearch({ brand: 'brd_1', tab: 'kit', x: 1 })).toEqual({ brand: 'brd_1', tab: 'kit' });
    expect(parseSkillsSearch({ brand: '', tab: 'other' })).toEqual({ brand: undefined, tab: undefined });
    expect(parseSkillSearch({ version: 3, from: 2 })).toEqual({ version: 3, from: 2 });
    expect(parseSkillSearch({ version: '3', from: -1 })).toEqual({ version: undefined, from: undefined });
  });
});
