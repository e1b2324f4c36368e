/** How a page comes: its code together with its words, and what is shown while they are on their way or where they did not come. */
import { useQueryClient } from '@tanstack/react-query';
import { type AsyncRouteComponent, lazyRouteComponent, useRouter } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { loadParts, type Part, t } from '../locales/words';
import { PageTrouble } from '../ui/trouble';

/** Nothing of it is shown before its words are there. What did not come can be asked for again. */
export function page<Name extends string, T extends Record<Name, ComponentType>>(
  load: () => Promise<T>,
  name: Name,
  words: readonly Part[] = [],
): AsyncRouteComponent<object> {
  const both = async () => {
    try {
      const [module] = await Promise.all([load(), loadParts(words)]);
      return { [name]: module[name] };
    } catch (cause) {
      // The router would start the desk again, which helps nobody who is offline; after a deploy `vite:preloadError` does.
      throw new Error('a page did not come', { cause });
    }
  };
  return lazyRouteComponent(both, name) as AsyncRouteComponent<object>;
}

/** Shown only where a page is slow: until then the one before stays. */
export function PagePending() {
  return (
    <main className="empty" aria-busy="true">
      <h1 className="lede">{t.trouble.coming}</h1>
    </main>
  );
}

export function PageError({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const client = useQueryClient();
  const again = () => {
    reset();
    void client.refetchQueries({ type: 'active' });
    void router.invalidate();
  };
  return (
    <main>
      <PageTrouble error={error} onRetry={again} heading="h1" />
    </main>
  );
}
