/** One cell of the matrix as the preview shows it: its values, its lines, what is asked of the composer. */
import { useMemo } from 'react';
import type { DrawPreview, Preview } from '../../api/wire';
import { type DeckLine, type LineAt, linesOf, USUAL_SLOTS } from './copy-deck';
import { lineKey } from './draft';
import { useLaunch } from './launch-context';

export interface CellLine {
  line: DeckLine;
  at: LineAt;
}

/** The chosen values, or the first where the brief has those no more. */
export function cellOf(preview: Preview, chosen: Readonly<Record<string, string>>): Record<string, string> {
  const value = ({ name, values }: Preview['axes'][number]) =>
    values.includes(chosen[name] ?? '') ? (chosen[name] as string) : (values[0] ?? '');
  return Object.fromEntries(preview.axes.map((axis) => [axis.name, value(axis)]));
}

/** The lines of the shown cell: those of the deck, or the usual slots where only the server can read it. */
export function useCellLines(cell: Readonly<Record<string, string>>): CellLine[] {
  const { deck, markets } = useLaunch();
  const locale = markets.find(({ id }) => id === cell.market)?.locale.tag ?? '';
  const message = cell.message ?? Object.entries(cell).find(([axis]) => axis !== 'market')?.[1] ?? '*';
  return useMemo(() => {
    const found = deck?.csv ? linesOf(deck.csv, message, locale) : [];
    const usual = USUAL_SLOTS.map((slot) => ({ message, slot, text: '', mostChars: null }));
    return (found.length > 0 ? found : usual).map((line) => ({
      line,
      at: { message: line.message, slot: line.slot, locale },
    }));
  }, [deck, locale, message]);
}

/** Lines that were written here stand in for those of the deck. */
export function useWanted(cell: DrawPreview['cell'], formats: string[], lines: readonly CellLine[]): DrawPreview {
  const { draft } = useLaunch();
  return useMemo(() => {
    const texts = lines.flatMap(({ line, at }) => {
      const text = draft.lines[lineKey(at)];
      return text ? [[line.slot, text]] : [];
    });
    return { cell, formats, texts: Object.fromEntries(texts) };
  }, [cell, formats, lines, draft.lines]);
}
