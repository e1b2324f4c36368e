/**
 * A copy deck as a CSV file: reading its lines, writing one, making one that is empty. Only what the desk shows and changes; the
 * server reads decks whole, and XLSX besides.
 */

export interface CopyDeck {
  rows: string[][];
  separator: string;
}

export interface DeckLine {
  /** Of the row: a message of the brief, or `*`. */
  message: string;
  slot: string;
  text: string;
  /** Most characters, wide ones counted twice; null where the deck says nothing. */
  mostChars: number | null;
}

/** Rows of this message hold for every message that has none of its own. */
const ANY_MESSAGE = '*';
const COLUMNS = ['message', 'slot', 'max_chars'];
/** What an ad of the workflows that come with Galley may say. */
export const USUAL_SLOTS = ['headline', 'subline', 'cta'];

export function parseDeck(text: string): CopyDeck {
  const plain = text.replace(/^\uFEFF/, '');
  const head = plain.split('\n', 1)[0] ?? '';
  const separator = head.split(';').length > head.split(',').length ? ';' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < plain.length; at += 1) {
    const char = plain[at] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (plain[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
    } else if (char === separator || char === '\n') {
      row.push(cell.trim());
      cell = '';
      if (char === separator) continue;
      rows.push(row);
      row = [];
    } else cell += char;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell.trim()]);
  return { rows, separator };
}

export function writeDeck({ rows, separator }: CopyDeck): string {
  const needsQuotes = (cell: string) => cell.includes(separator) || /["\r\n]/.test(cell);
  const write = (cell: string) => (needsQuotes(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `${rows.map((row) => row.map(write).join(separator)).join('\n')}\n`;
}

/** Whether a table is a copy deck, by its header. */
export const isDeck = (text: string) =>
  COLUMNS.every((name) => parseDeck(text.split('\n', 1)[0] ?? '').rows[0]?.includes(name));

const at = (deck: CopyDeck, name: string) => deck.rows[0]?.indexOf(name) ?? -1;

function rowOf(deck: CopyDeck, message: string, slot: string): string[] | undefined {
  const [messages, slots] = [at(deck, 'message'), at(deck, 'slot')];
  const find = (wanted: string) => deck.rows.slice(1).find((row) => row[messages] === wanted && row[slots] === slot);
  return find(message) ?? find(ANY_MESSAGE);
}

/** The lines of a message in a locale, in the deck's order. */
export function linesOf(deck: CopyDeck, message: string, locale: string): DeckLine[] {
  const [messages, slots, most, column] = ['message', 'slot', 'max_chars', locale].map((name) => at(deck, name)) as [
    number,
    number,
    number,
    number,
  ];
  const isOurs = (row: string[]) => row[messages] === message || row[messages] === ANY_MESSAGE;
  const names = [
    ...new Set(
      deck.rows
        .slice(1)
        .filter(isOurs)
        .map((row) => row[slots] ?? ''),
    ),
  ].filter(Boolean);
  return names.map((slot) => {
    const row = rowOf(deck, message, slot);
    const limit = Number(row?.[most]);
    return {
      message: row?.[messages] ?? message,
      slot,
      text: row?.[column] ?? '',
      mostChars: limit > 0 ? limit : null,
    };
  });
}

export interface LineAt {
  message: string;
  slot: string;
  locale: string;
}

/** The deck with one line written; a row or a column that it needs is added. */
export function writeLine(deck: CopyDeck, { message, slot, locale }: LineAt, text: string): CopyDeck {
  const header = deck.rows[0] ?? COLUMNS;
  const known = header.indexOf(locale);
  const column = known === -1 ? header.length : known;
  const rows = [known === -1 ? [...header, locale] : header, ...deck.rows.slice(1)];
  const [messages, slots] = [header.indexOf('message'), header.indexOf('slot')];
  let index = rows.findIndex((row, each) => each > 0 && row[messages] === message && row[slots] === slot);
  if (index === -1) {
    const fresh = header.map((name) => ({ message, slot })[name] ?? '');
    index = rows.push(fresh) - 1;
  }
  rows[index] = Array.from({ length: rows[0]?.length ?? 0 }, (_, each) =>
    each === column ? text : (rows[index]?.[each] ?? ''),
  );
  return { ...deck, rows };
}

/** A deck with a row for each line that a brief may need, and nothing in it yet. */
export function emptyDeck(messages: readonly string[], locales: readonly string[]): CopyDeck {
  const lines = messages.flatMap((message) => USUAL_SLOTS.map((slot) => [message, slot, '', ...locales.map(() => '')]));
  return { rows: [[...COLUMNS, ...locales], ...lines], separator: ',' };
}

/** Which line stands in a row and column of the file, both from 1. */
export function lineAt(deck: CopyDeck, row: number, column: number): LineAt | undefined {
  const cells = deck.rows[row - 1];
  const locale = deck.rows[0]?.[column - 1];
  if (row < 2 || !cells || !locale || COLUMNS.includes(locale)) return undefined;
  return { message: cells[at(deck, 'message')] ?? '', slot: cells[at(deck, 'slot')] ?? '', locale };
}
