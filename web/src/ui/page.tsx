import type { ReactNode } from 'react';

/** The scrolling body of a page. The keyboard can reach and scroll it even where nothing in it takes the focus. */
export function Page({ isBusy = false, children }: { isBusy?: boolean; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <main className="page" tabIndex={0} aria-busy={isBusy}>
      {children}
    </main>
  );
}
