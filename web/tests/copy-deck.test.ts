import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emptyDeck, isDeck, lineAt, linesOf, parseDeck, writeDeck, writeLine } from '../src/features/launch/copy-deck';

const DEMO = readFileSync(new URL('../../workflows/demo/copy.csv', import.meta.url), 'utf8');

describe('a copy deck', () => {
  it('is written as it was read', () => {
    expect(writeDeck(parseDeck(DEMO))).toBe(DEMO);
    const tricky = 'message;slot;max_chars;de-DE\na;headline;;"Er sagt: ""Ja; gern""\nund geht"\n';
    expect(writeDeck(parseDeck(tricky))).toBe(tricky);
    expect(parseDeck(tricky).rows[1]?.[3]).toBe('Er sagt: "Ja; gern"\nund geht');
  });

  it('reads what spreadsheets write: a mark at the beginning, carriage returns, no last line end', () => {
    expect(parseDeck('\uFEFFmessage,slot,max_chars,en-GB\r\na,headline,9,Hello\r\nb,cta,,Go').rows).toEqual([
      ['message', 'slot', 'max_chars', 'en-GB'],
      ['a', 'headline', '9', 'Hello'],
      ['b', 'cta', '', 'Go'],
    ]);
  });

  it('has the lines of a message in a locale', () => {
    expect(
      linesOf(parseDeck(DEMO), 'morning', 'de-DE').map(({ slot, text, mostChars }) => [slot, text, mostChars]),
    ).toEqual([
      ['headline', 'Der Tag kann warten.', 28],
      ['subline', 'Die ersten fünf Minuten gehören dem Espresso.', 48],
      ['cta', 'Röstung finden', 16],
    ]);
    expect(linesOf(parseDeck(DEMO), 'morning', 'sv-SE').map(({ text }) => text)).toEqual(['', '', '']);
  });

  it('prefers a message’s own row to that of every message', () => {
    const deck = parseDeck('message,slot,max_chars,en-GB\n*,cta,,Go\n*,headline,,Any\na,headline,,Own\n');
    expect(linesOf(deck, 'a', 'en-GB').map(({ message, text }) => [message, text])).toEqual([
      ['*', 'Go'],
      ['a', 'Own'],
    ]);
  });

  it('takes a line, its row and its column', () => {
    const deck = writeLine(parseDeck(DEMO), { message: 'noon', slot: 'headline', locale: 'sv-SE' }, 'Lugnt, nu');
    expect(linesOf(parseDeck(writeDeck(deck)), 'noon', 'sv-SE')[0]?.text).toBe('Lugnt, nu');
    expect(linesOf(deck, 'morning', 'de-DE')).toEqual(linesOf(parseDeck(DEMO), 'morning', 'de-DE'));
  });

  it('begins empty, with a row for each line', () => {
    const deck = emptyDeck(['a', 'b'], ['en-GB', 'de-DE']);
    expect(writeDeck(deck).split('\n').length).toBe(1 + 2 * 3 + 1);
    expect(isDeck(writeDeck(deck))).toBe(true);
    expect(isDeck('id,market,title,price\n')).toBe(false);
  });

  it('knows which line stands where', () => {
    expect(lineAt(parseDeck(DEMO), 2, 5)).toEqual({ message: 'morning', slot: 'headline', locale: 'de-DE' });
    expect(lineAt(parseDeck(DEMO), 1, 5)).toBeUndefined();
    expect(lineAt(parseDeck(DEMO), 2, 3)).toBeUndefined();
  });
});
