import type { NewBrief } from '../../api/commands';
import { writeDeck } from './copy-deck';
import { withLines } from './draft';
import { useLaunch } from './launch-context';

/** The brief and its files as they would be saved: lines that were written here stand in the deck. */
export function useBriefToSend(): () => NewBrief {
  const { draft, deck } = useLaunch();
  return () => ({ text: draft.text, files: filesOf(draft, deck) });
}

type Launch = ReturnType<typeof useLaunch>;

export function filesOf({ files, lines }: Launch['draft'], deck: Launch['deck']): NewBrief['files'] {
  if (!deck?.csv || Object.keys(lines).length === 0) return files;
  const text = writeDeck(withLines(deck.csv, lines));
  return { ...files, [deck.name]: new File([text], deck.name, { type: 'text/csv' }) };
}
