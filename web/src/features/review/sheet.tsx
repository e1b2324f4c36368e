import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { type Store, useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { actionFor } from '../keys/key-table';
import { useHints } from '../shell/use-hints';
import { ControlStrip } from './control-strip';
import { MatrixHead } from './matrix-head';
import { SectionHead } from './section-head';
import { BEYOND, rowsToShow, useBox, useCursorInView, useScrollTop, useSeen } from './sheet-hooks';
import type { SheetLayout } from './sheet-layout';
import type { SheetActions } from './sheet-actions';
import type { Tally } from './tally';
import { Tile } from './tile';
import type { Names } from './use-names';
import type { Review } from './use-review';
import { type Matrix, useSheetLayout } from './use-sheet-layout';
import type { View } from './use-view';

/** Below this size a picture has a line in place of its caption. */
export const DENSE = 120;

interface Props {
  review: Review;
  names: Names;
  tally: Store<Tally>;
  size: number;
  matrix: Matrix | null;
  mayDecide: boolean;
  title: (key: string) => { name: string; note: string };
  actions: SheetActions;
  onApproveGroup: ((group: View['groups'][number]) => void) | undefined;
}

export function Sheet({ review, names, tally, size, matrix, mayDecide, title, actions, onApproveGroup }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const box = useBox(scroller);
  const { view } = review;
  const layout = useSheetLayout(view, box.width, size, matrix);
  const top = useScrollTop(scroller);
  const cursor = useStore(review.cursor, (value) => value);
  const active = view.indexOf.get(cursor.id ?? '') ?? -1;
  useLayoutEffect(() => {
    review.layout.set(layout);
  }, [layout, review.layout]);
  useHints('sheet', mayDecide);
  useCursorInView(scroller, { layout, view, id: cursor.id, height: box.height, top });
  useSeen(view, layout, top, box.height, size >= DENSE);
  useEffect(() => {
    grid.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (review.asking || event.target !== grid.current) return;
    const action = actionFor(event.nativeEvent, 'sheet');
    if (!action) return;
    event.preventDefault();
    actions[action]();
  };
  const tile = (index: number) => {
    const item = view.items[index];
    if (!item) return null;
    return (
      <Tile
        key={item.id}
        item={item}
        names={names}
        x={layout.x[index] ?? 0}
        y={layout.y[index] ?? 0}
        w={layout.w[index] ?? 0}
        h={layout.h[index] ?? 0}
        room={layout.room[index] ?? 0}
        isActive={index === active}
        isSelected={cursor.selected.has(item.id)}
        isShort={matrix !== null}
        review={review}
        onOpen={actions.open}
      />
    );
  };
  return (
    <div className="sheet" data-matrix={matrix ? '' : undefined}>
      <div className="sheet-scroll" ref={scroller}>
        <div
          className="sheet-canvas"
          style={{ height: layout.height + 24, minWidth: matrix ? layout.width : undefined }}
        >
          {layout.groups.map(
            (place, index) =>
              place.bottom > top - BEYOND &&
              place.top < top + box.height + BEYOND && (
                <SectionHead
                  key={view.groups[index]?.key}
                  place={place}
                  tally={tally}
                  index={index}
                  title={title(view.groups[index]?.key ?? '')}
                  below={matrix && <MatrixHead matrix={matrix} layout={layout} names={names} />}
                  onApprove={onApproveGroup && (() => view.groups[index] && onApproveGroup(view.groups[index]))}
                />
              ),
          )}
          <div
            ref={grid}
            className="sheet-grid"
            role="grid"
            tabIndex={0}
            aria-label={t.review.sheet}
            aria-multiselectable="true"
            aria-rowcount={layout.rowCount}
            aria-activedescendant={active >= 0 ? `ad-${cursor.id}` : undefined}
            onKeyDown={onKeyDown}
            data-dense={size < DENSE || undefined}
          >
            {rowsToShow(layout, top, box.height, active).map((row) => (
              <div role="row" key={row} aria-rowindex={row + 1}>
                {matrix && <RowName layout={layout} row={row} view={view} matrix={matrix} />}
                {indicesOf(layout, row).map(tile)}
              </div>
            ))}
          </div>
        </div>
      </div>
      <ControlStrip view={view} layout={layout} top={top} height={box.height} scrollerRef={scroller} />
    </div>
  );
}

function RowName({ layout, row, view, matrix }: { layout: SheetLayout; row: number; view: View; matrix: Matrix }) {
  const first = view.items[layout.rowStart[row] ?? -1];
  return (
    <div role="rowheader" className="row-name" style={{ top: layout.rowTop[row], height: layout.rowHeight[row] }}>
      <span>{first && matrix.rowName(first)}</span>
    </div>
  );
}

function indicesOf(layout: SheetLayout, row: number): number[] {
  const from = layout.rowStart[row] ?? 0;
  const to = layout.rowStart[row + 1] ?? from;
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
