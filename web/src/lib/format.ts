/** Numbers, money and times as people read them. Only for showing: sums are the server's. */
import { LANGUAGE, t } from '../locales/words';

const whole = new Intl.NumberFormat(LANGUAGE);
const day = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short', year: 'numeric' });
const dayAndTime = new Intl.DateTimeFormat(LANGUAGE, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const short = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

export const count = (value: number) => whole.format(value);
/** Of a part between 0 and 1, whole hundredths. */
export const points = (part: number) => whole.format(Math.round(part * 100));
export const percent = (part: number) => t.percent(points(part));
/** A small share is not none. */
export const shareInWords = (part: number) => (part > 0 && part < 0.005 ? t.lessThan(percent(0.01)) : percent(part));

/** Small amounts keep the digits that tell them apart; what is not known is said, never 0. */
export function money(amount: string | null | undefined, currency: string): string {
  if (amount === null || amount === undefined) return t.money.unknown;
  const value = Number(amount);
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1 ? 2 : size >= 0.01 ? 3 : 5;
  const options = { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(LANGUAGE, options).format(value);
}

export function moneyRange(low: string, high: string, currency: string): string {
  const [from, to] = [money(low, currency), money(high, currency)];
  return from === to ? from : t.range(from, to);
}

export function range(low: number, high: number, show: (value: number) => string = short.format): string {
  const [from, to] = [show(low), show(high)];
  return from === to ? from : t.range(from, to);
}

const utcDay = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const utcDayOfYear = new Intl.DateTimeFormat(LANGUAGE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const utcMonth = new Intl.DateTimeFormat(LANGUAGE, { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Days and months of the books, `2026-11-24` and `2026-11`: they are UTC, wherever they are read. */
export const bookDay = (date: string) => utcDay.format(new Date(`${date}T00:00:00Z`));
export const bookDayOfYear = (date: string) => utcDayOfYear.format(new Date(`${date}T00:00:00Z`));
export const bookMonth = (month: string) => utcMonth.format(new Date(`${month}-01T00:00:00Z`));

/** A round amount beside a line of a chart. */
export function moneyTick(value: number, currency: string): string {
  const options = { style: 'currency', currency, notation: 'compact', maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(LANGUAGE, options).format(value);
}

export const onDay = (time: string) => day.format(new Date(time));
export const atTime = (time: string) => dayAndTime.format(new Date(time));

export function duration(seconds: number): string {
  if (seconds < 90) return t.time.seconds(count(Math.round(seconds)));
  if (seconds < 5400) return t.time.minutes(count(Math.round(seconds / 60)));
  return t.time.hours(short.format(seconds / 3600));
}

/** GPU time of a part, from milliseconds. None is not told from unknown there, so that neither is called 0. */
export const gpuTime = (ms: number) => (ms > 0 ? duration(ms / 1000) : '–');

export const hours = (value: number) => (value < 1 ? duration(value * 3600) : t.time.hours(short.format(value)));

export function bytes(size: number): string {
  return size < 1_000_000
    ? `${count(Math.max(1, Math.round(size / 1000)))} kB`
    : `${short.format(size / 1_000_000)} MB`;
}

/** A share from 0 to 1 of decimal amounts. */
export function share(part: string, of: string | null): number {
  const total = Number(of ?? 0);
  return total > 0 ? Math.max(0, Math.min(1, Number(part) / total)) : 0;
}

/** A cell in words: `de · morning · meta.feed_square`. */
export const cellWords = (cell: Record<string, string>) => Object.values(cell).join(' · ');

const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

/** `in 2 days`, `3 hours ago`: the largest unit of which there is one. */
export function untilTime(time: string, now: number): { text: string; isLate: boolean } {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const size = Math.abs(seconds);
  const [unit, length] =
    size >= 86_400 ? (['day', 86_400] as const) : size >= 3600 ? (['hour', 3600] as const) : (['minute', 60] as const);
  return { text: relative.format(Math.trunc(seconds / length), unit), isLate: seconds < 0 };
}

const languages = new Intl.DisplayNames(LANGUAGE, { type: 'language' });

/** `German (Austria)`; a tag that is none stays as it is written. */
export function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
