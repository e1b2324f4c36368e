import { useEffect, useRef, useState } from 'react';
import type { Adjustment } from '../../../api/wire';
import { t } from '../../../locales/words';
import { Icon } from '../../../ui/icon';
import { differences, pixelsOf, SCALE, shiftOf, ZOOM } from './adjust';
import { changeWords, slotName } from './change-words';
import { type Palette, Slider, Swatches } from './part-fields';
import type { Part } from './parts';
import type { Editor } from './use-editor';

export interface CopyWay {
  lang: string | undefined;
  dir: 'ltr' | 'rtl' | 'auto';
}

interface Props {
  editor: Editor;
  palette: Palette;
  copy: CopyWay;
}

/** Every part of the ad, what is changed in each, and the controls of the one that is selected. */
export function PartList({ editor, palette, copy }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const chosen = editor.selected?.slot;
  // What is chosen on the picture is in sight here.
  useEffect(() => {
    if (chosen) list.current?.querySelector('[data-selected]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const changed = changeWords(differences(editor.start, editor.after), editor.canvas);
  return (
    <section className="part" aria-label={t.edit.parts}>
      <div className="part-head">
        <h3>{t.edit.parts}</h3>
        <span>{t.edit.changedCount(changed.length)}</span>
      </div>
      <ul className="edit-parts" ref={list}>
        {editor.parts.map((part) => {
          const words = changed.find(({ slot }) => slot === part.slot)?.words;
          const isSelected = part.slot === chosen;
          return (
            <li key={part.slot} data-selected={isSelected || undefined}>
              <div className="edit-part">
                <button
                  type="button"
                  className="edit-part-name"
                  aria-expanded={isSelected}
                  onClick={() => editor.select(isSelected ? undefined : part.slot)}
                >
                  <b>{slotName(part.slot)}</b>
                  <span className={words ? 'is-blue' : 'is-quiet'}>
                    {words ?? (part.text || t.edit.kinds[part.kind])}
                  </span>
                </button>
                {words && (
                  <button
                    type="button"
                    className="button plain square"
                    aria-label={t.edit.takeBack(slotName(part.slot))}
                    title={t.edit.takeBack(slotName(part.slot))}
                    onClick={() => editor.takeBack(part.slot)}
                  >
                    <Icon name="undo" size={14} />
                  </button>
                )}
              </div>
              {isSelected && <Controls editor={editor} part={part} palette={palette} copy={copy} />}
            </li>
          );
        })}
      </ul>
      {!editor.preview.isMeasured && !editor.preview.error && <p className="is-quiet">{t.edit.looking}</p>}
    </section>
  );
}

function Controls({ editor, part, palette, copy }: Props & { part: Part }) {
  const isHidden = editor.after[part.slot]?.hide === true;
  return (
    <div className="edit-controls">
      {!isHidden && <Fields editor={editor} part={part} palette={palette} copy={copy} />}
      {part.isProtected ? (
        <p className="is-quiet">{t.edit.protected(slotName(part.slot))}</p>
      ) : (
        <button type="button" className="button" onClick={() => editor.hide(part)}>
          {isHidden ? t.edit.showAgain : t.edit.leaveOut} <kbd>⌫</kbd>
        </button>
      )}
    </div>
  );
}

/** What there is to set in a part of its kind. */
function Fields({ editor, part, palette, copy }: Props & { part: Part }) {
  const now = editor.after[part.slot] ?? {};
  const isWords = part.kind === 'text' || part.kind === 'button';
  return (
    <>
      {isWords && !part.isProtected && <Words key={part.slot} editor={editor} part={part} copy={copy} />}
      {part.kind !== 'scene' && <Place editor={editor} part={part} now={now} />}
      {part.hasCrop && <Crop editor={editor} part={part} now={now} />}
      {isWords && (
        <Swatches
          label={t.edit.color}
          palette={palette}
          value={now.color ?? null}
          onChange={(name) => editor.set(part.slot, 'color', name)}
        />
      )}
      {part.kind === 'button' && (
        <Swatches
          label={t.edit.fill}
          palette={palette}
          value={now.fill ?? null}
          onChange={(name) => editor.set(part.slot, 'fill', name)}
        />
      )}
    </>
  );
}

/** What is written goes on the picture as it is typed; an empty line waits for words. */
function Words({ editor, part, copy }: { editor: Editor; part: Part; copy: CopyWay }) {
  const text = editor.after[part.slot]?.text ?? (editor.start[part.slot]?.text ? '' : part.text);
  const [empty, setEmpty] = useState(false);
  return (
    <label className="field">
      <span>{t.edit.words}</span>
      <textarea
        className="input edit-words"
        rows={2}
        lang={copy.lang}
        dir={copy.dir}
        maxLength={2000}
        placeholder={t.edit.wordsDeck}
        value={empty ? '' : text}
        aria-invalid={empty || undefined}
        onChange={({ target }) => {
          const isEmpty = target.value.trim() === '';
          setEmpty(isEmpty);
          const isOwn = target.value === part.text && part.drawn.text === undefined;
          if (!isEmpty) editor.set(part.slot, 'text', isOwn ? null : target.value);
        }}
        onBlur={() => {
          setEmpty(false);
          editor.draft.rest();
        }}
      />
      {empty && <small>{t.edit.wordsEmpty}</small>}
    </label>
  );
}

interface Of {
  editor: Editor;
  part: Part;
  now: Adjustment;
}

/** The same in numbers: nothing needs a drag. */
function Place({ editor, part, now }: Of) {
  const { canvas } = editor;
  const [x, y] = pixelsOf(now.shift, canvas).map(Math.round) as [number, number];
  const moveTo = (right: number, down: number) =>
    editor.set(part.slot, 'shift', shiftOf([right || 0, down || 0], canvas));
  const scale = now.scale ?? 1;
  return (
    <div className="edit-fields">
      <label className="field">
        <span>{t.edit.right}</span>
        <input className="input" type="number" value={x} onChange={({ target }) => moveTo(target.valueAsNumber, y)} />
      </label>
      <label className="field">
        <span>{t.edit.down}</span>
        <input className="input" type="number" value={y} onChange={({ target }) => moveTo(x, target.valueAsNumber)} />
      </label>
      <Slider
        label={t.edit.size}
        shown={t.edit.times(scale)}
        value={scale}
        isByTimes
        {...SCALE}
        onChange={(value) => editor.set(part.slot, 'scale', value)}
      />
    </div>
  );
}

function Crop({ editor, part, now }: Of) {
  const [x, y] = now.focal ?? [0.5, 0.5];
  const zoom = now.zoom ?? 1;
  const share = (value: number) => t.edit.percent(Math.round(value * 100));
  return (
    <div className="edit-fields">
      {part.kind !== 'scene' && (
        <label className="edit-check">
          <input
            type="checkbox"
            checked={editor.isCropping}
            onChange={({ target }) => editor.setCropping(target.checked)}
          />
          <span>{t.edit.dragCrops}</span>
        </label>
      )}
      <Slider
        label={t.edit.zoom}
        shown={t.edit.times(zoom)}
        value={zoom}
        isByTimes
        {...ZOOM}
        onChange={(value) => editor.set(part.slot, 'zoom', value)}
      />
      <Slider
        label={t.edit.focalX}
        shown={share(x)}
        value={x}
        least={0}
        most={1}
        step={0.01}
        onChange={(value) => editor.set(part.slot, 'focal', [value, y])}
      />
      <Slider
        label={t.edit.focalY}
        shown={share(y)}
        value={y}
        least={0}
        most={1}
        step={0.01}
        onChange={(value) => editor.set(part.slot, 'focal', [x, value])}
      />
    </div>
  );
}
