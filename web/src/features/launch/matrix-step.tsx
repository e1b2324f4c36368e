import { useMemo } from 'react';
import { count } from '../../lib/format';
import { t, word } from '../../locales/words';
import { TextField } from './field';
import { Before } from './before';
import { type Changes, useLaunch } from './launch-context';
import { MarketByFormat } from './market-by-format';
import { hasRule, withoutStrays } from './matrix';
import { PickList } from './pick-list';
import { Scroll } from './scroll';

/** Which markets and formats, and what is left out of their product. */
export function MatrixStep() {
  const { fields, markets, formats, workflow, setSaid } = useLaunch();
  const marketPicks = useMemo(
    () =>
      markets
        .map(({ id, title, locale }) => ({ id, label: title, note: locale.tag, words: locale.title }))
        .toSorted((one, other) => one.label.localeCompare(other.label)),
    [markets],
  );
  const formatPicks = useMemo(
    () =>
      formats.map(({ id, title, width, height, channel }) => ({
        id,
        label: title,
        note: `${width} × ${height}`,
        words: channel,
      })),
    [formats],
  );
  const choose = (axis: 'market' | 'format') => (chosen: string[], said: string) => {
    const exclude = withoutStrays(fields.exclude, axis, chosen);
    const changes: Changes = [[[`${axis}s`], chosen]];
    setSaid(exclude.length === fields.exclude.length ? changes : [...changes, [['exclude'], exclude]], said);
  };
  const own = (workflow?.axes ?? []).filter((axis) => !['market', 'message', 'format'].includes(axis) && !isFed(axis));
  function isFed(axis: string) {
    return workflow?.inputs.some((input) => input.axis === axis) ?? false;
  }
  return (
    <div className="launch-two">
      <Scroll>
        <MatrixSentence />
        <div className="pick-lists">
          <PickList
            path={['markets']}
            title={t.launch.markets}
            picks={marketPicks}
            chosen={fields.markets}
            onChange={choose('market')}
          />
          <PickList
            path={['formats']}
            title={t.launch.formats}
            picks={formatPicks}
            chosen={fields.formats}
            onChange={choose('format')}
          />
        </div>
        {own.map((axis) => (
          <AxisValues key={axis} axis={axis} />
        ))}
        <MarketByFormat />
        <OtherRules />
      </Scroll>
      <Before />
    </div>
  );
}

/** `12 markets × 2 messages × 12 formats − 3 = 285 ads` */
export function MatrixSentence() {
  const { fields, count: matrix, workflow } = useLaunch();
  const factors: [number, string][] = [
    [fields.markets.length, t.launch.factors.market(fields.markets.length)],
    ...(workflow?.axes.includes('message') === false
      ? []
      : ([[fields.messages.length, t.launch.factors.message(fields.messages.length)]] as [number, string][])),
    [fields.formats.length, t.launch.factors.format(fields.formats.length)],
    ...Object.entries(fields.axes).map(([axis, values]): [number, string] => [
      values.length,
      word(t.axes, axis).toLowerCase(),
    ]),
  ];
  return (
    <div className="matrix-sentence">
      <p>
        {factors.map(([size, name], index) => (
          <span key={name}>
            {index > 0 && <span className="is-quiet"> × </span>}
            <b>{count(size)}</b> {name}
          </span>
        ))}
        {matrix.excluded > 0 && (
          <span>
            <span className="is-quiet"> − </span>
            <b>{count(matrix.excluded)}</b> {t.launch.excluded}
          </span>
        )}
      </p>
      <p className="matrix-total" aria-live="polite">
        <span className="big">{count(matrix.total)}</span> {t.launch.adsUnit(matrix.total)}
      </p>
    </div>
  );
}

/** Values of an axis that is the workflow's own, separated by commas. */
function AxisValues({ axis }: { axis: string }) {
  const { fields, set } = useLaunch();
  const values = fields.axes[axis] ?? [];
  const split = (text: string) =>
    text
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean);
  return (
    <TextField
      path={['axes', axis]}
      label={word(t.axes, axis)}
      note={t.launch.axisNote}
      value={values.join(', ')}
      onChange={(text) => set(['axes', axis], text.endsWith(',') ? [...split(text), ''] : split(text))}
    />
  );
}

/** Rules that the table above cannot show: they are written in brief.yaml and can be taken back here. */
function OtherRules() {
  const { fields, setSaid } = useLaunch();
  const isInTable = (rule: Record<string, string>) =>
    Object.keys(rule).length === 2 && rule.market !== undefined && rule.format !== undefined;
  const others = fields.exclude.filter((rule) => !isInTable(rule));
  if (others.length === 0) return null;
  const remove = (rule: Record<string, string>) => {
    const rest = fields.exclude.filter((each) => !hasRule([rule], each));
    setSaid([[['exclude'], rest.length > 0 ? rest : undefined]], t.launch.ruleRemoved);
  };
  return (
    <section className="launch-part" aria-labelledby="other-rules">
      <h2 className="small-title" id="other-rules">
        {t.launch.otherRules}
      </h2>
      <ul className="rows">
        {others.map((rule) => {
          const words = Object.entries(rule)
            .map(([axis, value]) => `${word(t.axes, axis)} ${value}`)
            .join(' · ');
          return (
            <li key={words}>
              <span>{words}</span>
              <button
                type="button"
                className="link"
                aria-label={t.launch.removeRule(words)}
                onClick={() => remove(rule)}
              >
                {t.launch.takeBack}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
