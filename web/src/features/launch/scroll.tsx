import type { ReactNode } from 'react';

/** A part that scrolls by itself. The keyboard can reach and scroll it even where nothing in it takes the focus. */
export function Scroll({ className = '', children }: { className?: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={`launch-scroll ${className}`} tabIndex={0}>
      {children}
    </div>
  );
}
