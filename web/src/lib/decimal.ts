/** Amounts of money as the server writes them: decimals with up to nine places. Added up to the last place, never as floats. */

const PLACES = 9;
const UNIT = 10n ** BigInt(PLACES);
const SHAPE = /^(-?)(\d+)(?:\.(\d{1,9}))?$/;

/** In billionths of the unit. What is not an amount is refused: a sum with a hole in it would be a lie. */
export function toNano(amount: string): bigint {
  const [, sign, whole = '0', part = ''] = SHAPE.exec(amount) ?? [];
  if (sign === undefined) throw new RangeError(`not an amount: ${amount}`);
  const nano = BigInt(whole) * UNIT + BigInt(part.padEnd(PLACES, '0'));
  return sign ? -nano : nano;
}

/** At least two places, as the server writes them. */
export function fromNano(nano: bigint): string {
  const size = nano < 0n ? -nano : nano;
  const places = (size % UNIT).toString().padStart(PLACES, '0').replace(/0+$/, '').padEnd(2, '0');
  return `${nano < 0n ? '-' : ''}${size / UNIT}.${places}`;
}

export const sumOf = (amounts: Iterable<string>): string => {
  let sum = 0n;
  for (const amount of amounts) sum += toNano(amount);
  return fromNano(sum);
};

/** What of the whole a part is, from 0 to 1; 0 where there is no whole. */
export function partOf(part: string, whole: string): number {
  const of = toNano(whole);
  return of > 0n ? Number((toNano(part) * 1_000_000n) / of) / 1_000_000 : 0;
}

export const isMore = (one: string, other: string): boolean => toNano(one) > toNano(other);
