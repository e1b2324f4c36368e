/** Puts together what the parts of the launch page share: the draft, what it says, what the server found in it. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { NewBrief } from '../../api/commands';
import {
  brief as briefQuery,
  formats as formatsQuery,
  markets as marketsQuery,
  textFile,
  workflow as workflowQuery,
} from '../../api/queries';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import { type Path, readBrief, setField } from './brief-text';
import { isDeck, parseDeck } from './copy-deck';
import type { DraftBook } from './draft';
import type { Changes, Deck, Launch } from './launch-context';
import { type Axis, countMatrix } from './matrix';
import { joinProblems, missingOf, placeProblems, type PlacedProblem } from './problems';
import type { Step } from './steps';
import { filesOf } from './use-brief-to-send';
import { useOpened } from './use-live-preview';

interface Page {
  campaignId: string | undefined;
  book: DraftBook;
  baseText: string;
  isStrict: boolean;
  go: (step: Step) => void;
  jump: (problem: PlacedProblem) => void;
}

/** With more than this the page is hardly begun, and there is nothing to ask the server. */
const MOST_MISSING = 3;
const NONE: readonly never[] = [];

export function useLaunchPage({ campaignId, book, baseText, isStrict, go, jump }: Page): Launch {
  const draft = useStore(book.state, (state) => state.draft);
  const { fields, broken } = useLastRead(draft.text);
  const { data: markets = NONE } = useQuery(marketsQuery());
  const { data: formats = NONE } = useQuery(formatsQuery());
  const { data: workflow } = useQuery({
    ...workflowQuery(fields.workflow),
    enabled: fields.workflow !== '',
    retry: false,
  });
  const saved = useSavedFiles(campaignId);
  const deck = useDeck(fields.inputs, workflow, draft.files, saved);
  const missing = useMemo(() => missingOf(fields, workflow), [fields, workflow]);
  const toOpen = useBriefToOpen(draft, deck);
  const opened = useOpened(broken || missing.length > MOST_MISSING ? null : toOpen, campaignId);
  const count = useMemo(() => {
    const byId = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((each) => [each.id, each]));
    const [market, format] = [byId(markets), byId(formats)];
    const derived = {
      localeOf: (id: string) => market.get(id)?.locale.tag,
      shapeOf: (id: string) => format.get(id)?.shape,
    };
    return countMatrix(
      fields,
      axesOf(fields, workflow?.axes ?? ['market', 'message', 'format'], opened.preview?.axes ?? NONE),
      derived,
    );
  }, [fields, markets, formats, workflow, opened.preview]);
  const problems = useMemo(
    () => joinProblems(missing, placeProblems(opened.error, draft.text)),
    [missing, opened.error, draft.text],
  );
  const fileNames = useMemo(() => [...Object.keys(draft.files), ...saved.keys()], [draft.files, saved]);
  const isChanged =
    draft.text !== baseText || Object.keys(draft.files).length > 0 || Object.keys(draft.lines).length > 0;
  const change = (changes: Changes) =>
    book.edit({
      text: changes.reduce((text, [path, value]) => setField(text, path, value), book.state.get().draft.text),
    });
  return {
    campaignId,
    book,
    draft,
    fields,
    broken,
    markets,
    formats,
    workflow,
    deck,
    fileNames,
    count,
    opened,
    problems,
    isStrict,
    isChanged,
    set: (path: Path, value: unknown) => void change([[path, value]]),
    setAll: (changes) => void change(changes),
    setSaid: (changes, said) => {
      sayWithUndo(said, change(changes));
    },
    addFiles: (files) => void takeFiles(book, files, workflow?.inputs ?? NONE),
    jump,
    go,
  };
}

/** A text that cannot be read at the moment leaves the form as it was. */
function useLastRead(text: string) {
  const read = useMemo(() => readBrief(text), [text]);
  const [last, setLast] = useState(read.fields);
  if (!read.broken && last !== read.fields) setLast(read.fields);
  return { fields: read.broken ? last : read.fields, broken: read.broken };
}

/** Files of the version that is saved, by name, as the hashes of their bytes. */
function useSavedFiles(campaignId: string | undefined): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...briefQuery(campaignId ?? ''), enabled: campaignId !== undefined });
  return useMemo(() => new Map(data?.files.map(({ path, hash }) => [path, hash])), [data]);
}

