/** The place of a finding that somebody points at: what is said beside the picture lights up on it. */
import type { Region } from '../../api/wire';
import { createStore } from '../../lib/store';

export const pointedFinding = createStore<Region | null>(null);
