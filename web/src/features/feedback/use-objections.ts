/** The objections of this tab, wired to the server and the status line. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { objectToReason } from '../../api/commands';
import { flushOnLeave, HeldBack } from '../../lib/held-back';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { say, sayTrouble } from '../shell/status';

interface Objection {
  brandId: string;
  feature: string;
  /** The statement that is wrong. */
  words: string;
}

let onTaught: () => void = () => undefined;

const objections = new HeldBack<Objection>({
  send: ({ brandId, feature }, isParting) => objectToReason(brandId, feature, isParting),
  onSent: ({ words }) => {
    say(t.lessons.sent(words));
    onTaught();
  },
  onRefused: ({ words }) => sayTrouble(t.lessons.refused(words)),
});

flushOnLeave(objections);

export interface Objections {
  has: (feature: string) => boolean;
  object: (feature: string, words: string) => void;
}

export function useObjections(brandId: string, brandTitle: string): Objections {
  const client = useQueryClient();
  const given = useStore(objections.given, (value) => value);
  useEffect(() => {
    onTaught = () => void client.invalidateQueries({ queryKey: ['learning'] });
  }, [client]);
  return useMemo(() => {
    const keyOf = (feature: string) => `${brandId} ${feature}`;
    return {
      has: (feature) => given.has(keyOf(feature)),
      object: (feature, words) => {
        objections.hold(keyOf(feature), { brandId, feature, words });
        const run = () => objections.takeBack(keyOf(feature)) && say(t.lessons.takenBack(words));
        say(t.lessons.held(words, brandTitle), { label: t.undo, run });
      },
    };
  }, [given, brandId, brandTitle]);
}
