import type { ActionIn } from '../keys/key-table';
import { clampSize, SIZE } from './review-search';
import type { Review, useGo } from './use-review';

/** A handler for every key of the sheet: one that is missing does not compile. */
export type SheetActions = Record<ActionIn<'sheet'>, () => void>;
export type LoupeActions = Record<Exclude<ActionIn<'loupe'>, 'zoom' | 'markRegion' | 'hideMarks'>, () => void>;

type Go = ReturnType<typeof useGo>;

export function sheetActions(review: Review, go: Go, size: number): SheetActions {
  return {
    ...decideActions(review),
    left: () => review.step('left'),
    right: () => review.step('right'),
    up: () => review.step('up'),
    down: () => review.step('down'),
    extendLeft: () => review.step('left', true),
    extendRight: () => review.step('right', true),
    extendUp: () => review.step('up', true),
    extendDown: () => review.step('down', true),
    first: () => review.step('first'),
    last: () => review.step('last'),
    previousGroup: () => review.step('previousGroup'),
    nextGroup: () => review.step('nextGroup'),
    selectAll: review.selectAll,
    toggle: () => {
      const id = review.cursor.get().id;
      if (id) review.toggle(id);
    },
    open: () => review.current()?.revision && go({ loupe: true, item: review.cursor.get().id }, true),
    back: () => void review.clear(),
    larger: () => go({ size: clampSize(size + SIZE.step) }),
    smaller: () => go({ size: clampSize(size - SIZE.step) }),
    sweep: review.sweep,
  };
}

export function loupeActions(review: Review, go: Go): LoupeActions {
  return {
    ...decideActions(review),
    left: () => review.step('left'),
    right: () => review.step('right'),
    first: () => review.step('first'),
    last: () => review.step('last'),
    back: () => go({ loupe: undefined, item: review.cursor.get().id }),
  };
}

function decideActions(review: Review) {
  return {
    approve: () => review.ask('approve'),
    approveWith: () => review.ask('approve_with_changes'),
    request: () => review.ask('request_changes'),
    reject: () => review.ask('reject'),
    undo: review.undo,
    redo: review.redo,
    nextOpen: review.nextOpen,
  };
}
