import type { ReactNode } from 'react';

/** A table that is wider than a small screen, and has nothing in it that takes the focus: the keyboard scrolls it all the same. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
