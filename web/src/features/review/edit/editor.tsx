import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { takeTurn } from '../../../api/commands';
import { variant as variantQuery } from '../../../api/queries';
import type { NewTurn, Revision, VariantDetail } from '../../../api/wire';
import { t } from '../../../locales/words';
import { PageTrouble } from '../../../ui/trouble';
import { type ActionIn, actionFor } from '../../keys/key-table';
import { say } from '../../shell/status';
import { useHints } from '../../shell/use-hints';
import type { Ad } from '../ad';
import { type Note, notesUpTo, openNotes } from '../notes';
import type { ReviewSearch } from '../review-search';
import { setRunning } from '../running-turns';
import type { Names } from '../use-names';
import type { Go, Review } from '../use-review';
import { EditBar } from './edit-bar';
import { EditPanel } from './edit-panel';
import { EditStage } from './edit-stage';
import { isProtected, type Part, partOfElement } from './parts';
import { SCALE } from './adjust';
import { isSuperseded } from './superseded';
import { type Editor as Hand, useEditor } from './use-editor';
import { useQuotes } from './use-quotes';
import './edit.css';

interface Props {
  item: Ad;
  review: Review;
  names: Names;
  search: ReviewSearch;
  go: Go;
}

/** A turn being made: the ad changed by hand, live, and sent when it is right. */
export function Editor(props: Props) {
  const { data, error, refetch } = useQuery({ ...variantQuery(props.item.id), staleTime: 10_000 });
  const revision = data?.revisions.find(({ id }) => id === props.item.revision?.id);
  if (error) return <PageTrouble error={error} onRetry={() => void refetch()} />;
  if (!data || !revision) return <div className="loupe" aria-busy="true" />;
  return <EditorOf {...props} detail={data} revision={revision} />;
}

interface Of extends Props {
  detail: VariantDetail;
  revision: Revision;
}

function EditorOf({ item, detail, revision, review, names, search, go }: Of) {
  const root = useRef<HTMLDivElement>(null);
  const notes = openNotes(notesUpTo(detail.revisions, detail.turns, revision.number));
  const editor = useEditor({
    item,
    detail,
    revision,
    baseId: search.base,
    isRtl: names.copy(item).dir === 'rtl',
    first: firstSlot(revision, notes),
  });
  const [areMarksHidden, setAreMarksHidden] = useState(false);
  const [isBefore, setIsBefore] = useState(false);
  const turn: NewTurn = {
    revision_id: revision.id,
    words: editor.now.words.trim(),
    adjustments: editor.now.changes,
    fixes: editor.now.fixes,
    scope: editor.base ? 'variant' : editor.now.scope,
    ...(editor.base ? { base: editor.base.id } : {}),
  };
  const quotes = useQuotes(item.id, turn, editor.base === undefined);
  const leave = () => go({ edit: undefined, base: undefined });
  const sending = useSending({ item, editor, review, onSent: leave });
  const isEmpty =
    Object.keys(turn.adjustments).length === 0 && !turn.words && turn.fixes.length === 0 && editor.base === undefined;
  useHints('edit', true);
  useEffect(() => root.current?.focus({ preventScroll: true }), []);
  const reword = () =>
    requestAnimationFrame(() => root.current?.querySelector<HTMLTextAreaElement>('.edit-words')?.select());
  const marks = notes.flatMap(({ mark }) => (mark ? [mark] : []));
  const focusBox = (slot: string | undefined) => {
    const box = root.current?.querySelector<HTMLElement>(`.edit-box[data-slot="${slot}"]`);
    // What is left out has none.
    (box ?? root.current)?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionFor(event.nativeEvent, 'edit');
    if (!action || event.defaultPrevented || isTaken(event, action)) return;
    event.preventDefault();
    if ((event.target as HTMLElement).matches('textarea, input') && action === 'leaveEdit') {
      focusBox(editor.selected?.slot);
      return;
    }
    const handlers = handlersOf({
      editor,
      way: WAYS[event.key] ?? [0, 0],
      focusBox,
      reword,
      leave,
      send: () => (isEmpty ? say(t.edit.nothing) : sending.mutate(turn)),
      hideMarks: () => setAreMarksHidden(!areMarksHidden),
      before: () => setIsBefore(true),
    });
    handlers[action]();
  };
  return (
    // The keys work wherever the focus stands in it, but in fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="loupe editing"
      ref={root}
      tabIndex={-1}
      role="region"
      aria-label={t.loupe.label}
      onKeyDown={onKeyDown}
      onKeyUp={({ code }) => code === 'KeyB' && setIsBefore(false)}
    >
      <EditBar
        name={names.format(item.format)}
        editor={editor}
        isBefore={isBefore}
        onLeave={leave}
        onBefore={setIsBefore}
      />
      <EditStage
        editor={editor}
        revision={revision}
        alt={`${names.format(item.format)}, ${names.market(item.market)}`}
        marks={areMarksHidden ? [] : marks}
        isBefore={isBefore}
        onReword={reword}
      />
      <EditPanel
        item={item}
        revision={revision}
        editor={editor}
        notes={notes}
        names={names}
        quotes={quotes}
        isEmpty={isEmpty}
        isSending={sending.isPending}
        error={sending.error}
        onSend={() => sending.mutate(turn)}
      />
    </div>
  );
}

