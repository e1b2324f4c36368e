/** Drawn on a 16 grid with one stroke; always beside a word or inside a button that has a name. */
const PATHS = {
  approve: 'M3 8.5l3.2 3.2L13 4.8',
  change: 'M3 13l.7-2.9 7.2-7.2a1.3 1.3 0 0 1 1.9 0l.3.3a1.3 1.3 0 0 1 0 1.9L5.9 12.3z',
  reject: 'M4 4l8 8M12 4l-8 8',
  pending: 'M8 4.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2z',
  warn: 'M8 2.6L14 13H2zM8 6.6v3M8 11.4v.1',
  stop: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM4 4l8 8',
  campaigns: 'M2.5 6.5v3h2.6l5.4 3.2V3.3L5.1 6.5zM12.8 6.2a2.6 2.6 0 0 1 0 3.6',
  review: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.4 8.2l1.9 1.9 3.4-3.8',
  spend:
    'M3 4.2C3 3 5.2 2.2 8 2.2s5 .8 5 2-2.2 2-5 2-5-.8-5-2zM3 4.2v7.6c0 1.2 2.2 2 5 2s5-.8 5-2V4.2M3 8c0 1.2 2.2 2 5 2s5-.8 5-2',
  releases: 'M2.5 5.2L8 2.4l5.5 2.8v5.6L8 13.6l-5.5-2.8zM2.5 5.2L8 8l5.5-2.8M8 8v5.6',
  feedback: 'M2.5 3.5h11v7.5H8L5 13.5V11H2.5zM5.4 6.2h5.2M5.4 8.5h3.4',
  skills:
    'M8 4.2C6.6 3.2 4.6 2.9 2.5 3v9.4c2.1-.1 4.1.2 5.5 1.2 1.4-1 3.4-1.3 5.5-1.2V3C11.4 2.9 9.4 3.2 8 4.2zM8 4.2v9.4',
  journal: 'M3 4h10M3 8h10M3 12h6',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
  person: 'M8 2.6a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2zM3 13.6c.5-2.4 2.5-3.8 5-3.8s4.5 1.4 5 3.8',
  down: 'M4.5 6.5L8 10l3.5-3.5',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  mark: 'M2.5 5V2.5H5M11 2.5h2.5V5M13.5 11v2.5H11M5 13.5H2.5V11M8 6v4M6 8h4',
  undo: 'M5.5 3.5L2.5 6.5l3 3M2.5 6.5h6.8a3.2 3.2 0 0 1 0 6.4H6',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13h10',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5l7.5 4.5L5 12.5z',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.6h-2.6',
  sheet: 'M2.5 3.5h5v4h-5zM9.5 3.5h4v4h-4zM2.5 9.5h4v3h-4zM8.5 9.5h5v3h-5z',
  matrix:
    'M2.5 2.5h3v3h-3zM7 2.5h2.5v3H7zM11 2.5h2.5v3H11zM2.5 7h3v2.5h-3zM7 7h2.5v2.5H7zM11 7h2.5v2.5H11zM2.5 11h3v2.5h-3zM7 11h2.5v2.5H7zM11 11h2.5v2.5H11z',
  compare: 'M8 2v12M6.2 4H2.5v8h3.7M9.8 4h3.7v8H9.8',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.6V8l2.4 1.6',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** A galley: the tray with three lines of type in it. */
export function GalleyMark({ size = 22 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      aria-hidden="true"
    >
      <path d="M4 3v18h16M9 6h9M9 11h9M9 16h6" />
    </svg>
  );
}
