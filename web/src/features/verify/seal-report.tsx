import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Certificate, Provenance, SealStatement } from '../../api/wire';
import { atTime } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Hash } from '../../ui/hash';
import { Icon } from '../../ui/icon';
import { actionWords, approvalWords, modelWords, sealWords, trustWords, validWords } from './seal-words';

interface Props {
  name: string;
  found: Provenance;
}

/** What a file says of itself, and whether that holds. It takes the focus: it is what was asked for. */
export function SealReport({ name, found }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [found]);
  const seal = sealWords(found);
  return (
    <section className="seal-report" aria-labelledby="seal-title">
      <h2 id="seal-title" className="lede" ref={title} tabIndex={-1}>
        <span className={`seal-mark ${seal.tone}`}>
          <Icon name={seal.icon} size={22} />
        </span>
        {seal.title}
      </h2>
      <p className="is-second">
        {seal.detail} {found.says && trustWords(found.says)}
      </p>
      {found.broken_by.length > 0 && <Broken codes={found.broken_by} />}
      {found.says && <Says says={found.says} />}
      {found.asset && <Asset asset={found.asset} />}
      <div>
        <h3>{t.verify.file}</h3>
        <dl className="facts">
          <Fact label={t.verify.name}>
            <bdi>{name}</bdi>
          </Fact>
          <Fact label={t.verify.kind}>{found.mime}</Fact>
          <Fact label="SHA-256">
            <Hash of={found.sha256} />
          </Fact>
        </dl>
      </div>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Broken({ codes }: { codes: readonly string[] }) {
  return (
    <div>
      <h3>{t.verify.brokenBy}</h3>
      <ul className="seal-codes">
        {codes.map((code) => (
          <li key={code}>
            {word(t.verify.codes, code)} <code className="hash">{code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Says({ says }: { says: SealStatement }) {
  return (
    <>
      <div>
        <h3>{t.verify.approvedBy}</h3>
        {says.approvals.length === 0 ? (
          <p className="is-second">{t.verify.notApproved}</p>
        ) : (
          <ul className="signed">
            {says.approvals.map((approval) => (
              <li key={approval.stage}>
                <span className="state is-ok">
                  <Icon name="approve" size={14} /> {approvalWords(approval)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div>
        <h3>{t.verify.madeBy}</h3>
        <dl className="facts">
          <Fact label={t.verify.adTitle}>
            <bdi>{says.title}</bdi>
          </Fact>
          <Fact label={t.verify.madeWith}>{says.made_with}</Fact>
          {says.source_type && <Fact label={t.verify.source}>{word(t.verify.sources, says.source_type)}</Fact>}
          <Fact label={t.verify.models}>{modelWords(says) || t.verify.noModels}</Fact>
          {says.ingredients.length > 0 && <Fact label={t.verify.ingredients}>{says.ingredients.join(', ')}</Fact>}
          {says.alt_text && (
            <Fact label={t.verify.alt}>
              <bdi>{says.alt_text}</bdi>
            </Fact>
          )}
          {says.approved_sha256 && (
            <Fact label={t.verify.approvedHash}>
              <Hash of={says.approved_sha256} />
            </Fact>
          )}
        </dl>
      </div>
      <Steps actions={says.actions} />
      {says.certificate && <Signer certificate={says.certificate} />}
    </>
  );
}

function Steps({ actions }: Pick<SealStatement, 'actions'>) {
  if (actions.length === 0) return null;
  return (
    <div>
      <h3>{t.verify.steps}</h3>
      <ol className="rows seal-steps">
        {actions.map(({ action, at }, place) => (
          // The same step can be done twice; they stand in their order.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${place}${action}`}>
            <span>{actionWords(action)}</span>
            <span className="is-quiet">{at ? atTime(at) : t.verify.noTime}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Signer({ certificate }: { certificate: Certificate }) {
  return (
    <div>
      <h3>{t.verify.signer}</h3>
      <dl className="facts">
        <Fact label={t.verify.subject}>
          <bdi>{certificate.subject}</bdi>
        </Fact>
        <Fact label={t.verify.issuer}>
          <bdi>{certificate.issuer}</bdi>
        </Fact>
        <Fact label={t.verify.valid}>{validWords(certificate)}</Fact>
      </dl>
    </div>
  );
}

function Asset({ asset }: { asset: NonNullable<Provenance['asset']> }) {
  return (
    <div>
      <h3>{t.verify.yours}</h3>
      <p className="is-second">
        {asset.is_live ? t.verify.isLive : t.verify.isNotLive} {asset.is_as_sent ? t.verify.asSent : t.verify.notAsSent}
      </p>
      <p className="spend-ways">
        <Link
          to="/review"
          search={{ campaign: asset.campaign_id, queue: 'all', item: asset.variant_id, loupe: true }}
          className="link"
        >
          {t.verify.toAd}
        </Link>
        <Link to="/releases" search={{ campaign: asset.campaign_id, release: asset.release_id }} className="link">
          {t.verify.toRelease}
        </Link>
      </p>
    </div>
  );
}