/** What was asked about first, else the headline. */
function firstSlot(revision: Revision, notes: readonly Note[]): string | undefined {
  const parts = revision.texts.map(({ slot }) => ({ slot }) as Part);
  const asked = notes.map(({ mark }) => partOfElement(parts, mark?.element)).find(Boolean);
  return asked ?? parts.find(({ slot }) => !isProtected(slot))?.slot;
}

interface Sending {
  item: Ad;
  editor: Hand;
  review: Review;
  onSent: () => void;
}

/** Sends the turn. Where somebody was quicker, the newest is read and the edits stay. */
function useSending({ item, editor, review, onSent }: Sending) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (turn: NewTurn) => takeTurn(item.id, turn),
    onSuccess: ({ run }, { scope }) => {
      editor.draft.forget();
      if (run) setRunning(item.id, { runId: run.id, scope });
      say(run ? t.answer.sent : t.edit.sentWords);
      void client.invalidateQueries({ queryKey: ['variant', item.id] });
      onSent();
    },
    onError: async (error) => {
      if (!isSuperseded(error)) return;
      const detail = await client.fetchQuery({ ...variantQuery(item.id), staleTime: 0 });
      void client.invalidateQueries({ queryKey: ['quote', item.id] });
      review.renew(detail);
      say(t.edit.superseded(detail.revision?.number ?? 1));
    },
  });
}

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Around {
  editor: Hand;
  /** Where an arrow points. */
  way: readonly [number, number];
  focusBox: (slot: string | undefined) => void;
  reword: () => void;
  leave: () => void;
  send: () => void;
  hideMarks: () => void;
  before: () => void;
}

const FAR = 10;

function handlersOf({ editor, way, focusBox, ...around }: Around): Record<ActionIn<'edit'>, () => void> {
  const { selected, after } = editor;
  const onPart = (act: (part: Part) => void) => () => (selected ? act(selected) : say(t.edit.chooseFirst));
  const nudge = (by: number) =>
    onPart((part) => editor.move(part, after[part.slot], way.map((step) => step * by) as [number, number]));
  const grow = (by: number) =>
    onPart((part) => {
      const now = after[part.slot];
      const isCrop = part.kind === 'scene' || (editor.isCropping && part.hasCrop);
      const size = (isCrop ? now?.zoom : now?.scale) ?? 1;
      editor.resize(part, now, (size + by) / size);
    });
  const step = (by: number) => () => {
    const shown = editor.parts.filter((part) => editor.boxOf(part));
    const at = shown.findIndex(({ slot }) => slot === selected?.slot);
    const next = shown[(at + by + shown.length) % shown.length];
    editor.select(next?.slot);
    focusBox(next?.slot);
  };
  return {
    nudge: nudge(1),
    shove: nudge(FAR),
    grow: grow(SCALE.step),
    shrink: grow(-SCALE.step),
    reword: onPart(around.reword),
    leaveOutPart: onPart((part) => {
      editor.hide(part);
      requestAnimationFrame(() => focusBox(part.slot));
    }),
    takeBack: onPart((part) => editor.takeBack(part.slot)),
    previousPart: step(-1),
    nextPart: step(1),
    undoEdit: editor.undo,
    redoEdit: editor.redo,
    blink: around.before,
    hideMarks: around.hideMarks,
    sendTurn: around.send,
    leaveEdit: around.leave,
  };
}

/** Fields and buttons keep their keys; a part's own box gives all of them to the editor. */
function isTaken(event: KeyboardEvent, action: ActionIn<'edit'>): boolean {
  const target = event.target as HTMLElement;
  if (action === 'sendTurn') return false;
  if (target.matches('textarea, input, select')) return action !== 'leaveEdit';
  return action === 'reword' && target.closest('button, label, summary') !== null;
}
