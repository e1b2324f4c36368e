/** What a seal means, in words; and which files are looked at at all. */
import type { Provenance, SealStatement } from '../../api/wire';
import { bytes, onDay } from '../../lib/format';
import { t, word } from '../../locales/words';
import type { IconName } from '../../ui/icon';

/** The server's own limit: a larger file would travel in vain. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Why a file is not sent; nothing where it is. */
export function refusalOf({ size }: Pick<File, 'size'>): string | null {
  if (size === 0) return t.verify.isEmpty;
  return size > MOST_BYTES ? t.verify.isTooLarge(bytes(size)) : null;
}

export interface SealWords {
  icon: IconName;
  tone: 'is-ok' | 'is-chg' | 'is-rej';
  title: string;
  detail: string;
}

/** The state of the seal, and what it is worth: a whole seal of somebody whom nobody knows is not green. */
export function sealWords({ seal, says }: Pick<Provenance, 'seal' | 'says'>): SealWords {
  const words = t.verify.seals[seal];
  if (seal === 'broken') return { icon: 'reject', tone: 'is-rej', ...words };
  if (seal === 'absent') return { icon: 'warn', tone: 'is-chg', ...words };
  const certificate = says?.certificate;
  const isTrusted = certificate?.is_trusted && !certificate.is_development;
  return { icon: isTrusted ? 'approve' : 'warn', tone: isTrusted ? 'is-ok' : 'is-chg', ...words };
}

/** Who vouches for it, and whether that is worth something here. */
export function trustWords({ certificate }: Pick<SealStatement, 'certificate'>): string {
  if (!certificate) return t.verify.trust.nobody;
  if (certificate.is_development) return t.verify.trust.development;
  return certificate.is_trusted ? t.verify.trust.trusted : t.verify.trust.unknown;
}

export const validWords = ({ valid_from, valid_until }: { valid_from: string; valid_until: string }): string =>
  t.range(onDay(valid_from), onDay(valid_until));

export const modelWords = ({ models }: Pick<SealStatement, 'models'>): string =>
  models.map(({ name, version }) => (version ? `${name} ${version}` : name)).join(', ');

/** `c2pa.created`, `app.galley.approved`: the last word of it is what was done. */
export const actionWords = (action: string): string =>
  word(t.verify.actions, action.replace(/^(?:c2pa|app\.galley)\./, ''));

/** `Legal: Legal, Finance`, for every stage that was passed. */
export const approvalWords = ({ stage, roles }: { stage: string; roles: readonly string[] }): string =>
  t.verify.passed(word(t.stages.names, stage), roles.map((role) => word(t.roles, role)).join(', '));
