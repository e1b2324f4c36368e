/**
 * Every key of the desk, once. The handlers, the hints in the footer and the help are made from this table; their words are
 * `t.keys`.
 */
export type Place = 'sheet' | 'loupe' | 'compare' | 'survey' | 'region' | 'edit' | 'desk';
export type KeyGroup = 'decide' | 'move' | 'look' | 'compare' | 'mark' | 'edit' | 'go';

interface KeyRow {
  action: string;
  group: KeyGroup;
  places: readonly Place[];
  /** `Mod` is ⌘ on a Mac, else Ctrl. A letter is matched by what it writes, or by its place on the keyboard. */
  keys: readonly string[];
  /** Short enough for the footer. */
  isHint?: boolean;
}

const JUDGED = ['sheet', 'loupe', 'survey'] as const;

export const KEY_TABLE = [
  { action: 'approve', group: 'decide', places: JUDGED, keys: ['P'], isHint: true },
  { action: 'request', group: 'decide', places: JUDGED, keys: ['R'], isHint: true },
  { action: 'reject', group: 'decide', places: JUDGED, keys: ['X'], isHint: true },
  { action: 'approveWith', group: 'decide', places: JUDGED, keys: ['W'] },
  { action: 'approveSet', group: 'decide', places: ['sheet', 'loupe'], keys: ['Shift+P'] },
  { action: 'requestSet', group: 'decide', places: ['sheet', 'loupe'], keys: ['Shift+R'] },
  { action: 'rejectSet', group: 'decide', places: ['sheet', 'loupe'], keys: ['Shift+X'] },
  { action: 'undo', group: 'decide', places: JUDGED, keys: ['U', 'Mod+Z'], isHint: true },
  { action: 'redo', group: 'decide', places: JUDGED, keys: ['Shift+Mod+Z'] },
  { action: 'tickFixed', group: 'decide', places: ['loupe'], keys: ['Y'] },
  { action: 'tickOpen', group: 'decide', places: ['loupe'], keys: ['Shift+Y'] },
  { action: 'left', group: 'move', places: JUDGED, keys: ['ArrowLeft'] },
  { action: 'right', group: 'move', places: JUDGED, keys: ['ArrowRight'] },
  { action: 'up', group: 'move', places: ['sheet'], keys: ['ArrowUp'] },
  { action: 'down', group: 'move', places: ['sheet'], keys: ['ArrowDown'] },
  { action: 'extendLeft', group: 'move', places: ['sheet'], keys: ['Shift+ArrowLeft'] },
  { action: 'extendRight', group: 'move', places: ['sheet'], keys: ['Shift+ArrowRight'] },
  { action: 'extendUp', group: 'move', places: ['sheet'], keys: ['Shift+ArrowUp'] },
  { action: 'extendDown', group: 'move', places: ['sheet'], keys: ['Shift+ArrowDown'] },
  { action: 'first', group: 'move', places: ['sheet', 'loupe'], keys: ['Home'] },
  { action: 'last', group: 'move', places: ['sheet', 'loupe'], keys: ['End'] },
  { action: 'nextOpen', group: 'move', places: ['sheet', 'loupe'], keys: ['.'] },
  { action: 'previousGroup', group: 'move', places: ['sheet'], keys: ['['] },
  { action: 'nextGroup', group: 'move', places: ['sheet'], keys: [']'] },
  { action: 'selectAll', group: 'move', places: ['sheet'], keys: ['Mod+A'] },
  { action: 'toggle', group: 'move', places: ['sheet'], keys: ['Space'] },
  { action: 'open', group: 'look', places: ['sheet', 'survey'], keys: ['Enter', 'E'], isHint: true },
  { action: 'back', group: 'look', places: JUDGED, keys: ['Escape'] },
  { action: 'matrix', group: 'look', places: ['sheet'], keys: ['M'] },
  { action: 'survey', group: 'look', places: ['sheet'], keys: ['N'], isHint: true },
  { action: 'leaveOut', group: 'look', places: ['survey'], keys: ['Backspace', 'D'], isHint: true },
  { action: 'stillOpen', group: 'look', places: ['sheet', 'loupe'], keys: ['O'] },
  { action: 'larger', group: 'look', places: ['sheet'], keys: ['+'] },
  { action: 'smaller', group: 'look', places: ['sheet'], keys: ['-'] },
  { action: 'sweep', group: 'look', places: ['sheet'], keys: [','] },
  { action: 'zoom', group: 'look', places: ['loupe'], keys: ['Z'] },
  { action: 'play', group: 'look', places: ['loupe'], keys: ['V'] },
  { action: 'compare', group: 'compare', places: ['loupe'], keys: ['C'], isHint: true },
  { action: 'blink', group: 'compare', places: ['loupe', 'edit'], keys: ['B'] },
  { action: 'side', group: 'compare', places: ['compare'], keys: ['1'], isHint: true },
  { action: 'wipe', group: 'compare', places: ['compare'], keys: ['2'], isHint: true },
  { action: 'overlay', group: 'compare', places: ['compare'], keys: ['3'], isHint: true },
  { action: 'difference', group: 'compare', places: ['compare'], keys: ['4'], isHint: true },
  { action: 'flicker', group: 'compare', places: ['compare'], keys: ['5'], isHint: true },
  { action: 'leftBetter', group: 'compare', places: ['compare'], keys: ['S'] },
  { action: 'noDifference', group: 'compare', places: ['compare'], keys: ['D'] },
  { action: 'rightBetter', group: 'compare', places: ['compare'], keys: ['F'] },
  { action: 'unlink', group: 'compare', places: ['compare'], keys: ['L'] },
  { action: 'leaveCompare', group: 'compare', places: ['compare'], keys: ['Escape'] },
  { action: 'markRegion', group: 'mark', places: ['loupe'], keys: ['A'], isHint: true },
  { action: 'markWhole', group: 'mark', places: ['loupe'], keys: ['N'] },
  { action: 'hideMarks', group: 'mark', places: ['loupe', 'edit'], keys: ['H'] },
  {
    action: 'moveRegion',
    group: 'mark',
    places: ['region'],
    keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
  },
  {
    action: 'sizeRegion',
    group: 'mark',
    places: ['region'],
    keys: ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowDown'],
  },
  { action: 'pin', group: 'mark', places: ['region'], keys: ['D'] },
  { action: 'keepRegion', group: 'mark', places: ['region'], keys: ['Enter'] },
  { action: 'dropRegion', group: 'mark', places: ['region'], keys: ['Escape'] },
  { action: 'edit', group: 'edit', places: ['loupe'], keys: ['T'] },
  { action: 'nextPart', group: 'edit', places: ['edit'], keys: [']'] },
  { action: 'previousPart', group: 'edit', places: ['edit'], keys: ['['] },
  { action: 'nudge', group: 'edit', places: ['edit'], keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  {
    action: 'shove',
    group: 'edit',
    places: ['edit'],
    keys: ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowDown'],
  },
  { action: 'grow', group: 'edit', places: ['edit'], keys: ['+'], isHint: true },
  { action: 'shrink', group: 'edit', places: ['edit'], keys: ['-'], isHint: true },
  { action: 'reword', group: 'edit', places: ['edit'], keys: ['Enter'], isHint: true },
  { action: 'leaveOutPart', group: 'edit', places: ['edit'], keys: ['Backspace', 'Delete'], isHint: true },
  { action: 'takeBack', group: 'edit', places: ['edit'], keys: ['0'] },
  { action: 'undoEdit', group: 'edit', places: ['edit'], keys: ['U', 'Mod+Z'], isHint: true },
  { action: 'redoEdit', group: 'edit', places: ['edit'], keys: ['Shift+Mod+Z'] },
  { action: 'sendTurn', group: 'edit', places: ['edit'], keys: ['Mod+Enter'], isHint: true },
  { action: 'leaveEdit', group: 'edit', places: ['edit'], keys: ['Escape'] },
  { action: 'help', group: 'go', places: ['desk'], keys: ['?'] },
  { action: 'goCampaigns', group: 'go', places: ['desk'], keys: ['G C'] },
  { action: 'goReview', group: 'go', places: ['desk'], keys: ['G R'] },
  { action: 'goSpend', group: 'go', places: ['desk'], keys: ['G S'] },
  { action: 'goReleases', group: 'go', places: ['desk'], keys: ['G P'] },
  { action: 'goFeedback', group: 'go', places: ['desk'], keys: ['G F'] },
  { action: 'goSkills', group: 'go', places: ['desk'], keys: ['G K'] },
] as const satisfies readonly KeyRow[];

export type Action = (typeof KEY_TABLE)[number]['action'];
type ActionOf<R, P extends Place> = R extends { places: readonly (infer Q)[]; action: infer A }
  ? P extends Q
    ? A
    : never
  : never;
/** The actions that keys can ask for in a place: a handler for each is what a screen must bring. */
export type ActionIn<P extends Place> = ActionOf<(typeof KEY_TABLE)[number], P>;

/** What of a keyboard event names a key. */
export interface KeyStroke {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing?: boolean;
}

/** `Shift+Mod+Z`. Layouts without Latin letters fall back to the key's place. */
export function nameOf(stroke: KeyStroke): string {
  let name = stroke.key === ' ' ? 'Space' : stroke.key;
  const isLetter = /^\p{L}$/u.test(name);
  if (isLetter && !/^[a-z]$/i.test(name) && /^Key[A-Z]$/.test(stroke.code)) name = stroke.code.slice(3);
  if (name.length === 1) name = name.toUpperCase();
  const isWord = name.length > 1 || /^[A-Z]$/.test(name);
  const shift = stroke.shiftKey && isWord ? 'Shift+' : '';
  const mod = stroke.ctrlKey || stroke.metaKey ? 'Mod+' : '';
  return `${shift}${mod}${name === '=' ? '+' : name}`;
}

/** Which action a key stands for in a place. */
export function actionFor<P extends Place>(stroke: KeyStroke, place: P): ActionIn<P> | undefined {
  if (stroke.isComposing || stroke.altKey) return undefined;
  const name = nameOf(stroke);
  const row = KEY_TABLE.find(
    (each) => (each.places as readonly Place[]).includes(place) && (each.keys as readonly string[]).includes(name),
  );
  return row?.action as ActionIn<P> | undefined;
}

export function isHint(row: (typeof KEY_TABLE)[number]): boolean {
  return 'isHint' in row && row.isHint;
}
