import { type ReactNode, useEffect } from 'react';
import type { Finding, Region, Unchecked } from '../../api/wire';
import { t, word } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { pointedFinding } from './pointed-finding';

interface Props {
  findings: readonly Finding[];
  unchecked?: readonly Unchecked[] | undefined;
  /** The picture stands beside it and can show where. */
  isByPicture?: boolean;
}

/** What the checks found and what to do about it, with the limit, the measured value and where the rule comes from. */
export function Findings({ findings, unchecked = [], isByPicture = false }: Props) {
  useEffect(() => () => pointedFinding.set(null), [findings]);
  return (
    <section className="part">
      <div className="part-head">
        <h3>{t.findings.title}</h3>
        {findings.length > 0 && <span>{t.findings.count(findings.length)}</span>}
      </div>
      {findings.length === 0 ? (
        <p className="state is-ok">
          <Icon name="approve" size={14} /> <span className="is-plain">{t.findings.none}</span>
        </p>
      ) : (
        <ul className="findings">
          {findings.map((finding) => (
            <li key={`${finding.rule}${finding.slot}${finding.region?.join()}`}>
              <span className={finding.severity === 'refused' ? 'is-rej' : 'is-chg'}>
                <Icon name={finding.severity === 'refused' ? 'stop' : 'warn'} size={14} />
              </span>
              <FindingWords finding={finding}>
                {isByPicture && finding.region && <PointAt region={finding.region} message={finding.message} />}
              </FindingWords>
            </li>
          ))}
        </ul>
      )}
      {unchecked.length > 0 && <UncheckedRules unchecked={unchecked} />}
    </section>
  );
}

function FindingWords({ finding, children }: { finding: Finding; children: ReactNode }) {
  return (
    <div>
      <p>{finding.message}</p>
      {finding.fix && <p className="is-second">{finding.fix}</p>}
      {children}
      <p className="is-quiet">
        {[
          t.findings.severity[finding.severity],
          word(t.slots, finding.slot),
          finding.measured && finding.limit && t.findings.measured(finding.measured, finding.limit),
          finding.source && t.findings.source(finding.source, finding.checked ?? ''),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}

/** Lights the place up for as long as somebody points, or looks at it by the keyboard. */
function PointAt({ region, message }: { region: Region; message: string }) {
  const show = () => pointedFinding.set(region);
  const hide = () => pointedFinding.set(null);
  return (
    <button
      type="button"
      className="link"
      aria-label={`${t.findings.show}: ${message}`}
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onClick={show}
    >
      {t.findings.show}
    </button>
  );
}

/** What nobody looked at must not pass for clear. */
function UncheckedRules({ unchecked }: { unchecked: readonly Unchecked[] }) {
  return (
    <details className="unchecked">
      <summary className="is-quiet">{t.findings.unchecked(unchecked.length)}</summary>
      <ul>
        {unchecked.map(({ rule, lacks }) => (
          <li key={rule}>
            {word({}, rule)}{' '}
            {lacks.length > 0 && <span className="is-quiet">{t.findings.lacks(lacks.join(', '))}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
