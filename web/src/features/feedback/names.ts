/** What people are called on this page: the server names them beside their ids. */
import type { Learning, Me } from '../../api/wire';
import { t } from '../../locales/words';

/** Undefined for a guest, or somebody who is gone. */
export type NameOf = (id: string) => string | undefined;

export function nameFor(me: Me, id: string, name: string | null | undefined): string | undefined {
  if (id === me.person?.id) return t.consent.you;
  return id === 'galley' ? 'Galley' : (name ?? undefined);
}

/** The names that come with what was learned. */
export function namesIn(learning: Learning | undefined, me: Me): NameOf {
  const consents = learning?.consents.map(({ actor, actor_name }) => [actor, actor_name] as const) ?? [];
  const reviewers = learning?.figures?.reviewers.map(({ person, name }) => [person, name] as const) ?? [];
  const names = new Map([...consents, ...reviewers]);
  return (id) => nameFor(me, id, names.get(id));
}
