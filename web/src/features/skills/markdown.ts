/**
 * As much of Markdown as people write in a skill, read into plain blocks of text. What somebody else wrote is shown as words and never
 * as a page: HTML stays the characters it is, and an address is text, not a link.
 */
export interface Span {
  text: string;
  look?: 'strong' | 'code';
}

export type Block =
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'paragraph' | 'quote'; spans: Span[] }
  | { kind: 'list'; isOrdered: boolean; items: Span[][] }
  | { kind: 'table'; head: Span[][]; rows: Span[][][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/;
const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const FENCE = /^\s{0,3}(```+|~~~+)/;
const RULE = /^\s{0,3}([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const ROW = /^\s*\|(.+)\|\s*$/;
const DIVIDER = /^\s*\|[\s:|-]+\|\s*$/;

/** The blocks of a text, in order. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const read = readBlock(lines, at);
    if (read.block) blocks.push(read.block);
    at = read.next;
  }
  return blocks;
}

interface Read {
  block?: Block;
  next: number;
}

function readBlock(lines: readonly string[], at: number): Read {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { next: at + 1 };
  const fence = FENCE.exec(line)?.[1];
  if (fence) return readCode(lines, at + 1, fence);
  const heading = HEADING.exec(line);
  if (heading) {
    const [, marks = '', words = ''] = heading;
    return { block: { kind: 'heading', level: marks.length, spans: spansOf(words) }, next: at + 1 };
  }
  if (RULE.test(line)) return { block: { kind: 'rule' }, next: at + 1 };
  if (ROW.test(line) && DIVIDER.test(lines[at + 1] ?? '')) return readTable(lines, at);
  if (ITEM.test(line)) return readList(lines, at);
  if (QUOTE.test(line)) return readQuote(lines, at);
  return readParagraph(lines, at);
}

function readCode(lines: readonly string[], from: number, fence: string): Read {
  const rest = lines.slice(from);
  const length = rest.findIndex((line) => line.trim().startsWith(fence));
  const code = length < 0 ? rest : rest.slice(0, length);
  return { block: { kind: 'code', text: code.join('\n') }, next: from + code.length + 1 };
}

const cellsOf = (line: string) =>
  (ROW.exec(line)?.[1] ?? '').split(/(?<!\\)\|/).map((cell) => spansOf(cell.trim().replaceAll('\\|', '|')));

function readTable(lines: readonly string[], at: number): Read {
  let next = at + 2;
  const rows: Span[][][] = [];
  for (; ROW.test(lines[next] ?? ''); next++) rows.push(cellsOf(lines[next] ?? ''));
  return { block: { kind: 'table', head: cellsOf(lines[at] ?? ''), rows }, next };
}

/** What is indented below an item belongs to it. */
function readList(lines: readonly string[], at: number): Read {
  const items: string[] = [];
  const isOrdered = ITEM.exec(lines[at] ?? '')?.[1] !== undefined;
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? '';
    const item = ITEM.exec(line);
    if (item && (item[1] !== undefined) === isOrdered) items.push(item[2] ?? '');
    else if (!item && line.trim() !== '' && /^\s/.test(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else if (line.trim() !== '' || !ITEM.test(lines[next + 1] ?? '')) break;
  }
  return { block: { kind: 'list', isOrdered, items: items.map(spansOf) }, next: Math.max(next, at + 1) };
}

function readQuote(lines: readonly string[], at: number): Read {
  const said: string[] = [];
  let next = at;
  for (let quote = QUOTE.exec(lines[next] ?? ''); quote; quote = QUOTE.exec(lines[next] ?? '')) {
    said.push(quote[1] ?? '');
    next++;
  }
  return { block: { kind: 'quote', spans: spansOf(said.join(' ')) }, next };
}

function readParagraph(lines: readonly string[], at: number): Read {
  let next = at + 1;
  const isMore = (line: string) =>
    line.trim() !== '' && ![HEADING, ITEM, FENCE, QUOTE, RULE].some((of) => of.test(line));
  while (next < lines.length && isMore(lines[next] ?? '')) next++;
  const words = lines.slice(at, next).map((line) => line.trim());
  return { block: { kind: 'paragraph', spans: spansOf(words.join(' ')) }, next };
}

const MARKED = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g;

/** Words with what stands out in them. The address of a link stands behind its words. */
export function spansOf(words: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  const plain = (text: string) => text !== '' && spans.push({ text });
  for (const found of words.matchAll(MARKED)) {
    plain(words.slice(from, found.index));
    const [all, code, strong, underlined, label, address] = found;
    if (code) spans.push({ text: code, look: 'code' });
    else if (address) plain(label && label !== address ? `${label} (${address})` : address);
    else spans.push({ text: strong ?? underlined ?? all, look: 'strong' });
    from = found.index + all.length;
  }
  plain(words.slice(from));
  return spans;
}
