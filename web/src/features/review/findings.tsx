import type { Finding } from '../../api/wire';
import { t, word } from '../../locales/words';
import { Icon } from '../../ui/icon';

/** What the checks found, with the limit, the measured value and where the rule comes from. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
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
            <li key={`${finding.rule}${finding.slot}`}>
              <span className={finding.severity === 'refused' ? 'is-rej' : 'is-chg'}>
                <Icon name={finding.severity === 'refused' ? 'stop' : 'warn'} size={14} />
              </span>
              <div>
                <p>{finding.message}</p>
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
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
