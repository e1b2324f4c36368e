// First: the order of the layers is the order in which they are named.
import './ui/layers.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/client';
import { loadWords } from './locales/words';
import { makeRouter } from './routes/router';

const RELOADED = 'galley.reloaded';

/** After a deploy an open tab asks for parts that are gone: it reloads once. Offline that would leave nothing at all. */
window.addEventListener('vite:preloadError', () => {
  if (!navigator.onLine || sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, '1');
  location.reload();
});

/** A session that ended sends to the sign-in page, and back here after it. */
function onError(error: unknown) {
  if (!(error instanceof Problem) || error.status !== 401 || location.pathname === '/sign-in') return;
  client.removeQueries({ queryKey: ['me'] });
  void router.navigate({ to: '/sign-in', search: { next: router.state.location.href } });
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => !(error instanceof Problem && error.status < 500) && failures < 2,
    },
  },
});
const router = makeRouter(client);

const place = document.getElementById('desk');
if (place) {
  void loadWords().then(() =>
    createRoot(place).render(
      <StrictMode>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    ),
  );
}
