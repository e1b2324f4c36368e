/** How many ads a brief asks for, and which of its exclusions leaves out what. The server's plan has the last word. */
import type { Fields } from './brief-text';

export interface Axis {
  name: string;
  values: readonly string[];
}

export type Rule = Readonly<Record<string, string>>;

/** What follows from a value: `shape` from a format, `locale` from a market. */
export interface Derived {
  localeOf: (market: string) => string | undefined;
  shapeOf: (format: string) => string | undefined;
}

export interface MatrixCount {
  total: number;
  /** Ads that the exclusions leave out. */
  excluded: number;
  /** Ads of a market and format. */
  of: (market: string, format: string) => number;
}

const key = (market: string, format: string) => `${market}\n${format}`;

/** `more` are the axes beside market and format, with their values. */
export function countMatrix(fields: Fields, more: readonly Axis[], derived: Derived): MatrixCount {
  const each = more.reduce((product, { values }) => product * values.length, 1);
  const counts = new Map<string, number>();
  let total = 0;
  for (const market of fields.markets) {
    for (const format of fields.formats) {
      const fixed: Rule = {
        market,
        format,
        locale: derived.localeOf(market) ?? '',
        shape: derived.shapeOf(format) ?? '',
      };
      const rules = fields.exclude.map((rule) => remaining(rule, fixed)).filter((rule) => rule !== undefined);
      const left = each - excludedOf(rules, more);
      counts.set(key(market, format), left);
      total += left;
    }
  }
  const whole = fields.markets.length * fields.formats.length * each;
  return { total, excluded: whole - total, of: (market, format) => counts.get(key(market, format)) ?? 0 };
}

/** What a rule still asks for once market and format are fixed; nothing where it cannot hold. */
function remaining(rule: Rule, fixed: Rule): Rule | undefined {
  const pairs = Object.entries(rule);
  if (pairs.length === 0 || pairs.some(([axis, value]) => fixed[axis] !== undefined && fixed[axis] !== value))
    return undefined;
  return Object.fromEntries(pairs.filter(([axis]) => fixed[axis] === undefined));
}

/** Cells of the other axes in which one of the rules holds. */
function excludedOf(rules: readonly Rule[], axes: readonly Axis[]): number {
  const [axis, ...rest] = axes;
  const size = axes.reduce((product, { values }) => product * values.length, 1);
  if (rules.length === 0) return 0;
  if (rules.some((rule) => Object.keys(rule).length === 0)) return size;
  if (!axis) return 0;
  return axis.values.reduce((sum, value) => {
    const here = rules.map((rule) => remaining(rule, { [axis.name]: value })).filter((rule) => rule !== undefined);
    return sum + excludedOf(here, rest);
  }, 0);
}

const isSame = (one: Rule, other: Rule) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([axis, value]) => other[axis] === value);

export const hasRule = (rules: readonly Rule[], rule: Rule) => rules.some((each) => isSame(each, rule));

/** The rules with each of `wanted` there, or with none of them. */
export function withRules(rules: readonly Rule[], wanted: readonly Rule[], isOut: boolean): Rule[] {
  const others = rules.filter((rule) => !wanted.some((each) => isSame(each, rule)));
  return isOut ? [...others, ...wanted] : others;
}

/** Rules that speak of a value that the brief no longer has would be refused: they go with it. */
export function withoutStrays(rules: readonly Rule[], axis: string, values: readonly string[]): Rule[] {
  return rules.filter((rule) => rule[axis] === undefined || values.includes(rule[axis]));
}
