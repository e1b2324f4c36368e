import type { ActionIn } from '../keys/key-table';
import { isSameSet } from './ad';
import { clampSize, type ReviewSearch, SIZE, SURVEY_MOST } from './review-search';
import type { Go, Review } from './use-review';
import { t } from '../../locales/words';
import { say } from '../shell/status';

/** A handler for every key of the sheet: one that is missing does not compile. */
export type SheetActions = Record<ActionIn<'sheet'>, () => void>;
/** What the loupe does with its own picture it brings itself. */
type OfThePicture =
  | 'zoom'
  | 'play'
  | 'markRegion'
  | 'markWhole'
  | 'hideMarks'
  | 'blink'
  | 'edit'
  | 'tickFixed'
  | 'tickOpen';
export type LoupeActions = Record<Exclude<ActionIn<'loupe'>, OfThePicture>, () => void>;
export type SurveyActions = Record<Exclude<ActionIn<'survey'>, 'left' | 'right'>, () => void>;

interface Around {
  review: Review;
  go: Go;
  search: ReviewSearch;
  showOpen: () => void;
}

export function sheetActions({ review, go, search, showOpen }: Around): SheetActions {
  const size = search.size ?? SIZE.usual;
  return {
    ...decideActions(review),
    ...setActions(review),
    nextOpen: review.nextOpen,
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
    matrix: () => go({ layout: search.layout ? undefined : 'matrix' }),
    survey: () => openSurvey(review, go),
    stillOpen: showOpen,
    larger: () => go({ size: clampSize(size + SIZE.step) }),
    smaller: () => go({ size: clampSize(size - SIZE.step) }),
    sweep: review.sweep,
  };
}

export function loupeActions({ review, go, search, showOpen }: Around): LoupeActions {
  return {
    ...decideActions(review),
    ...setActions(review),
    nextOpen: review.nextOpen,
    left: () => review.step('left'),
    right: () => review.step('right'),
    first: () => review.step('first'),
    last: () => review.step('last'),
    stillOpen: showOpen,
    compare: () => go({ compare: search.compare ? undefined : 'side', with: undefined }),
    back: () => go({ loupe: undefined, compare: undefined, with: undefined, item: review.cursor.get().id }),
  };
}

export function surveyActions({ review, go, search }: Around): SurveyActions {
  const shown = search.survey ?? [];
  const leave = () => go({ survey: undefined, item: review.cursor.get().id });
  return {
    ...decideActions(review),
    open: () => go({ loupe: true, survey: undefined, item: review.cursor.get().id }, true),
    leaveOut: () => {
      const rest = shown.filter((id) => id !== review.cursor.get().id);
      if (rest.length < 2) return leave();
      const at = Math.min(shown.indexOf(review.cursor.get().id ?? ''), rest.length - 1);
      review.moveTo(rest[Math.max(0, at)] ?? '');
      return go({ survey: rest });
    },
    back: leave,
  };
}

/** What is selected, else the set under the cursor, as far as it fits on one screen. */
function openSurvey(review: Review, go: Go): void {
  const here = review.current();
  const { selected } = review.cursor.get();
  const wanted = review.view.items.filter((item) =>
    selected.size > 0 ? selected.has(item.id) : here !== undefined && isSameSet(item, here),
  );
  const ids = wanted.filter((item) => item.revision).map((item) => item.id);
  if (ids.length < 2) return say(t.survey.tooFew);
  const shown = ids.slice(0, SURVEY_MOST);
  review.clear();
  if (ids.length > SURVEY_MOST) say(t.survey.tooMany(ids.length, SURVEY_MOST));
  if (!shown.includes(review.cursor.get().id ?? '')) review.moveTo(shown[0] ?? '');
  return go({ survey: shown }, true);
}

function decideActions(review: Review) {
  return {
    approve: () => review.ask('approve'),
    approveWith: () => review.ask('approve_with_changes'),
    request: () => review.ask('request_changes'),
    reject: () => review.ask('reject'),
    undo: review.undo,
    redo: review.redo,
  };
}

function setActions(review: Review) {
  return {
    approveSet: () => review.ask('approve', 'set'),
    requestSet: () => review.ask('request_changes', 'set'),
    rejectSet: () => review.ask('reject', 'set'),
  };
}
