/**
 * An ad as the sheet keeps it: of what the server says, only what is drawn, and every text that many ads have in common held
 * once. 50,000 of them fit in a few megabytes; the rest of one is read when it is looked at.
 */
import type { RevisionHead, Variant } from '../../api/wire';

export type AdRevision = Pick<RevisionHead, 'id' | 'number' | 'width' | 'height' | 'dominant' | 'findings'>;

export type Ad = Pick<
  Variant,
  'id' | 'campaign_id' | 'market' | 'message' | 'format' | 'state' | 'stage' | 'due_at' | 'revision_count'
> & {
  revision: AdRevision | null;
  /** Axes beyond the three that every workflow has. */
  more: Readonly<Record<string, string>> | null;
};

const THREE = new Set(['market', 'message', 'format']);
const NONE: RevisionHead['findings'] = [];

/** Makes ads of what the server sent, with one pool of texts. */
export function adMaker(): (variant: Variant) => Ad {
  const pool = new Map<string, string>();
  const one = <T extends string | null>(text: T): T => {
    if (text === null) return text;
    const known = pool.get(text);
    if (known === undefined) pool.set(text, text);
    return (known ?? text) as T;
  };
  return (variant) => ({
    id: variant.id,
    campaign_id: one(variant.campaign_id),
    market: one(variant.market ?? null),
    message: one(variant.message ?? null),
    format: one(variant.format ?? null),
    state: one(variant.state),
    stage: one(variant.stage ?? null),
    due_at: one(variant.due_at ?? null),
    revision_count: variant.revision_count,
    revision: variant.revision && {
      id: variant.revision.id,
      number: variant.revision.number,
      width: variant.revision.width,
      height: variant.revision.height,
      dominant: one(variant.revision.dominant ?? null),
      findings: variant.revision.findings.length > 0 ? variant.revision.findings : NONE,
    },
    more: moreOf(variant.cell),
  });
}

function moreOf(cell: Readonly<Record<string, string>>): Ad['more'] {
  const rest = Object.entries(cell).filter(([axis]) => !THREE.has(axis));
  return rest.length > 0 ? Object.fromEntries(rest) : null;
}

/** Market, message and format first, then the workflow's own axes. */
export function cellOf(ad: Ad): [string, string][] {
  const three = (['market', 'message', 'format'] as const).flatMap((axis): [string, string][] =>
    ad[axis] === null ? [] : [[axis, ad[axis]]],
  );
  return [...three, ...Object.entries(ad.more ?? {})];
}

/** Whether a decision can be made: made, in review, at a stage. Whether it asks this person, the server says. */
export function isOpen(ad: Ad): boolean {
  return ad.state === 'in_review' && ad.stage !== null && ad.revision !== null;
}

/** The same idea for the same people: all formats of one message in one market. */
export function isSameSet(one: Ad, other: Ad): boolean {
  return one.market === other.market && isSameIdea(one, other);
}

/** The same idea everywhere. */
export function isSameIdea(one: Ad, other: Ad): boolean {
  return one.message === other.message && one.campaign_id === other.campaign_id && sameMore(one, other);
}

function sameMore(one: Ad, other: Ad): boolean {
  if (one.more === null || other.more === null) return one.more === other.more;
  return Object.entries(one.more).every(([axis, value]) => other.more?.[axis] === value);
}
