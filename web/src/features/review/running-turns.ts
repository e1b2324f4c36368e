/** Turns that were taken here and are being carried out, by ad. */
import type { TurnScope } from '../../api/wire';
import { createStore } from '../../lib/store';

export interface RunningTurn {
  runId: string;
  scope: TurnScope;
}

export const runningTurns = createStore<ReadonlyMap<string, RunningTurn>>(new Map());

export function setRunning(variantId: string, turn: RunningTurn | undefined): void {
  const next = new Map(runningTurns.get());
  if (turn) next.set(variantId, turn);
  else next.delete(variantId);
  runningTurns.set(next);
}
