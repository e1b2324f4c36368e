/** Words of what Galley expects of an ad in German, and of which of two is better. */
import { statement } from './statements';

export const forecast = {
  expected: {
    /** What the server finds, which it says in English. */
    statement: (words: string) => statement(words),
    sides: { for: 'Wird eher freigegeben', against: 'Wird eher abgelehnt' },
    label: 'Was zu erwarten ist',
    chances: {
      surely: 'Erwartet: fast sicher freigegeben',
      likely: 'Erwartet: eher freigegeben',
      open: 'Erwartet: offen',
      unlikely: 'Erwartet: eher abgelehnt',
      hardly: 'Erwartet: fast sicher abgelehnt',
    },
    doubtful: 'Noch eine Vermutung aus wenigen Entscheidungen.',
    because: (words: string, part: string, all: string, isHere: boolean) =>
      `${words}: ${part} von ${all}${isHere ? ' in diesem Markt' : ''} freigegeben`,
  },
  prefer: {
    label: 'Welche ist besser?',
    choices: { left: 'Links ist besser', tie: 'Kein Unterschied', right: 'Rechts ist besser' },
    noted: {
      left: 'Vermerkt: Die linke ist besser. Entschieden ist damit nichts.',
      tie: 'Vermerkt: kein Unterschied. Entschieden ist damit nichts.',
      right: 'Vermerkt: Die rechte ist besser. Entschieden ist damit nichts.',
    },
    takenBack: 'Zurückgenommen: Über diese beiden ist nichts vermerkt.',
    refused: 'Welche besser ist, wurde nicht vermerkt: Galley hat es nicht angenommen.',
  },
};
