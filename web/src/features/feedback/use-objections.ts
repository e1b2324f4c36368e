/** The one list of objections of this tab, wired to the server and the status line. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { objectToReason } from '../../api/commands';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { say, sayTrouble } from '../shell/status';
import { HeldObjections, type Objection } from './held-objections';

let onTaught: () => void = () => undefined;

const objections = new HeldObjections({
  send: ({ brandId, feature }, isParting) => objectToReason(brandId, feature, isParting),
  onSent: ({ words }) => {
    say(t.lessons.sent(words));
    onTaught();
  },
  onRefused: ({ words }) => sayTrouble(t.lessons.refused(words)),
});

export function useObjections(brandId: string, brandTitle: string) {
  const client = useQueryClient();
  const made = useStore(objections.made, (value) => value);
  useEffect(() => {
    onTaught = () => void client.invalidateQueries({ queryKey: ['learning'] });
    const onHide = () => document.visibilityState === 'hidden' && objections.flush(true);
    document.addEventListener('visibilitychange', onHide);
    return () => document.removeEventListener('visibilitychange', onHide);
  }, [client]);
  return useMemo(
    () => ({
      has: (feature: string) => made.has(`${brandId} ${feature}`),
      object: (feature: string, words: string) => {
        const objection: Objection = { brandId, feature, words };
        objections.object(objection);
        const run = () => objections.takeBack(objection) && say(t.lessons.takenBack(words));
        say(t.lessons.held(words, brandTitle), { label: t.undo, run });
      },
    }),
    [made, brandId, brandTitle],
  );
}

export type ObjectionsOf = ReturnType<typeof useObjections>;
