import { t, word } from '../../../locales/words';

/** The brand's colours, `#rrggbb` by name. */
export type Palette = Readonly<Record<string, string>>;

interface SliderProps {
  label: string;
  shown: string;
  value: number;
  least: number;
  most: number;
  step: number;
  /** Half as large is as far from the middle as twice as large. */
  isByTimes?: boolean;
  onChange: (value: number) => void;
}

export function Slider({ label, shown, value, least, most, step, isByTimes = false, onChange }: SliderProps) {
  const [on, off] = isByTimes ? [Math.log2, (power: number) => Math.round(2 ** power * 100) / 100] : [Number, Number];
  return (
    <label className="edit-slider">
      <span>{label}</span>
      <input
        type="range"
        min={on(least)}
        max={on(most)}
        step={step}
        value={on(value)}
        aria-valuetext={shown}
        onChange={({ target }) => onChange(off(target.valueAsNumber))}
      />
      <output>{shown}</output>
    </label>
  );
}

interface SwatchProps {
  label: string;
  palette: Palette;
  value: string | null;
  onChange: (name: string | null) => void;
}

/** The brand's colours by name, and the layout's own choice. */
export function Swatches({ label, palette, value, onChange }: SwatchProps) {
  return (
    <fieldset className="edit-swatches">
      <legend>{label}</legend>
      <button type="button" className="button" aria-pressed={value === null} onClick={() => onChange(null)}>
        {t.edit.layoutColor}
      </button>
      {Object.entries(palette).map(([name, color]) => (
        <button
          key={name}
          type="button"
          className="button"
          aria-pressed={value === name}
          onClick={() => onChange(name)}
        >
          <i style={{ background: color }} />
          {word({}, name)}
        </button>
      ))}
    </fieldset>
  );
}
