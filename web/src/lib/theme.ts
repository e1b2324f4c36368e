/** Dark, light, or what the system says. `public/theme.js` applies the choice before the first paint. */
import { createStore } from './store';

export type Theme = 'dark' | 'light';
const KEY = 'galley.theme';

function current(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export const theme = createStore<Theme>(current());

matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => theme.set(current()));

export function switchTheme(): void {
  const next: Theme = current() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem(KEY, next);
  theme.set(next);
}
