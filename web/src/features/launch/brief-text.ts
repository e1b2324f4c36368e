/**
 * brief.yaml as its text, the one state of a brief: the form reads it and changes it in place. What a person wrote around a change,
 * comments and spacing, stays as it is. Whether a brief is right is the server's to say.
 */
import { type Document, isCollection, isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';

export interface Message {
  id: string;
  title: string;
  scene: string;
}

export interface Right {
  ingredient: string;
  holder: string;
  licence: string;
  expires: string;
}

/** What a brief says, as far as it can be read; anything absent or of another shape is empty. */
export interface Fields {
  campaign: string;
  title: string;
  brand: string;
  workflow: string;
  markets: string[];
  messages: Message[];
  formats: string[];
  axes: Record<string, string[]>;
  exclude: Record<string, string>[];
  inputs: Record<string, string>;
  fallback: Record<string, string>;
  starts: string;
  ends: string;
  budget: { amount: string; currency: string; hard: boolean };
  sensitivity: string;
  regulated: boolean;
  rights: Right[];
}

export type Path = readonly (string | number)[];

export interface SyntaxError {
  message: string;
  line: number;
}

export interface ReadBrief {
  fields: Fields;
  /** Why the text cannot be read, where it cannot. */
  broken: SyntaxError | null;
}

const MOST_ALIASES = 0;

export function readBrief(text: string): ReadBrief {
  const document = parse(text);
  const error = document.errors[0];
  const broken = error
    ? {
        message: error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? '',
        line: error.linePos?.[0].line ?? 1,
      }
    : null;
  let value: unknown;
  try {
    value = error ? undefined : document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    value = undefined;
  }
  return { fields: fieldsOf(value), broken };
}

const parse = (text: string, lines?: LineCounter) =>
  parseDocument(text, { prettyErrors: true, lineCounter: lines, uniqueKeys: true });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const word = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const words = (value: unknown) =>
  list(value)
    .map(word)
    .filter((each) => each !== '');
const record = (value: unknown) => (isRecord(value) ? value : {});
const wordsByName = (value: unknown) =>
  Object.fromEntries(Object.entries(record(value)).map(([name, each]) => [name, word(each)]));

function fieldsOf(value: unknown): Fields {
  const brief = record(value);
  const budget = record(brief.budget);
  return {
    campaign: word(brief.campaign),
    title: word(brief.title),
    brand: word(brief.brand),
    workflow: word(brief.workflow),
    markets: words(brief.markets),
    messages: list(brief.messages)
      .map(record)
      .map(({ id, title, scene }) => ({ id: word(id), title: word(title), scene: word(scene) })),
    formats: words(brief.formats),
    axes: Object.fromEntries(Object.entries(record(brief.axes)).map(([name, values]) => [name, words(values)])),
    exclude: list(brief.exclude).map(wordsByName),
    inputs: wordsByName(brief.inputs),
    fallback: wordsByName(brief.fallback),
    starts: word(brief.starts),
    ends: word(brief.ends),
    budget: { amount: word(budget.amount), currency: word(budget.currency), hard: budget.hard === true },
    sensitivity: word(brief.sensitivity) || 'normal',
    regulated: brief.regulated === true,
    rights: list(brief.rights)
      .map(record)
      .map(({ ingredient, holder, licence, expires }) => ({
        ingredient: word(ingredient),
        holder: word(holder),
        licence: word(licence),
        expires: word(expires),
      })),
  };
}

/** Texts longer than this stand on lines of their own in a list. */
const FLOW_CHARS = 90;

/** The text with one value changed; `undefined` takes the field out. A text that cannot be read stays as it is. */
export function setField(text: string, path: Path, value: unknown): string {
  const before = parse(text);
  if (before.errors.length > 0 || (before.contents !== null && !isMap(before.contents))) return text;
  const after = before.clone() as Document;
  if (value === undefined) after.deleteIn(path);
  else after.setIn(path, node(after, path, value));
  const [top] = path;
  const old = pairOf(before, top);
  const written = after.toString({ lineWidth: 0, flowCollectionPadding: false });
  const next = pairOf(parse(written), top);
  const changed = next ? written.slice(...next) : '';
  if (!old) return withNewLine(text) + changed;
  return text.slice(0, old[0]) + changed + text.slice(old[1]);
}

const withNewLine = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** Scalars keep the way they were quoted; short lists and groups stand on one line. */
function node(document: Document, path: Path, value: unknown) {
  const known = document.getIn(path, true);
  if (isScalar(known) && typeof known.value === typeof value) {
    known.value = value;
    return known;
  }
  const isFlow = typeof value === 'object' && JSON.stringify(value).length <= FLOW_CHARS;
  return document.createNode(value, { flow: isFlow, aliasDuplicateObjects: false });
}

/** Where a field of the brief begins and ends, with the comment behind it. */
function pairOf(document: Document, name: string | number | undefined): [number, number] | undefined {
  if (!isMap(document.contents)) return undefined;
  const pair = document.contents.items.find(({ key }) => isScalar(key) && key.value === name) as Pair | undefined;
  const start = (pair?.key as { range?: [number, number, number] } | undefined)?.range?.[0];
  const end = (pair?.value as { range?: [number, number, number] } | null | undefined)?.range?.[2];
  return start === undefined || end === undefined ? undefined : [start, end];
}

/** The field that stands at a place of the text; lines and columns count from 1. */
export function pathAt(text: string, line: number, column: number): Path {
  const lines = text.split('\n');
  const offset = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const path: (string | number)[] = [];
  let here: unknown = parse(text).contents;
  while (isCollection(here)) {
    const found = childAt(here.items, isMap(here), offset);
    if (!found) break;
    path.push(found.name);
    here = found.value;
  }
  return path;
}

type Ranged = { range?: [number, number, number] | null } | null | undefined;

function childAt(items: readonly unknown[], isKeyed: boolean, offset: number) {
  for (const [index, item] of items.entries()) {
    const [first, last] = isKeyed ? [(item as Pair).key, (item as Pair).value ?? (item as Pair).key] : [item, item];
    const start = (first as Ranged)?.range?.[0];
    const end = (last as Ranged)?.range?.[1];
    if (start === undefined || end === undefined || offset < start || offset > end) continue;
    const name = isKeyed ? String((first as { value?: unknown }).value) : index;
    return { name, value: isKeyed ? (item as Pair).value : item };
  }
  return undefined;
}

/** The line on which a field begins, from 1; the first where it is not there. */
export function lineOf(text: string, path: Path): number {
  const lines = new LineCounter();
  const document = parse(text, lines);
  for (let length = path.length; length > 0; length -= 1) {
    const found = document.getIn(path.slice(0, length), true) as Ranged;
    if (found?.range) return lines.linePos(found.range[0]).line;
  }
  return 1;
}

/** `Slow hours` → `slow-hours`. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
}
