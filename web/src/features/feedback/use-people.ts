/** Names of the people whose ids the server gives, as far as this person may know them. */
import { useQuery } from '@tanstack/react-query';
import { people } from '../../api/queries';
import type { Me } from '../../api/wire';
import { t } from '../../locales/words';

/** Undefined for somebody whose name only an admin sees. */
export type NameOf = (id: string) => string | undefined;

export function usePeople(me: Me): NameOf {
  const { data = [] } = useQuery({ ...people(), enabled: me.may.administer });
  const names = new Map(data.map(({ id, name }) => [id, name]));
  return (id) => (id === me.person?.id ? t.consent.you : id === 'galley' ? 'Galley' : names.get(id));
}
