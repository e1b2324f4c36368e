import { useMemo } from 'react';
import type { SkillVersion } from '../../api/wire';
import { t, word } from '../../locales/words';
import { Hash } from '../../ui/hash';
import { useNames } from '../review/use-names';
import { Prose } from './prose';
import { layoutsIn, type Rule, type RulePart, rulesIn } from './rules-words';
import { fileOf } from './versions-of';

/** All that a version says: to people, to checks, to models. */
export function SkillWords({ version }: { version: SkillVersion }) {
  return (
    <div className="skill-words">
      <section className="spend-section">
        <h2>{t.skills.says}</h2>
        {version.compatibility && <p className="notice care">{version.compatibility}</p>}
        <Prose markdown={version.body} />
      </section>
      <div className="spend-section skill-side">
        <Rules version={version} />
        <Prompts prompts={version.prompts} />
        <Facts version={version} />
      </div>
    </div>
  );
}

function Rules({ version }: { version: SkillVersion }) {
  const [rules, layout] = [fileOf(version, 'rules.yaml'), fileOf(version, 'layout.yaml')];
  const parts = useMemo(
    () => [...(rules ? (rulesIn(rules) ?? []) : []), ...(layout ? (layoutsIn(layout) ?? []) : [])],
    [rules, layout],
  );
  if (!rules && !layout) return null;
  return (
    <section className="spend-section">
      <h2>{t.rules.title}</h2>
      {parts.map((part) => (
        <Part key={part.kind} part={part} />
      ))}
      {[rules, layout].map(
        (text, at) =>
          text && (
            <details key={at === 0 ? 'rules' : 'layout'} className="twin">
              <summary>{t.rules.asWritten(at === 0 ? 'rules.yaml' : 'layout.yaml')}</summary>
              <div className="prose">
                <pre>{text}</pre>
              </div>
            </details>
          ),
      )}
    </section>
  );
}

function Part({ part: { kind, rules } }: { part: RulePart }) {
  return (
    <div>
      <h3>{t.rules.kinds[kind]}</h3>
      <ul className="rule-list">
        {rules.map((rule) => (
          <li key={`${rule.words}${rule.where.join()}`}>
            <One rule={rule} isLayout={kind === 'layouts'} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function One({ rule: { words, where, isRefused, why }, isLayout }: { rule: Rule; isLayout: boolean }) {
  const notes = [...where, ...(isLayout ? [] : [isRefused ? t.findings.severity.refused : t.findings.severity.warns])];
  return (
    <>
      <p>{words}</p>
      <p className="is-quiet">
        {notes.join(' · ')}
        {why && ` · ${why}`}
      </p>
    </>
  );
}

/** Word by word what stands behind a prompt: it is what a model reads. */
function Prompts({ prompts }: { prompts: SkillVersion['prompts'] }) {
  const kinds = Object.entries(prompts);
  if (kinds.length === 0) return null;
  return (
    <section className="spend-section">
      <h2>{t.prompts.title}</h2>
      {kinds.map(([kind, text]) => (
        <div key={kind}>
          <h3>{word(t.prompts.kinds, kind)}</h3>
          <p className="prompt-text">{text}</p>
        </div>
      ))}
    </section>
  );
}

function Facts({ version }: { version: SkillVersion }) {
  const names = useNames();
  const facts: [string, string][] = [
    [t.place.markets, version.markets.map((market) => names.market(market)).join(', ') || t.feedback.allMarkets],
    [t.skills.license, version.license ?? ''],
    ...Object.entries(version.metadata).map(([name, value]): [string, string] => [word({}, name), value]),
    [t.skills.tools, version.allowed_tools ? t.skills.toolsNone(version.allowed_tools) : ''],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      <div className="fact">
        <dt>{t.skills.files}</dt>
        <dd>{version.files.map(({ path }) => path).join(', ')}</dd>
      </div>
      <div className="fact">
        <dt>{t.skills.digest}</dt>
        <dd>
          <Hash of={version.digest} />
        </dd>
      </div>
    </dl>
  );
}
