/** `rules.yaml` and `layout.yaml` in sentences. The server has checked them; what cannot be read here is shown as it is written. */
import { parse } from 'yaml';
import { languageName } from '../../lib/format';
import { t, word } from '../../locales/words';

export interface Rule {
  words: string;
  /** Where it holds: slots, languages, markets. Empty: everywhere. */
  where: string[];
  isRefused: boolean;
  why?: string;
}

export interface RulePart {
  kind: 'forbidden' | 'required' | 'names' | 'texts' | 'legal' | 'limits' | 'layouts';
  rules: Rule[];
}

type Row = Record<string, unknown>;

const rows = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const row = (value: unknown): Row => (isRow(value) ? value : {});
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const quoted = (words: readonly string[]) => words.map((each) => t.rules.quoted(each)).join(', ');

function read(yaml: string): Row | null {
  try {
    return row(parse(yaml));
  } catch {
    return null;
  }
}

/** Null where it cannot be read. */
export function rulesIn(yaml: string): RulePart[] | null {
  const file = read(yaml);
  if (!file) return null;
  const parts: RulePart[] = [
    { kind: 'forbidden', rules: rows(file.forbidden).map(forbidden) },
    { kind: 'required', rules: rows(file.required).map(required) },
    { kind: 'names', rules: rows(file.names).map(named) },
    { kind: 'texts', rules: rows(file.texts).map(textLimits) },
    { kind: 'legal', rules: rows(file.legal).map(legal) },
    { kind: 'limits', rules: limits(file) },
  ];
  return parts.filter(({ rules }) => rules.length > 0);
}

export function layoutsIn(yaml: string): RulePart[] | null {
  const file = read(yaml);
  if (!file) return null;
  const rules = rows(file.prefer).map((each) => ({
    words: t.rules.layout(String(each.layout)),
    where: [
      ...texts(each.shapes).map((shape) => word(t.rules.shapes, shape)),
      ...texts(each.formats),
      ...markets(each),
    ],
    isRefused: false,
  }));
  return rules.length > 0 ? [{ kind: 'layouts', rules }] : [];
}

const markets = (of: Row) => (texts(of.markets).length > 0 ? [t.rules.markets(texts(of.markets).join(', '))] : []);
const slots = (of: Row) => texts(of.slots).map((slot) => word(t.slots, slot));

function common(of: Row): Pick<Rule, 'where' | 'isRefused' | 'why'> {
  const languages = texts(of.locales).map(languageName);
  const why = text(of.why);
  return {
    where: [...slots(of), ...languages, ...markets(of)],
    isRefused: of.severity !== 'warns',
    ...(why ? { why } : {}),
  };
}

const forbidden = (of: Row): Rule => ({ words: t.rules.never(quoted([String(of.word)])), ...common(of) });

function required(of: Row): Rule {
  const any = texts(of.any);
  const beside = text(of.beside);
  const words = any.length > 1 ? t.rules.oneOf(quoted(any)) : t.rules.always(quoted(any));
  return { words: beside ? t.rules.beside(words, word(t.slots, beside)) : words, ...common(of) };
}

function named(of: Row): Rule {
  const wrong = texts(of.never);
  const write = t.rules.quoted(String(of.write));
  return { words: wrong.length > 0 ? t.rules.nameNot(write, quoted(wrong)) : t.rules.name(write), ...common(of) };
}

/** What both kinds of text may be held to. */
function measures(of: Row): string[] {
  const says = (name: string, words: (value: string) => string) =>
    typeof of[name] === 'number' ? [words(String(of[name]))] : [];
  const share = (name: string, words: (value: string) => string) =>
    typeof of[name] === 'number' ? [words(percent(of[name]))] : [];
  return [
    ...says('least_px', t.rules.leastPx),
    ...says('most_lines', t.rules.mostLines),
    ...says('least_contrast', t.rules.leastContrast),
    ...says('least_lc', t.rules.leastLc),
    ...share('least_height', t.rules.leastHeight),
    ...share('least_area', t.rules.leastArea),
    ...(of.place === 'top' || of.place === 'bottom' ? [t.rules.edges[of.place]] : []),
  ];
}

const percent = (part: number) => t.percent(String(Math.round(part * 1000) / 10));

const textLimits = (of: Row): Rule => ({
  words: t.rules.limits(of.slot ? word(t.slots, text(of.slot)) : t.rules.everyText, measures(of).join(', ')),
  where: [],
  isRefused: true,
});

const legal = (of: Row): Rule => ({ words: t.rules.limits(t.rules.legalLine, measures(of).join(', ')), ...common(of) });

function limits(file: Row): Rule[] {
  const [logo, palette, product] = [row(file.logo), row(file.palette), row(file.product)];
  const found: Rule[] = [];
  const rule = (value: unknown, words: (value: number) => string, severity: unknown) => {
    if (typeof value === 'number') found.push({ words: words(value), where: [], isRefused: severity === 'refused' });
  };
  rule(logo.clear_space, (value) => t.rules.clearSpace(String(value)), logo.severity);
  rule(palette.most_distance, (value) => t.rules.distance(String(value)), palette.severity);
  rule(product.most_covered, (value) => t.rules.covered(percent(value)), 'refused');
  rule(product.most_cut, (value) => t.rules.cut(percent(value)), 'refused');
  return found;
}
