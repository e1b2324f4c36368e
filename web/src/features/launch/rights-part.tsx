import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { ChoiceField, TextField } from './field';
import { useLaunch } from './launch-context';
import { fieldId } from './problems';

/** The rights to use what came with the brief. */
export function RightsPart() {
  const { fields, set, setSaid } = useLaunch();
  const inputs = Object.keys(fields.inputs).map((name) => ({ value: name, label: name }));
  const add = () =>
    set(['rights'], [...withoutEmpty(fields.rights), { ingredient: inputs[0]?.value ?? '', holder: '', licence: '' }]);
  const remove = (index: number) =>
    setSaid([[['rights'], withoutEmpty(fields.rights.filter((_, each) => each !== index))]], t.launch.rightRemoved);
  return (
    <div className="sub-part">
      <h3>{t.launch.rights}</h3>
      {fields.rights.map((right, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={index} className="message-fields">
          <legend className="unseen">{t.launch.rightOf(right.ingredient)}</legend>
          <div className="field-row">
            <ChoiceField
              path={['rights', index, 'ingredient']}
              label={t.launch.ingredient}
              value={right.ingredient}
              options={inputs}
            />
            <TextField path={['rights', index, 'expires']} label={t.launch.expires} type="date" value={right.expires} />
            <button
              type="button"
              className="button plain square"
              aria-label={t.launch.removeRight(right.ingredient)}
              onClick={() => remove(index)}
            >
              <Icon name="close" size={13} />
            </button>
          </div>
          <div className="field-row">
            <TextField path={['rights', index, 'holder']} label={t.launch.holder} value={right.holder} />
            <TextField path={['rights', index, 'licence']} label={t.launch.licence} value={right.licence} />
          </div>
        </fieldset>
      ))}
      <button type="button" id={fieldId(['rights'])} className="button" onClick={add} disabled={inputs.length === 0}>
        <Icon name="plus" size={14} /> {t.launch.addRight}
      </button>
    </div>
  );
}

/** A date that is not given is not written. */
const withoutEmpty = (rows: readonly { ingredient: string; holder: string; licence: string; expires: string }[]) =>
  rows.map(({ expires, ...right }) => (expires ? { ...right, expires } : right));

/** Another locale of the same language, where there is one. */
const nearestOf = (from: string, known: readonly string[]) =>
  known.find((tag) => tag !== from && tag.split('-')[0] === from.split('-')[0]) ??
  known.find((tag) => tag !== from) ??
  '';

/** Which locale reads which other's lines where its own are missing. */
export function FallbackPart() {
  const { fields, markets, set, setSaid } = useLaunch();
  const used = [...new Set(markets.filter(({ id }) => fields.markets.includes(id)).map(({ locale }) => locale.tag))];
  const known = [...new Set(markets.map(({ locale }) => locale.tag))].toSorted();
  const free = used.filter((tag) => fields.fallback[tag] === undefined);
  const without = (tag: string) => {
    const { [tag]: _, ...rest } = fields.fallback;
    return Object.keys(rest).length > 0 ? rest : undefined;
  };
  return (
    <div className="sub-part" id={fieldId(['fallback'])}>
      <h3>{t.launch.fallback}</h3>
      <p className="is-quiet">{t.launch.fallbackNote}</p>
      {Object.entries(fields.fallback).map(([from, to]) => (
        <div key={from} className="field-row">
          <ChoiceField
            path={['fallback', from]}
            label={t.launch.fallbackOf(from)}
            value={to}
            options={known.filter((tag) => tag !== from).map((tag) => ({ value: tag, label: tag }))}
          />
          <button
            type="button"
            className="button plain square"
            aria-label={t.launch.removeFallback(from)}
            onClick={() => setSaid([[['fallback'], without(from)]], t.launch.fallbackRemoved(from))}
          >
            <Icon name="close" size={13} />
          </button>
        </div>
      ))}
      {free.length > 0 && (
        <label className="field">
          <span>{t.launch.addFallback}</span>
          <select
            className="input"
            value=""
            onChange={({ target }) => set(['fallback', target.value], nearestOf(target.value, known))}
          >
            <option value="">{t.launch.choose}</option>
            {free.map((tag) => (
              <option key={tag} value={tag}>
                {tag}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
