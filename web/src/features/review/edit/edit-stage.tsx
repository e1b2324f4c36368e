import { type CSSProperties, type PointerEvent, useRef } from 'react';
import { pictureAddress } from '../../../api/media';
import type { Adjustment, Mark, Region, Revision } from '../../../api/wire';
import { t } from '../../../locales/words';
import { MarksLayer, PointedFinding } from '../marks-layer';
import { useFit } from '../use-fit';
import { slotName } from './change-words';
import type { Part } from './parts';
import type { Editor } from './use-editor';

interface Props {
  editor: Editor;
  revision: Revision;
  alt: string;
  marks: readonly Mark[];
  /** As it was is shown for as long as a key is held. */
  isBefore: boolean;
  onReword: () => void;
}

/** The ad as it would be, with its parts to take hold of. */
export function EditStage({ editor, revision, alt, marks, isBefore, onReword }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const scale = useFit(stage, revision.width, revision.height);
  const { drawn } = editor.preview;
  const src = drawn?.kind === 'picture' && !isBefore ? drawn.src : pictureAddress(revision.id);
  return (
    <div className="loupe-stage" ref={stage}>
      <div
        className="loupe-frame edit-frame"
        style={{ width: revision.width * scale, height: revision.height * scale }}
        aria-busy={editor.preview.isDrawing}
      >
        <img src={src} alt={alt} draggable={false} />
        {!isBefore && <MarksLayer marks={marks} firstDraft={0} />}
        {!isBefore && <PointedFinding />}
        {!isBefore &&
          editor.parts.map((part) => (
            <PartBox key={part.slot} editor={editor} part={part} scale={scale} onReword={onReword} />
          ))}
      </div>
    </div>
  );
}

interface BoxProps {
  editor: Editor;
  part: Part;
  scale: number;
  onReword: () => void;
}

/** One part: Tab or a click selects it, a drag or the arrows move it, the corner or + and − size it. */
function PartBox({ editor, part, scale, onReword }: BoxProps) {
  const box = editor.boxOf(part);
  const isSelected = editor.selected?.slot === part.slot;
  const drag = useDrag(editor, part, scale);
  if (!box) return null;
  const isCrop = part.kind === 'scene' || (isSelected && editor.isCropping);
  return (
    <>
      {/* The list beside it has a large button for the same: small words of a small ad must not need a steady hand. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="edit-box"
        role="group"
        tabIndex={0}
        data-kind={part.kind}
        data-slot={part.slot}
        data-crop={isCrop || undefined}
        aria-current={isSelected || undefined}
        aria-label={t.edit.box(slotName(part.slot), part.text)}
        style={placeOf(grown(box, LEAST_PX / scale), editor)}
        onFocus={() => isSelected || editor.select(part.slot)}
        onDoubleClick={onReword}
        {...drag.move}
      />
      {isSelected && <span className="edit-handle" aria-hidden="true" style={cornerOf(box, editor)} {...drag.size} />}
    </>
  );
}

/** What can be taken hold of, on the screen. */
const LEAST_PX = 24;

/** At least so large, round the same middle. */
function grown([x, y, w, h]: Region, least: number): Region {
  const [wider, taller] = [Math.max(0, least - w), Math.max(0, least - h)];
  return [x - wider / 2, y - taller / 2, w + wider, h + taller];
}

const percent = (value: number, of: number) => `${(value / of) * 100}%`;

function placeOf([x, y, w, h]: Region, { canvas }: Editor): CSSProperties {
  return {
    left: percent(x, canvas.width),
    top: percent(y, canvas.height),
    width: percent(w, canvas.width),
    height: percent(h, canvas.height),
  };
}

/** Where a line ends, and inside the picture: a corner that is out of sight cannot be pulled. */
function cornerOf([x, y, w, h]: Region, { canvas }: Editor): CSSProperties {
  const inside = (value: number, of: number) => percent(Math.min(Math.max(value, 0), of), of);
  return { left: inside(canvas.isRtl ? x : x + w, canvas.width), top: inside(y + h, canvas.height) };
}

interface Held {
  x: number;
  y: number;
  from: Adjustment | undefined;
  /** From the point that stays to where it was taken. */
  reach: number;
  anchor: readonly [number, number];
}

function useDrag(editor: Editor, part: Part, scale: number) {
  const held = useRef<Held | null>(null);
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const frame = event.currentTarget.closest('.edit-frame')?.getBoundingClientRect();
    const box = editor.boxOf(part);
    if (!frame || !box) return;
    const anchor = anchorOf(part, box, editor);
    const at = [frame.left + anchor[0] * scale, frame.top + anchor[1] * scale] as const;
    const reach = Math.max(8, Math.hypot(event.clientX - at[0], event.clientY - at[1]));
    held.current = { x: event.clientX, y: event.clientY, from: editor.after[part.slot], reach, anchor: at };
    editor.draft.rest();
  };
  const end = () => {
    held.current = null;
    editor.draft.rest();
  };
  const onMove = (act: (start: Held, event: PointerEvent<HTMLElement>) => void) => ({
    onPointerUp: end,
    onPointerCancel: end,
    onPointerMove: (event: PointerEvent<HTMLElement>) => held.current && act(held.current, event),
  });
  return {
    move: {
      ...onMove((start, event) => {
        const by = [(event.clientX - start.x) / scale, (event.clientY - start.y) / scale] as const;
        editor.move(part, start.from, by.map(Math.round) as [number, number]);
      }),
      onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.focus({ preventScroll: true });
        begin(event);
      },
    },
    size: {
      ...onMove((start, event) => {
        const reach = Math.hypot(event.clientX - start.anchor[0], event.clientY - start.anchor[1]);
        editor.resize(part, start.from, reach / start.reach);
      }),
      onPointerDown: begin,
    },
  };
}

/** What stays where it is while a part grows. */
function anchorOf({ kind }: Part, [x, y, w, h]: Region, { canvas }: Editor): readonly [number, number] {
  if (kind !== 'text' && kind !== 'button') return [x + w / 2, y + h / 2];
  return [canvas.isRtl ? x + w : x, y];
}