/** The copy deck that the brief names, as far as the desk can read it. */
function useDeck(
  inputs: Record<string, string>,
  workflow: Launch['workflow'],
  files: Launch['draft']['files'],
  saved: ReadonlyMap<string, string>,
): Deck | undefined {
  const input = workflow?.inputs.find(({ kind }) => kind === 'copy_deck')?.name ?? 'copy';
  const name = inputs[input] ?? '';
  const file = files[name];
  const isCsv = name.toLowerCase().endsWith('.csv');
  const hash = saved.get(name);
  const { data: savedText } = useQuery({ ...textFile(hash ?? ''), enabled: isCsv && !file && hash !== undefined });
  const [read, setRead] = useState<{ file: File; text: string } | null>(null);
  useEffect(() => {
    if (!file || !isCsv) return;
    let isOver = false;
    void file.text().then((text) => isOver || setRead({ file, text }));
    return () => {
      isOver = true;
    };
  }, [file, isCsv]);
  const text = file ? (read?.file === file ? read.text : undefined) : savedText;
  return useMemo(() => {
    if (!name || (!file && hash === undefined)) return undefined;
    return { name, csv: isCsv && text !== undefined ? parseDeck(text) : null };
  }, [name, file, hash, isCsv, text]);
}

/** Lines that are written are drawn without opening the brief again; one that was taken out is not. */
function useBriefToOpen(draft: Launch['draft'], deck: Deck | undefined): NewBrief | null {
  const hasNone = Object.values(draft.lines).includes('');
  const lines = hasNone ? draft.lines : null;
  return useMemo(() => {
    if (draft.text.trim() === '') return null;
    const files = lines ? filesOf({ ...draft, lines }, deck) : draft.files;
    return { text: draft.text, files };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [draft.text, draft.files, lines, lines && deck]);
}

/** The axes beside market and format; the values of one that a feed gives are the server's to say. */
function axesOf(fields: Launch['fields'], names: readonly string[], opened: readonly Axis[]): Axis[] {
  const others = names.filter((name) => name !== 'market' && name !== 'format');
  return others.map((name) => {
    if (name === 'message') return { name, values: fields.messages.map(({ id }) => id) };
    return { name, values: fields.axes[name] ?? opened.find((axis) => axis.name === name)?.values ?? [] };
  });
}

function sayWithUndo(said: string, undo: () => void): void {
  const run = () => {
    undo();
    say(t.launch.undone);
  };
  say(said, { label: t.undo, run });
}

const IMAGE = /\.(png|jpe?g|webp)$/i;
const TABLE = /\.(csv|xlsx)$/i;
const BRIEF = /\.ya?ml$/i;

/** Files that were dropped or chosen: a brief becomes the text; others are what the brief names, or else fill what is still wanted. */
async function takeFiles(
  book: DraftBook,
  files: readonly File[],
  inputs: readonly { name: string; kind: string }[],
): Promise<void> {
  const before = book.state.get().draft;
  const brief = files.find(({ name }) => BRIEF.test(name));
  let text = brief ? await brief.text() : before.text;
  const others = files.filter((file) => file !== brief);
  const kinds = new Map(await Promise.all(others.map(async (file) => [file.name, await kindOf(file)] as const)));
  const all = { ...before.files, ...Object.fromEntries(others.map((file) => [file.name, file])) };
  for (const [name, kind] of kinds) {
    const { fields } = readBrief(text);
    if (Object.values(fields.inputs).includes(name)) continue;
    const wanting = inputs.find((input) => input.kind === kind && !fields.inputs[input.name]);
    if (wanting) text = setField(text, ['inputs', wanting.name], name);
  }
  sayWithUndo(t.launch.took(files.map(({ name }) => name).join(', ')), book.edit({ text, files: all }));
}

async function kindOf(file: File): Promise<string> {
  if (IMAGE.test(file.name)) return 'image';
  if (!TABLE.test(file.name)) return '';
  if (!/\.csv$/i.test(file.name)) return 'copy_deck';
  return isDeck(await file.slice(0, 4096).text()) ? 'copy_deck' : 'product_feed';
}
