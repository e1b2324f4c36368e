/** The time, to the minute, for what is said relative to it. */
import { createStore } from './store';

const MINUTE_MS = 60_000;

export const now = createStore(Date.now());

setInterval(() => now.set(Date.now()), MINUTE_MS);
