import { useQuery } from '@tanstack/react-query';
import { me, people as peopleQuery } from '../../api/queries';

/** One's own name, and those of the others for whoever may list them. */
export function useNameOf() {
  const { data: person } = useQuery(me());
  const { data: people = [] } = useQuery({ ...peopleQuery(), enabled: person?.may.administer ?? false });
  return (id: string) => [person?.person, ...people].find((each) => each?.id === id)?.name;
}
