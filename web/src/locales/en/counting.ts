/** Counting in English. */
const rules = new Intl.PluralRules('en');

/** `3 campaigns`, `1 campaign`. */
export const n = (count: number, one: string, other = `${one}s`) =>
  `${count.toLocaleString('en-GB')} ${rules.select(count) === 'one' ? one : other}`;
export const ads = (count: number) => n(count, 'ad');
