/** Counting in German. */
const whole = new Intl.NumberFormat('de-DE');

export const figure = (count: number) => whole.format(count);

/** `3 Kampagnen`, `1 Kampagne`. */
export const n = (count: number, one: string, other: string) => `${figure(count)} ${count === 1 ? one : other}`;
export const ads = (count: number) => n(count, 'Anzeige', 'Anzeigen');
