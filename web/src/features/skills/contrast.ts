/** Contrast by WCAG 2.2: how well a colour reads on another. */
export type Grade = 'text' | 'large' | 'none';

function lightOf(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/** 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [light, dark] = [lightOf(one), lightOf(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** What may be written so: everything, only what is 24 px and more, or nothing. */
export const gradeOf = (contrast: number): Grade => (contrast >= 4.5 ? 'text' : contrast >= 3 ? 'large' : 'none');

export interface Colour {
  name: string;
  hex: string;
}

/** Every colour, and what may be written on it in each of the others; the clearest first. */
export function pairsOf(colours: readonly Colour[]) {
  return colours.map((ground) => {
    const inks = colours
      .filter(({ name }) => name !== ground.name)
      .map((ink) => ({ ...ink, contrast: contrastOf(ink.hex, ground.hex) }))
      .toSorted((one, other) => other.contrast - one.contrast);
    return { ground, inks };
  });
}

/** From light to dark, so that a palette reads as one. */
export const byLight = (palette: Readonly<Record<string, string>>): Colour[] =>
  Object.entries(palette)
    .map(([name, hex]) => ({ name, hex }))
    .toSorted((one, other) => lightOf(other.hex) - lightOf(one.hex));
